import { setTimeout as sleep } from "node:timers/promises";
import { type RecoveryDeps, endInLog, settleSession } from "../sessions/recover.ts";
import type { Orphan } from "./session-lock.ts";

const LOOK_EVERY_MS = 500;

/**
 * Ends the turns of processes that died, for as long as it is not disposed of: with the words they had said, as interrupted. Any number of
 * processes may do so on the same stores.
 */
export function tendSessions(deps: RecoveryDeps): Disposable {
  const stopped = new AbortController();
  const busy = new Set<string>();

  async function tend({ sessionId, holder }: Orphan): Promise<void> {
    const session = await deps.history.session(sessionId);
    if (session !== null) {
      const { running } = await settleSession(deps, session);
      if (running === holder) return;
      await endInLog(deps, session, holder);
    }
    await deps.lock.release(sessionId, holder);
  }

  async function look(): Promise<void> {
    for (const orphan of await deps.lock.orphans()) {
      const key = `${orphan.sessionId} ${orphan.holder}`;
      if (busy.has(key)) continue;
      busy.add(key);
      // A store that is away now is tried again: the orphan stays listed.
      void tend(orphan)
        .catch((error: unknown) => deps.log.debug({ session: orphan.sessionId, reason: error instanceof Error ? error.name : "unknown" }, "A dead turn stays."))
        .finally(() => busy.delete(key));
    }
  }

  void (async () => {
    while (!stopped.signal.aborted) {
      await look().catch(() => {});
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  })();
  return { [Symbol.dispose]: () => stopped.abort() };
}
