import type { DatabaseSync } from "node:sqlite";
import { translating } from "../store/sqlite.ts";
import type { SessionLock } from "./session-lock.ts";

/** Session locks in a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteSessionLock(database: DatabaseSync, path: string, now: () => number = Date.now): SessionLock {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const acquire = database.prepare(
    `INSERT INTO session_locks VALUES (?, ?, ?, 0) ON CONFLICT (session_id) DO UPDATE
     SET holder = excluded.holder, expires_at = excluded.expires_at, cancel_requested = 0 WHERE expires_at <= ? OR holder = excluded.holder`,
  );
  const renew = database.prepare("UPDATE session_locks SET expires_at = ? WHERE session_id = ? AND holder = ? RETURNING cancel_requested");
  const release = database.prepare("DELETE FROM session_locks WHERE session_id = ? AND holder = ?");
  const cancel = database.prepare("UPDATE session_locks SET cancel_requested = 1 WHERE session_id = ? AND expires_at > ? AND (? IS NULL OR holder = ?)");
  const holder = database.prepare("SELECT holder FROM session_locks WHERE session_id = ? AND expires_at > ?");
  return {
    acquire: (sessionId, by, leaseMs) => attempt(() => Number(acquire.run(sessionId, by, now() + leaseMs, now()).changes) === 1),
    renew: (sessionId, by, leaseMs) =>
      attempt(() => {
        const row = renew.get(now() + leaseMs, sessionId, by) as { cancel_requested: number } | undefined;
        return row === undefined ? null : { cancelRequested: row.cancel_requested === 1 };
      }),
    release: (sessionId, by) => attempt(() => void release.run(sessionId, by)),
    requestCancel: (sessionId, by) => attempt(() => Number(cancel.run(sessionId, now(), by ?? null, by ?? null).changes) === 1),
    holder: (sessionId) => attempt(() => (holder.get(sessionId, now()) as { holder: string } | undefined)?.holder ?? null),
    async [Symbol.asyncDispose]() {},
  };
}
