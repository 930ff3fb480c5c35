import {
  type Actor,
  type LoggedEvent,
  RolecallError,
  type SendMessage,
  type StoredMessage,
  type TurnEvent,
  type WatchBatch,
  answerIdOf,
} from "../../engine/index.ts";
import type { ChatEngine } from "../chat-engine.ts";

/** As many entries as a reader is given at a time. */
const BATCH = 200;

interface ScriptedSession {
  owner: Actor;
  log: LoggedEvent[];
  activeTurnId: string | null;
  isDeleted: boolean;
  wake: PromiseWithResolvers<void>;
}

interface ScriptedTurn {
  sessionId: string;
  messageId: string;
  ended: PromiseWithResolvers<void>;
}

export interface ScriptedEngine extends ChatEngine {
  /** A session of this user, there before anybody connects. */
  session(owner: Actor): string;
  /** Writes what the session's running turn tells next, or another one. */
  tell(sessionId: string, ...events: TurnEvent[]): void;
  /** Ends the running turn with the words it has said. */
  finish(sessionId: string): void;
  /** Deletes it, as another process would. */
  remove(sessionId: string): void;
  /** What the engine was asked for, by name. */
  readonly asked: string[];
  readonly submitted: SendMessage[];
  /** Watches that have not ended. */
  readonly watches: number;
  /** Events that readers have been given. */
  readonly given: number;
  readonly lines: { level: string; facts: Record<string, unknown>; text: string }[];
  /** Calls wait for it, where it is there. */
  gate: Promise<void> | null;
  /** Thrown by the next call, and then gone. */
  failure: Error | null;
  /** Has every watch fail. */
  breakWatches(error: Error): void;
}

