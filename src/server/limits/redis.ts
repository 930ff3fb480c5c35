import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import type { Limiter, UserLimits } from "./limiter.ts";
import { MINUTE_S, type Rate, rate } from "./rate.ts";
import { type LimiterLog, type RedisConnection, connectRedis } from "./redis-connection.ts";
import { type LeaseSettings, redisLeases } from "./redis-leases.ts";
import { userSlots } from "./user-slots.ts";

export interface RedisLimiterSettings {
  url: string;
  limits: UserLimits;
  /** Longest wait for Redis; a user's limits are counted in this process alone after that. */
  timeoutMs: number;
  log: LimiterLog;
  /** After so long the slots of a process that was killed are free again. */
  leaseMs?: number;
}

const LEASE_MS = 15_000;
const RENEWALS_A_LEASE = 3;

/**
 * Counts what is used in all processes on one Redis. While that is away each process counts alone, going on from what it has counted anyway:
 * a user may then use up to the limits in each of them. Slots that were taken meanwhile are registered before Redis is asked again.
 */
export function redisLimiter({ limits, leaseMs = LEASE_MS, ...settings }: RedisLimiterSettings): Limiter {
  const redis = connectRedis({
    ...settings,
    refreshMs: Math.ceil(leaseMs / RENEWALS_A_LEASE),
    async refresh(client) {
      for (const { slots, leases } of kinds) await leases.renew(client, slots.held());
    },
  });
  const processId = crypto.randomUUID();
  const runs = leasedSlots(redis, { kind: "runs", limit: limits.concurrentRuns, leaseMs, processId });
  const sockets = leasedSlots(redis, { kind: "sockets", limit: limits.sockets, leaseMs, processId });
  const kinds = [runs, sockets];

  return {
    message: sharedRate(redis, "messages", limits.messagesPerMinute),
    connection: sharedRate(redis, "connections", limits.connectionsPerMinute),
    run: runs.slots.take,
    socket: sockets.slots.take,
    async [Symbol.asyncDispose]() {
      for (const { slots, leases } of kinds)
        await redis.ask(
          (client) => leases.releaseAll(client, slots.held()),
          () => {},
        );
      await redis[Symbol.asyncDispose]();
    },
  };
}

function leasedSlots(redis: RedisConnection, settings: LeaseSettings) {
  const leases = redisLeases(redis, settings);
  return { leases, slots: userSlots(settings.limit, leases) };
}

function sharedRate(redis: RedisConnection, kind: "messages" | "connections", perMinute: number): Rate {
  const own = rate(new RateLimiterMemory({ points: perMinute, duration: MINUTE_S }));
  const all = rate(
    new RateLimiterRedis({
      storeClient: redis.client,
      keyPrefix: `chat:limit:${kind}`,
      points: perMinute,
      duration: MINUTE_S,
      // A user who has been refused is not looked up again before the minute is over.
      inMemoryBlockOnConsumed: perMinute + 1,
    }),
  );
  return async (userId) => {
    const alone = await own(userId);
    return redis.ask(
      () => all(userId),
      () => alone,
    );
  };
}
