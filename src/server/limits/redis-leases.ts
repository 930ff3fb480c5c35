import type { ChainableCommander, Redis } from "ioredis";
import { z } from "zod";
import type { RedisConnection } from "./redis-connection.ts";
import type { HeldSlots, SharedSlots } from "./user-slots.ts";

// KEYS: one user's leases, a sorted set of members by expiry. A member is its process, of 36 characters, a colon and the holder: a holder that
// two processes name is one, and stays as long as one of them has it.
// ARGV: the limit, the lease in milliseconds, who wants a slot, who has one in the same process.
// Says 0, or in how many milliseconds the earliest lease would end.
const TAKE = `
local limit, lease, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for at = 4, #ARGV do redis.call('ZADD', KEYS[1], now + lease, ARGV[at]) end
local holders, count = {}, 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local holder = string.sub(member, 38)
  if not holders[holder] then count = count + 1 end
  holders[holder] = true
end
local full = count >= limit and not holders[string.sub(wanted, 38)]
if not full then redis.call('ZADD', KEYS[1], now + lease, wanted) end
if not full or #ARGV > 3 then redis.call('PEXPIRE', KEYS[1], lease) end
if not full then return 0 end
local earliest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
return math.max(1, (earliest or now + lease) - now)`;
// ARGV: the lease in milliseconds, the members. One that Redis has forgotten is there again.
const RENEW = `
local time = redis.call('TIME')
local until_ms = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
for at = 2, #ARGV do redis.call('ZADD', KEYS[1], until_ms, ARGV[at]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`;

const BATCH = 500;

export interface LeaseSettings {
  kind: "runs" | "sockets";
  limit: number;
  leaseMs: number;
  /** Names this process: a UUID. */
  processId: string;
}

export interface RedisLeases extends SharedSlots {
  renew(client: Redis, held: Iterable<HeldSlots>): Promise<void>;
  releaseAll(client: Redis, held: Iterable<HeldSlots>): Promise<void>;
}

/** Slots as leases in Redis, by its clock. They outlive a process that is killed by one lease. */
export function redisLeases(redis: RedisConnection, { kind, limit, leaseMs, processId }: LeaseSettings): RedisLeases {
  const keyOf = (userId: string) => `chat:limit:${kind}:${userId}`;
  const memberOf = (holder: string) => `${processId}:${holder}`;

  async function inBatches(client: Redis, held: Iterable<HeldSlots>, add: (commands: ChainableCommander, key: string, members: string[]) => void) {
    for (const batch of batchesOf(held)) {
      const commands = client.pipeline();
      for (const { userId, holders } of batch) add(commands, keyOf(userId), holders.map(memberOf));
      for (const [error] of (await commands.exec()) ?? []) if (error !== null) throw error;
    }
  }

  return {
    async take(userId, holder, mine, alone) {
      const args = [limit, leaseMs, memberOf(holder), ...mine.map(memberOf)];
      return redis.ask(async (client) => {
        const waitMs = z.int().parse(await client.eval(TAKE, 1, keyOf(userId), ...args));
        return waitMs === 0 ? null : { retryAfterMs: waitMs };
      }, alone);
    },
    async release(userId, holder) {
      await redis.ask(
        (client) => client.zrem(keyOf(userId), memberOf(holder)),
        () => 0,
      );
    },
    renew: (client, held) => inBatches(client, held, (commands, key, members) => commands.eval(RENEW, 1, key, leaseMs, ...members)),
    releaseAll: (client, held) => inBatches(client, held, (commands, key, members) => commands.zrem(key, ...members)),
  };
}

/** Reads on only when the batch before is done with, so that nothing is renewed that has been released since. */
function* batchesOf<T>(all: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
