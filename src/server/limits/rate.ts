import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import type { Refused } from "./limiter.ts";

export const MINUTE_S = 60;

/** Counts one of a user; a refused one counts too, which does not make the wait longer. */
export type Rate = (userId: string) => Promise<Refused | null>;

export function rate(limiter: RateLimiterAbstract): Rate {
  return async (userId) => {
    try {
      await limiter.consume(userId);
      return null;
    } catch (reason) {
      if (reason instanceof RateLimiterRes) return { retryAfterMs: Math.max(1, Math.ceil(reason.msBeforeNext)) };
      throw reason;
    }
  };
}
