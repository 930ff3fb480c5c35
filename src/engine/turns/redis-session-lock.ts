import { z } from "zod";
import type { RedisStore } from "../store/redis.ts";
import type { SessionLock } from "./session-lock.ts";

// KEYS: the lock, whose value is its holder, and the wish to stop it. ARGV: the holder, the lease in milliseconds.
const ACQUIRE = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[2])
return 1`;
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('EXISTS', KEYS[2])`;
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 0`;
const REQUEST_CANCEL = `
local holder = redis.call('GET', KEYS[1])
if not holder or (ARGV[1] ~= '' and ARGV[1] ~= holder) then return 0 end
redis.call('SET', KEYS[2], holder, 'PX', math.max(1, redis.call('PTTL', KEYS[1])))
return 1`;

/** Session locks in Redis. The connection stays open: whoever opened it closes it. */
export function redisSessionLock(redis: RedisStore): SessionLock {
  const run = (script: string, sessionId: string, ...args: (string | number)[]) =>
    redis.attempt(async (client) => z.int().parse(await client.eval(script, 2, keyOf(sessionId, "lock"), keyOf(sessionId, "cancel"), ...args)));
  return {
    // A flushed or restarted Redis has forgotten the lock until its holder renews, which may have to connect anew before.
    doubtMs: 4_000,
    acquire: async (sessionId, holder, leaseMs) => (await run(ACQUIRE, sessionId, holder, Math.ceil(leaseMs))) === 1,
    async renew(sessionId, holder, leaseMs) {
      const found = await run(RENEW, sessionId, holder, Math.ceil(leaseMs));
      return found === -1 ? null : { cancelRequested: found === 1 };
    },
    release: async (sessionId, holder) => void (await run(RELEASE, sessionId, holder)),
    requestCancel: async (sessionId, holder = "") => (await run(REQUEST_CANCEL, sessionId, holder)) === 1,
    holder: (sessionId) => redis.attempt((client) => client.get(keyOf(sessionId, "lock"))),
    async [Symbol.asyncDispose]() {},
  };
}

function keyOf(sessionId: string, what: "lock" | "cancel"): string {
  return `chat:session:${sessionId}:${what}`;
}
