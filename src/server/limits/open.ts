import type { Limiter, UserLimits } from "./limiter.ts";
import { memoryLimiter } from "./memory.ts";
import type { LimiterLog } from "./redis-connection.ts";

export interface LimiterSettings {
  /** Where limits are counted over all replicas; without it each counts alone. */
  redisUrl?: string | undefined;
  limits: UserLimits;
  timeoutMs: number;
  log: LimiterLog;
}

export async function openLimiter({ redisUrl, ...settings }: LimiterSettings): Promise<Limiter> {
  if (redisUrl === undefined) return memoryLimiter(settings.limits);
  const { redisLimiter } = await import("./redis.ts");
  return redisLimiter({ url: redisUrl, ...settings });
}
