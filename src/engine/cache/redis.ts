import type { RedisStore } from "../store/redis.ts";
import type { Cache } from "./cache.ts";

const SCANNED_AT_ONCE = 1_000;

/** The cache in Redis, under the keys as they are given. The connection stays open: whoever opened it closes it. */
export function redisCache(redis: RedisStore): Cache {
  return {
    get: (key) => redis.attempt((client) => client.get(key)),
    set: (key, value, ttlMs) =>
      redis.attempt(async (client) => {
        if (ttlMs > 0) await client.set(key, value, "PX", Math.ceil(ttlMs));
        else await client.unlink(key);
      }),
    dropPrefix: (prefix) =>
      redis.attempt(async (client) => {
        const pattern = `${prefix.replace(/[*?[\]\\]/g, String.raw`\$&`)}*`;
        let cursor = "0";
        do {
          const [next, keys] = await client.scan(cursor, "MATCH", pattern, "COUNT", SCANNED_AT_ONCE);
          if (keys.length > 0) await client.unlink(keys);
          cursor = next;
        } while (cursor !== "0");
      }),
    async [Symbol.asyncDispose]() {},
  };
}
