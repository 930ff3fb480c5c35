import { redisCache } from "../cache/redis.ts";
import type { Ports } from "../deps.ts";
import { openRedis } from "../store/redis.ts";
import { fallbackLock } from "../turns/fallback-lock.ts";
import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { redisSessionLock } from "../turns/redis-session-lock.ts";
import { redisTurnLog } from "../turns/redis-turn-log.ts";
import { slowlySpoken } from "./slow-model.ts";

interface Options {
  url: string;
  /** The model's pause before every word. */
  pauseMs?: number;
  log?: Ports["log"];
}

/** Options of a test engine with cache, turn log and locks in Redis and the rest as it was. */
export function onRedis({ url, pauseMs = 0, log }: Options) {
  return {
    adapt(ports: Ports): Ports {
      const redis = openRedis({ url, timeoutMs: 500, log: log ?? ports.log });
      return {
        ...ports,
        log: log ?? ports.log,
        cache: redisCache(redis),
        turnLog: redisTurnLog(redis),
        lock: fallbackLock(redisSessionLock(redis), memorySessionLock(), log ?? ports.log),
        chatModel: slowlySpoken(ports.chatModel, pauseMs),
        async [Symbol.asyncDispose]() {
          await redis[Symbol.asyncDispose]();
          await ports[Symbol.asyncDispose]();
        },
      };
    },
  };
}
