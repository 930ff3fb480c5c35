import { type Actor, type LoggedEvent, RolecallError, type SessionWatch } from "../engine/index.ts";
import type { ChatEngine } from "./chat-engine.ts";
import type { Outbox } from "./outbox.ts";
import { MAX_OPEN_SESSIONS } from "./protocol/connection.ts";
import { eventFrame } from "./protocol/frames.ts";
import { coalesce } from "./protocol/wire-event.ts";
import { Refusal } from "./refusal.ts";
import { contextRestored, messagesSnapshot } from "./session-frames.ts";

/** The sessions that one connection watches. */
export interface Watching {
  /** @throws {Refusal} `too_many_sessions` */
  checkRoom(): void;
  /**
   * Watches a session, anew where it was watched already. Nothing is told before `begin`, so that the answer to the command goes first.
   * @throws {RolecallError | Refusal} `not_found`, `too_many_sessions`
   */
  open(sessionId: string, afterSeq: number | undefined): Promise<{ lastSeq: number; begin(): void }>;
  close(sessionId: string): void;
  closeAll(): void;
  /** Whether an answer is being told. */
  readonly isTelling: boolean;
}

export interface WatchingOptions {
  engine: Pick<ChatEngine, "watch">;
  actor: Actor;
  outbox: Outbox;
  /** An event was given to the outbox. */
  told(entry: LoggedEvent): void;
  /** The session was deleted. */
  gone(sessionId: string): void;
  /** A session's events cannot be read any further. */
  lost(error: unknown): void;
}

interface Watched {
  sessionId: string;
  controller: AbortController;
  /** The last event that this connection was given, also by an earlier watch. */
  toldSeq: number;
  /** From when there was no room until all has left. */
  isBehind: boolean;
  runningTurnId: string | null;
}

export function watching(options: WatchingOptions): Watching {
  const { engine, actor, outbox } = options;
  const sessions = new Map<string, Watched>();
  const controllers = new Set<AbortController>();
  let opening = 0;
  let isClosed = false;

  function checkRoom(): void {
    if (sessions.size + opening < MAX_OPEN_SESSIONS) return;
    throw new Refusal("too_many_sessions", `This connection has ${MAX_OPEN_SESSIONS} sessions open, which is as many as it may.`, {
      hint: "Close one with session.close.",
    });
  }

  async function startWatch(sessionId: string, afterSeq: number | undefined, controller: AbortController): Promise<SessionWatch> {
    const isNew = !sessions.has(sessionId);
    if (isNew) checkRoom();
    if (isNew) opening += 1;
    controllers.add(controller);
    try {
      return await engine.watch(actor, { sessionId, afterSeq, signal: controller.signal });
    } catch (error) {
      stop(controller);
      throw error;
    } finally {
      if (isNew) opening -= 1;
    }
  }

  function stop(controller: AbortController | undefined): void {
    if (controller === undefined) return;
    controllers.delete(controller);
    controller.abort();
  }

  async function tell(watched: Watched, watch: SessionWatch): Promise<void> {
    const { sessionId, controller } = watched;
    await room(watched);
    if (controller.signal.aborted) return;
    outbox.push(contextRestored(sessionId, watch));
    for await (const batch of watch.batches) {
      if (controller.signal.aborted) return;
      if (batch.type === "deleted") {
        forget(sessionId);
        return options.gone(sessionId);
      }
      if (batch.type === "snapshot") outbox.push(messagesSnapshot(sessionId, batch));
      else await tellEvents(watched, batch.entries, batch.replayed);
      await room(watched);
    }
    if (!controller.signal.aborted) throw new RolecallError("storage_unavailable", "The events of a session came to an end.");
  }

  async function tellEvents(watched: Watched, entries: readonly LoggedEvent[], replayed: boolean): Promise<void> {
    if (outbox.bytes === 0) watched.isBehind = false;
    const written = watched.isBehind ? joined(entries, watched.toldSeq) : entries;
    for (const entry of written) {
      await room(watched);
      if (watched.controller.signal.aborted) return;
      outbox.push(eventFrame(watched.sessionId, entry, { replayed }));
      watched.toldSeq = Math.max(watched.toldSeq, entry.seq);
      watched.runningTurnId = runningAfter(entry, watched.runningTurnId);
      options.told(entry);
    }
  }

  /** Others of the connection wait for the same room: who finds it taken waits on. */
  async function room(watched: Watched): Promise<void> {
    while (!outbox.hasRoom) {
      watched.isBehind = true;
      await outbox.room();
    }
  }

  function forget(sessionId: string): void {
    stop(sessions.get(sessionId)?.controller);
    sessions.delete(sessionId);
  }

  return {
    checkRoom,
    async open(sessionId, afterSeq) {
      const controller = new AbortController();
      const watch = await startWatch(sessionId, afterSeq, controller);
      const toldSeq = sessions.get(sessionId)?.toldSeq ?? 0;
      forget(sessionId);
      const watched: Watched = { sessionId, controller, toldSeq, isBehind: false, runningTurnId: watch.activeTurnId };
      if (isClosed) stop(controller);
      else sessions.set(sessionId, watched);
      // Also where the connection has ended meanwhile: a watch that is not read does not end.
      const begin = () => {
        tell(watched, watch).catch((error: unknown) => {
          if (!controller.signal.aborted) options.lost(error);
        });
      };
      return { lastSeq: watch.lastSeq, begin };
    },
    close: forget,
    closeAll() {
      isClosed = true;
      for (const controller of controllers) stop(controller);
      sessions.clear();
    },
    get isTelling() {
      return sessions.values().some(({ runningTurnId }) => runningTurnId !== null);
    },
  };
}

/** Not across what the connection was given before: a client that skips what it has could not take such an event apart. */
function joined(entries: readonly LoggedEvent[], toldSeq: number) {
  const firstNew = entries.findIndex(({ seq }) => seq > toldSeq);
  const cut = firstNew === -1 ? entries.length : firstNew;
  return [...coalesce(entries.slice(0, cut)), ...coalesce(entries.slice(cut))];
}

function runningAfter({ turnId, event }: LoggedEvent, before: string | null): string | null {
  if (event.type === "turn-start") return turnId;
  const isEnd = event.type === "turn-end" || event.type === "turn-error";
  return isEnd && turnId === before ? null : before;
}
