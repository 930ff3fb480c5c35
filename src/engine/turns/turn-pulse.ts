import type { StoredMessage } from "../sessions/session.ts";
import type { SessionLock } from "./session-lock.ts";

/** A turn that began longer ago than this has ended, whatever cannot be known of it. */
const LONGEST_TURN_MS = 5 * 60_000;

/** `unsure`: its lock is not there, but may be in a moment. */
export type Pulse = "runs" | "unsure" | "gone";

/**
 * Asks, time after time, whether the turn of a message without an answer still runs somewhere. While the lock cannot be asked the turn
 * counts as running: to call a living turn dead would cost its answer, to wait for a dead one costs time.
 */
export function turnPulse(lock: SessionLock, { session_id, turn_id, created_at }: StoredMessage): () => Promise<Pulse> {
  let missingSince: number | null = null;
  return async () => {
    const holder = await lock.holder(session_id).catch(() => undefined);
    if (holder === turn_id) {
      missingSince = null;
      return "runs";
    }
    if (Date.now() - Date.parse(created_at) > LONGEST_TURN_MS) return "gone";
    if (holder === undefined) {
      missingSince = null;
      return "runs";
    }
    missingSince ??= performance.now();
    return performance.now() - missingSince >= lock.doubtMs ? "gone" : "unsure";
  };
}
