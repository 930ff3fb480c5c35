import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { transaction, translating } from "../store/sqlite.ts";
import type { SessionLock } from "./session-lock.ts";

const HOST = hostname();
const LISTED = 100;

const OrphanRow = z.object({ sessionId: z.string(), holder: z.string(), pid: z.number(), host: z.string(), expires_at: z.number() });

interface Held {
  holder: string;
  pid: number;
  host: string;
}

/** Session locks in a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteSessionLock(database: DatabaseSync, path: string, now: () => number = Date.now): SessionLock {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const find = database.prepare("SELECT holder, pid, host FROM session_locks WHERE session_id = ? AND expires_at > ?");
  const take = database.prepare("INSERT OR REPLACE INTO session_locks (session_id, holder, expires_at, cancel_requested, pid, host) VALUES (?, ?, ?, 0, ?, ?)");
  const renew = database.prepare("UPDATE session_locks SET expires_at = ? WHERE session_id = ? AND holder = ? RETURNING cancel_requested");
  const release = database.prepare("DELETE FROM session_locks WHERE session_id = ? AND holder = ?");
  const abandon = database.prepare("UPDATE session_locks SET expires_at = 0 WHERE session_id = ? AND holder = ?");
  const all = database.prepare("SELECT session_id AS sessionId, holder, pid, host, expires_at FROM session_locks");
  const cancel = database.prepare("UPDATE session_locks SET cancel_requested = 1 WHERE session_id = ? AND holder = ?");

  function holderOf(sessionId: string): string | null {
    const held = find.get(sessionId, now()) as Held | undefined;
    return held === undefined || isDead(held) ? null : held.holder;
  }

  return {
    doubtMs: 0,
    acquire: (sessionId, by, leaseMs) =>
      attempt(() => {
        if (holderOf(sessionId) !== null) return false;
        return transaction(database, () => {
          if (holderOf(sessionId) !== null) return false;
          take.run(sessionId, by, now() + leaseMs, process.pid, HOST);
          return true;
        });
      }),
    renew: (sessionId, by, leaseMs) =>
      attempt(() => {
        const row = renew.get(now() + leaseMs, sessionId, by) as { cancel_requested: number } | undefined;
        return row === undefined ? null : { cancelRequested: row.cancel_requested === 1 };
      }),
    release: (sessionId, by) => attempt(() => void release.run(sessionId, by)),
    abandon: (sessionId, by) => attempt(() => void abandon.run(sessionId, by)),
    orphans: () =>
      attempt(() => {
        const ended = OrphanRow.array()
          .parse(all.all())
          .filter((row) => row.expires_at <= now() || isDead(row));
        return ended.slice(0, LISTED).map(({ sessionId, holder }) => ({ sessionId, holder }));
      }),
    requestCancel: (sessionId, by) =>
      attempt(() => {
        const holder = holderOf(sessionId);
        return holder !== null && (by === undefined || by === holder) && Number(cancel.run(sessionId, holder).changes) === 1;
      }),
    holder: (sessionId) => attempt(() => holderOf(sessionId)),
    async [Symbol.asyncDispose]() {},
  };
}

/** Of processes on this host alone; elsewhere only the lease tells. */
function isDead({ pid, host }: Held): boolean {
  if (host !== HOST) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