/** An engine whose turns say what the test has them say. */
export function scriptedEngine(): ScriptedEngine {
  const sessions = new Map<string, ScriptedSession>();
  const turns = new Map<string, ScriptedTurn>();
  const asked: string[] = [];
  const submitted: SendMessage[] = [];
  const lines: ScriptedEngine["lines"] = [];
  const write = (level: string) => (facts: Record<string, unknown>, text: string) => void lines.push({ level, facts, text });
  let watches = 0;
  let given = 0;
  let isDraining = false;
  let broken: Error | null = null;

  async function called(name: string): Promise<void> {
    asked.push(name);
    await engine.gate;
    const { failure } = engine;
    engine.failure = null;
    if (failure !== null) throw failure;
  }

  function own(actor: Actor, sessionId: string): ScriptedSession {
    const session = sessions.get(sessionId);
    if (session !== undefined && session.owner.userId === actor.userId && session.owner.role === actor.role) return session;
    throw new RolecallError("not_found", `There is no session ${sessionId} of this user.`, { hint: "List them." });
  }

  function wake(session: ScriptedSession): void {
    session.wake.resolve();
    session.wake = Promise.withResolvers();
  }

  async function* batches(session: ScriptedSession, cursor: number, lastSeq: number, signal: AbortSignal): AsyncGenerator<WatchBatch> {
    watches += 1;
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    try {
      for (let seq = cursor; !signal.aborted;) {
        if (broken !== null) throw broken;
        if (session.isDeleted) return yield { type: "deleted" };
        const entries = session.log.slice(seq, seq + BATCH).filter((entry) => entry.seq > lastSeq === session.log[seq]!.seq > lastSeq);
        if (entries.length === 0) {
          await Promise.race([session.wake.promise, aborted]);
          continue;
        }
        seq = entries.at(-1)!.seq;
        given += entries.length;
        yield { type: "events", entries, replayed: entries[0]!.seq <= lastSeq };
      }
    } finally {
      watches -= 1;
    }
  }

  const engine: ScriptedEngine = {
    gate: null,
    failure: null,
    asked,
    submitted,
    lines,
    get watches() {
      return watches;
    },
    get given() {
      return given;
    },
    session(owner) {
      const id = crypto.randomUUID();
      sessions.set(id, { owner: { userId: owner.userId, role: owner.role }, log: [], activeTurnId: null, isDeleted: false, wake: Promise.withResolvers() });
      return id;
    },
    tell(sessionId, ...events) {
      const session = sessions.get(sessionId)!;
      const turnId = session.activeTurnId ?? "turn";
      for (const event of events) session.log.push({ seq: session.log.length + 1, turnId, at: Date.now(), event });
      wake(session);
    },
    finish(sessionId) {
      const session = sessions.get(sessionId)!;
      const turnId = session.activeTurnId!;
      engine.tell(sessionId, { type: "text-end", messageId: answerIdOf(turnId) }, turnEnd(turnId));
      session.activeTurnId = null;
      turns.get(turnId)!.ended.resolve();
    },
    remove(sessionId) {
      const session = sessions.get(sessionId)!;
      session.isDeleted = true;
      wake(session);
    },
    breakWatches(error) {
      broken = error;
      for (const session of sessions.values()) wake(session);
    },
    async submit(message) {
      await called("submit");
      if (isDraining) throw new RolecallError("draining", "This engine is going away.", { hint: "Send it elsewhere." });
      const session = own(message, message.sessionId!);
      const turnId = `${message.userId}/${message.clientMessageId}`;
      const known = turns.get(turnId);
      if (known !== undefined) return { sessionId: known.sessionId, turnId, messageId: known.messageId, duplicate: true, ended: Promise.resolve() };
      if (session.activeTurnId !== null) throw new RolecallError("session_busy", "The session is busy.", { hint: "Wait." });
      const turn = { sessionId: message.sessionId!, messageId: crypto.randomUUID(), ended: Promise.withResolvers<void>() };
      turns.set(turnId, turn);
      submitted.push(message);
      session.activeTurnId = turnId;
      engine.tell(turn.sessionId, { type: "turn-start", ...turnStart(turn, turnId, message) }, { type: "text-start", messageId: answerIdOf(turnId) });
      return { sessionId: turn.sessionId, turnId, messageId: turn.messageId, duplicate: false, ended: turn.ended.promise };
    },
    async watch(actor, { sessionId, afterSeq, signal }) {
      await called("watch");
      const session = own(actor, sessionId);
      const lastSeq = session.log.length;
      return {
        lastSeq,
        summary: null,
        recentMessages: [] as StoredMessage[],
        activeTurnId: session.activeTurnId,
        batches: batches(session, afterSeq ?? lastSeq, lastSeq, signal),
      };
    },
    async cancel(actor, sessionId, turnId) {
      await called("cancel");
      const { activeTurnId } = own(actor, sessionId);
      if (activeTurnId === null || activeTurnId !== turnId) return false;
      engine.finish(sessionId);
      return true;
    },
    sessions: {
      async create(actor) {
        await called("sessions.create");
        return engine.session(actor);
      },
      async page(actor) {
        await called("sessions.page");
        const own = [...sessions].filter(([, { owner }]) => owner.userId === actor.userId);
        return { sessions: own.map(([session_id, { owner }]) => ({ session_id, user_id: owner.userId, role: owner.role, ...UNTITLED })), nextCursor: null };
      },
      async end(actor, sessionId) {
        await called("sessions.end");
        own(actor, sessionId);
      },
      async rate(actor, { sessionId }) {
        await called("sessions.rate");
        own(actor, sessionId);
      },
    },
    async drain(graceMs) {
      isDraining = true;
      const over = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all([...turns.values()].map(({ ended }) => ended.promise)), over]);
      for (const [sessionId, { activeTurnId }] of sessions) if (activeTurnId !== null) engine.finish(sessionId);
    },
    log: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") },
  };
  return engine;
}

const UNTITLED = { title: "Untitled", status: "active" as const, last_interaction_at: "2026-01-01T00:00:00.000Z" };

function turnStart({ sessionId, messageId }: ScriptedTurn, turnId: string, { clientMessageId = "", text }: SendMessage) {
  return { sessionId, turnId, messageId, clientMessageId, text, created: false, duplicate: false };
}

export const words = (text: string): TurnEvent => ({ type: "text-delta", text });

function turnEnd(turnId: string): TurnEvent {
  return {
    type: "turn-end",
    message: { id: answerIdOf(turnId), text: "", status: "complete", matches: [] },
    usage: { input: 1, output: 1, cached: 0 },
    costUsd: null,
    latency: { first_event: 1, first_token: 1, total: 1 },
    cache: "off",
    degraded: [],
    citations: [],
    model: "scripted",
  };
}
