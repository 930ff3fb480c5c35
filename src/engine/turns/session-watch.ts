import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { isTerminal } from "../events.ts";
import { ownSession } from "../sessions/own-session.ts";
import { recoverSession, unansweredIn, unansweredMessage } from "../sessions/recover.ts";
import type { StoredMessage } from "../sessions/session.ts";
import { type LiveEntries, liveEntries } from "./live-entries.ts";
import type { LoggedEvent } from "./turn-log.ts";
import { wholeTurns } from "./whole-turns.ts";

/** Messages that come with a session when it is opened, and in place of lost events. */
const MESSAGES = 50;
/** For a reader who goes on where it was. */
const MESSAGES_AGAIN = 10;

export type WatchBatch =
  /** In order and without a gap; `replayed`: they were there when the watch began. */
  | { type: "events"; entries: readonly LoggedEvent[]; replayed: boolean }
  /** In place of events that are lost: what the history says of them. Events after `seq` follow. */
  | { type: "snapshot"; seq: number; messages: StoredMessage[]; summary: string | null }
  | { type: "deleted" };

export interface SessionWatch {
  /** Of the last event there was when the watch began. */
  lastSeq: number;
  summary: string | null;
  /** The newest, oldest first. */
  recentMessages: StoredMessage[];
  /** The turn whose answer is being written. */
  activeTurnId: string | null;
  /** To be read once. Nothing is gathered for a reader who does not ask: the log is read when it does. */
  batches: AsyncIterable<WatchBatch>;
}

export interface WatchOptions {
  sessionId: string;
  /** The last event that is known. Absent: the events of the turn that runs are told from its start, else what comes. */
  afterSeq?: number;
  /** Ends the batches. */
  signal: AbortSignal;
}

type WatchDeps = Pick<Ports, "history" | "turnLog" | "bus" | "lock" | "log">;

/** Watches one session, in whichever process its turns run. @throws {RolecallError} `not_found`, `storage_unavailable` */
export async function watchSession(deps: WatchDeps, actor: Actor, { sessionId, afterSeq, signal }: WatchOptions): Promise<SessionWatch> {
  const { history, turnLog, bus } = deps;
  // First of all, so that whatever happens while the rest is read is heard.
  const live = liveEntries(
    bus,
    sessionId,
    {
      read: (seq, limit) => turnLog.read(sessionId, seq, limit),
      told: () => toldOf(deps, sessionId),
    },
    signal,
  );
  try {
    const session = await ownSession(history, actor, sessionId);
    const extent = await turnLog.extent(sessionId).catch(() => null);
    const lastSeq = extent?.last ?? session.last_event_seq;
    const isKept = afterSeq !== undefined && afterSeq <= lastSeq && afterSeq >= (extent?.first ?? lastSeq + 1) - 1;
    const limit = isKept ? MESSAGES_AGAIN : MESSAGES;
    // Of one reading: an answer that is among the messages is not told again from its start.
    const recentMessages = await history.messages(sessionId, { limit });
    const question = unansweredIn(recentMessages);
    // Nobody else may have heard of a turn that died when the locks were lost.
    if (question !== null) void recoverSession(deps, session).catch(() => {});
    // A reader who is behind may wait for the end of the last turn: that one is told after the messages, with its answer among them.
    const missesEnd = afterSeq !== undefined && afterSeq < lastSeq && extent?.openTurn === null;
    const cursor = isKept ? afterSeq : await beforeTurn(turnLog, sessionId, question?.turn_id ?? null, missesEnd ? lastSeq - 1 : lastSeq);
    const activeTurnId = question?.turn_id ?? null;
    return {
      lastSeq,
      summary: session.summary,
      recentMessages,
      activeTurnId,
      batches: batchesOf({
        ...{ deps, sessionId, live, lastSeq, activeTurnId, cursor, recentMessages },
        summary: session.summary,
        start: isKept ? "kept" : afterSeq === undefined ? "fresh" : "lost",
      }),
    };
  } catch (error) {
    live[Symbol.dispose]();
    throw error;
  }
}

