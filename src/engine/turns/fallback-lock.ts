import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import type { Orphan, SessionLock } from "./session-lock.ts";

/**
 * Holds a shared lock and, always with it, one of this process; while the shared one is away the other has to do. Turns of one process
 * stay apart in any case. Turns of two processes in one session are then kept apart only by the history: its unique keys give every
 * message one place and every turn one answer, but both turns run.
 */
export function fallbackLock(shared: SessionLock, own: SessionLock, log: Log): SessionLock {
  let away = false;
  /** Abandoned while the shared lock could not be told. */
  const left = new Map<string, Orphan>();

  /** What the shared lock says, or `otherwise` while it cannot be asked. */
  async function asked<T, F>(work: () => Promise<T>, otherwise: F): Promise<T | F> {
    try {
      const answer = await work();
      if (away) log.info({}, "Session locks are shared again.");
      away = false;
      return answer;
    } catch (error) {
      if (!away) log.warn({ reason: error instanceof Error ? error.name : "unknown" }, "Session locks hold in this process only: the shared ones are away.");
      away = true;
      return otherwise;
    }
  }

  return {
    doubtMs: shared.doubtMs,
    async acquire(sessionId, holder, leaseMs) {
      if (!(await own.acquire(sessionId, holder, leaseMs))) return false;
      if (await asked(() => shared.acquire(sessionId, holder, leaseMs), true)) return true;
      await own.release(sessionId, holder);
      return false;
    },
    async renew(sessionId, holder, leaseMs) {
      const mine = await own.renew(sessionId, holder, leaseMs);
      const ours = await asked(() => shared.renew(sessionId, holder, leaseMs), mine);
      if (ours !== null) return { cancelRequested: ours.cancelRequested || mine?.cancelRequested === true };
      await own.release(sessionId, holder);
      return null;
    },
    async release(sessionId, holder) {
      left.delete(`${sessionId} ${holder}`);
      await own.release(sessionId, holder);
      await asked(() => shared.release(sessionId, holder), undefined);
    },
    async abandon(sessionId, holder) {
      await own.abandon(sessionId, holder);
      const isTold = await asked(() => shared.abandon(sessionId, holder).then(() => true), false);
      if (!isTold) left.set(`${sessionId} ${holder}`, { sessionId, holder });
    },
    orphans: async () => [...((await asked(() => shared.orphans(), null)) ?? (await own.orphans())), ...left.values()],
    async requestCancel(sessionId, holder) {
      const mine = await own.requestCancel(sessionId, holder);
      return (await asked(() => shared.requestCancel(sessionId, holder), false)) || mine;
    },
    async holder(sessionId) {
      const theirs = await asked(() => shared.holder(sessionId), undefined);
      // Another process may hold it: to say that nobody does would be a guess.
      if (theirs === undefined) throw new RolecallError("storage_unavailable", "The shared session locks are away, so the holder is unknown.");
      return theirs ?? (await own.holder(sessionId));
    },
    async [Symbol.asyncDispose]() {
      await own[Symbol.asyncDispose]();
      await shared[Symbol.asyncDispose]();
    },
  };
}
