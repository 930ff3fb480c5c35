import type { Orphan, SessionLock } from "./session-lock.ts";

const LISTED = 100;

interface Held {
  holder: string;
  until: number;
  cancelRequested: boolean;
}

/** Session locks that one process keeps for itself. */
export function memorySessionLock(now: () => number = () => performance.now()): SessionLock {
  const locks = new Map<string, Held>();

  function heldIn(sessionId: string): Held | undefined {
    const held = locks.get(sessionId);
    return held === undefined || held.until > now() ? held : undefined;
  }

  return {
    doubtMs: 0,
    async acquire(sessionId, holder, leaseMs) {
      if (heldIn(sessionId) !== undefined) return false;
      locks.set(sessionId, { holder, until: now() + leaseMs, cancelRequested: false });
      return true;
    },
    async renew(sessionId, holder, leaseMs) {
      const held = heldIn(sessionId);
      if (held?.holder !== holder) return null;
      held.until = now() + leaseMs;
      return { cancelRequested: held.cancelRequested };
    },
    async release(sessionId, holder) {
      if (locks.get(sessionId)?.holder === holder) locks.delete(sessionId);
    },
    async abandon(sessionId, holder) {
      const held = heldIn(sessionId);
      if (held?.holder === holder) held.until = now();
    },
    async orphans() {
      const ended = [...locks].filter(([, { until }]) => until <= now());
      return ended.slice(0, LISTED).map(([sessionId, { holder }]): Orphan => ({ sessionId, holder }));
    },
    async requestCancel(sessionId, holder) {
      const held = heldIn(sessionId);
      if (held === undefined || (holder !== undefined && holder !== held.holder)) return false;
      held.cancelRequested = true;
      return true;
    },
    holder: async (sessionId) => heldIn(sessionId)?.holder ?? null,
    async [Symbol.asyncDispose]() {},
  };
}
