import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Limiter, UserLimits } from "./limiter.ts";
import { MINUTE_S, rate } from "./rate.ts";
import { userSlots } from "./user-slots.ts";

/** Counts what is used in this process. */
export function memoryLimiter(limits: UserLimits): Limiter {
  return {
    message: rate(new RateLimiterMemory({ points: limits.messagesPerMinute, duration: MINUTE_S })),
    connection: rate(new RateLimiterMemory({ points: limits.connectionsPerMinute, duration: MINUTE_S })),
    run: userSlots(limits.concurrentRuns).take,
    socket: userSlots(limits.sockets).take,
    async [Symbol.asyncDispose]() {},
  };
}