/** How far the events of a session go that nobody adds to; null while a turn adds to them, or may. */
async function toldOf({ history, turnLog }: WatchDeps, sessionId: string): Promise<number | "deleted" | null> {
  const session = await history.session(sessionId);
  if (session === null) return "deleted";
  if ((await unansweredMessage(history, sessionId)) !== null) return null;
  return Math.max(session.last_event_seq, (await turnLog.extent(sessionId))?.last ?? 0);
}

/** The number before the last turn's end, or before where its end will be: all else it told is among the messages. */
async function beforeEnd(turnLog: Ports["turnLog"], sessionId: string): Promise<number | null> {
  const extent = await turnLog.extent(sessionId).catch(() => null);
  return extent === null ? null : extent.openTurn === null ? extent.last - 1 : extent.last;
}

/** The number before the events of the running turn; `otherwise` where none runs, or its beginning is not there. */
async function beforeTurn(turnLog: Ports["turnLog"], sessionId: string, turnId: string | null, otherwise: number): Promise<number> {
  if (turnId === null) return otherwise;
  const first = (await turnLog.readTurn(sessionId, turnId).catch(() => []))[0];
  return first?.event.type === "turn-start" ? first.seq - 1 : otherwise;
}

interface Batches {
  deps: WatchDeps;
  sessionId: string;
  live: LiveEntries;
  lastSeq: number;
  activeTurnId: string | null;
  recentMessages: StoredMessage[];
  summary: string | null;
  cursor: number;
  /** Whether what the reader knows is continued, or begins here, or is to be replaced. */
  start: "kept" | "fresh" | "lost";
}

async function* batchesOf({ deps, sessionId, live, lastSeq, activeTurnId, start, ...from }: Batches): AsyncGenerator<WatchBatch> {
  const { history, turnLog } = deps;
  let { cursor } = from;
  const whole = wholeTurns(start === "kept");
  let isRunning = activeTurnId !== null;

  /** `place`: what the messages stand for, now that this is unanswered. */
  async function snapshot(place: (question: StoredMessage | null) => Promise<number>): Promise<WatchBatch> {
    const [messages, session] = await Promise.all([history.messages(sessionId, { limit: MESSAGES }), history.session(sessionId)]);
    cursor = await place(unansweredIn(messages));
    return { type: "snapshot", seq: cursor, messages, summary: session?.summary ?? null };
  }

  async function placeAfter(lostUpTo: number, question: StoredMessage | null): Promise<number> {
    isRunning = question !== null;
    if (question === null) return Math.max(lostUpTo, (await beforeEnd(turnLog, sessionId)) ?? lostUpTo);
    const begun = await beforeTurn(turnLog, sessionId, question.turn_id, lostUpTo);
    // Never back to what was told: where that is all the log has, it would come to this again.
    return begun > cursor ? begun : lostUpTo;
  }

  try {
    if (start === "lost") yield { type: "snapshot", seq: cursor, messages: from.recentMessages, summary: from.summary };
    for (;;) {
      const next = await live.after(cursor, isRunning);
      if (next === "ended") return;
      if (next === "deleted") {
        live[Symbol.dispose]();
        return yield { type: "deleted" };
      }
      if ("lostUpTo" in next) {
        whole.restart();
        yield await snapshot((question) => placeAfter(next.lostUpTo, question));
        continue;
      }
      for (const part of whole.parts(next.entries)) {
        if (part.isEndOfLost) yield await snapshot(async () => part.entries[0]!.seq - 1);
        const [old, fresh] = [part.entries.filter(({ seq }) => seq <= lastSeq), part.entries.filter(({ seq }) => seq > lastSeq)];
        if (old.length > 0) yield { type: "events", entries: old, replayed: true };
        if (fresh.length > 0) yield { type: "events", entries: fresh, replayed: false };
      }
      const last = next.entries.at(-1)!;
      cursor = last.seq;
      isRunning = !isTerminal(last.event);
    }
  } finally {
    live[Symbol.dispose]();
  }
}
