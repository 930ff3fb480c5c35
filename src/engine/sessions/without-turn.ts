import { setTimeout as sleep } from "node:timers/promises";
import type { SessionLock } from "../turns/session-lock.ts";

const HOLDER = "deletion";
const LEASE_MS = 10_000;
const RETRY_MS = 25;
/** A turn that does not stop by then loses its answer: it finds its session gone. */
const PATIENCE_MS = 4_000;

/** Stops the turns that run in these sessions, keeps others out while `work` runs, and leaves no lock behind. */
export async function withoutTurn<T>(lock: SessionLock, sessionIds: readonly string[], work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  const held: string[] = [];
  try {
    for (const sessionId of sessionIds) {
      if (!(await lock.acquire(sessionId, HOLDER, LEASE_MS))) await lock.requestCancel(sessionId);
      else held.push(sessionId);
    }
    for (const sessionId of sessionIds.filter((id) => !held.includes(id))) {
      while (!(await lock.acquire(sessionId, HOLDER, LEASE_MS)) && performance.now() < deadline) await sleep(RETRY_MS);
      held.push(sessionId);
    }
    return await work();
  } finally {
    for (const sessionId of held) await lock.release(sessionId, HOLDER);
  }
}
