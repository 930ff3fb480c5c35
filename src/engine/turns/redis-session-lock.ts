import { z } from "zod";
import type { RedisStore } from "../store/redis.ts";
import type { Orphan, SessionLock } from "./session-lock.ts";

const LISTED = 100;

// KEYS: the lock, whose value is its holder, the wish to stop it, and the ends of all leases. ARGV: the holder, the lease in milliseconds, the session and the holder.
const ENDS_AT = `local time = redis.call('TIME')
local ends_at = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]`;
const ACQUIRE = `
${ENDS_AT}
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[2])
redis.call('ZADD', KEYS[3], ends_at, ARGV[3])
return 1`;
const RENEW = `
${ENDS_AT}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZADD', KEYS[3], ends_at, ARGV[3])
return redis.call('EXISTS', KEYS[2])`;
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
redis.call('ZREM', KEYS[3], ARGV[3])
return 0`;
const ABANDON = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('ZADD', KEYS[3], 0, ARGV[3])
end
return 0`;
/** Who cannot be found and could not be written down either is not known to be gone: a full server, or one that became a replica, fails here. */
const HOLDER = `
local holder = redis.call('GET', KEYS[1])
if not holder then redis.call('SET', KEYS[2], '1', 'PX', 1000) end
return holder`;
const ORPHANS = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])`;
const REQUEST_CANCEL = `
local holder = redis.call('GET', KEYS[1])
if not holder or (ARGV[1] ~= '' and ARGV[1] ~= holder) then return 0 end
redis.call('SET', KEYS[2], holder, 'PX', math.max(1, redis.call('PTTL', KEYS[1])))
return 1`;

/** Session locks in Redis. The connection stays open: whoever opened it closes it. */
export function redisSessionLock(redis: RedisStore): SessionLock {
  const run = (script: string, sessionId: string, holder: string, leaseMs = 0) =>
    redis.attempt(async (client) => {
      const keys = [keyOf(sessionId, "lock"), keyOf(sessionId, "cancel"), LEASES];
      return z.int().parse(await client.eval(script, keys.length, ...keys, holder, Math.ceil(leaseMs), `${sessionId} ${holder}`));
    });
  return {
    // A flushed or restarted Redis has forgotten the lock until its holder renews, which may have to connect anew before.
    doubtMs: 3_000,
    acquire: async (sessionId, holder, leaseMs) => (await run(ACQUIRE, sessionId, holder, leaseMs)) === 1,
    async renew(sessionId, holder, leaseMs) {
      const found = await run(RENEW, sessionId, holder, leaseMs);
      return found === -1 ? null : { cancelRequested: found === 1 };
    },
    release: async (sessionId, holder) => void (await run(RELEASE, sessionId, holder)),
    abandon: async (sessionId, holder) => void (await run(ABANDON, sessionId, holder)),
    orphans: () =>
      redis.attempt(async (client) => {
        const members = z.array(z.string()).parse(await client.eval(ORPHANS, 1, LEASES, LISTED));
        return members.map((member): Orphan => {
          const [sessionId = "", ...holder] = member.split(" ");
          return { sessionId, holder: holder.join(" ") };
        });
      }),
    requestCancel: async (sessionId, holder = "") => (await run(REQUEST_CANCEL, sessionId, holder)) === 1,
    holder: (sessionId) =>
      redis.attempt(async (client) =>
        z
          .string()
          .nullable()
          .parse(await client.eval(HOLDER, 2, keyOf(sessionId, "lock"), PROBE)),
      ),
    async [Symbol.asyncDispose]() {},
  };
}

const LEASES = "chat:leases";
const PROBE = "chat:probe";

function keyOf(sessionId: string, what: "lock" | "cancel"): string {
  return `chat:session:${sessionId}:${what}`;
}
