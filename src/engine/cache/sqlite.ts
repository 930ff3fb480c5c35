import type { DatabaseSync } from "node:sqlite";
import { translating } from "../store/sqlite.ts";
import type { Cache } from "./cache.ts";

/** Expired rows are swept with every this-many-th write. */
const SWEEP_EVERY = 200;

/** The cache as a table of a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteCache(database: DatabaseSync, path: string, now: () => number = Date.now): Cache {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const get = database.prepare("SELECT value FROM cache WHERE key = ? AND expires_at > ?");
  const set = database.prepare("INSERT OR REPLACE INTO cache (key, value, expires_at) VALUES (?, ?, ?)");
  const drop = database.prepare("DELETE FROM cache WHERE key >= ? AND key < ?");
  const sweep = database.prepare("DELETE FROM cache WHERE expires_at <= ?");
  let writes = 0;
  return {
    get: (key) => attempt(() => (get.get(key, now()) as { value: string } | undefined)?.value ?? null),
    set: (key, value, ttlMs) =>
      attempt(() => {
        set.run(key, value, now() + ttlMs);
        if (++writes % SWEEP_EVERY === 0) sweep.run(now());
      }),
    dropPrefix: (prefix) => attempt(() => void drop.run(prefix, `${prefix}\u{10FFFF}`)),
    async [Symbol.asyncDispose]() {},
  };
}
