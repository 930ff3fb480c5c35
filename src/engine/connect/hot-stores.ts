import type { Ports } from "../deps.ts";
import { guardedCache, guardedLock, guardedTurnLog } from "../resilience/guarded-ports.ts";
import { type Opening, urlOf } from "./opening.ts";

type HotStores = Pick<Ports, "cache" | "turnLog" | "bus" | "lock">;

export async function openHotStores({ config, log, opened, dependencies, maintenance, embedded }: Opening): Promise<HotStores> {
  const url = urlOf(config, "REDIS_URL");
  if (url === undefined) {
    const [{ database, path }, { sqliteCache }, { sqliteTurnLog }, { sqliteSessionBus }, { sqliteSessionLock }] = await Promise.all([
      embedded(),
      import("../cache/sqlite.ts"),
      import("../turns/sqlite-turn-log.ts"),
      import("../turns/sqlite-session-bus.ts"),
      import("../turns/sqlite-session-lock.ts"),
    ]);
    return {
      cache: sqliteCache(database, path),
      turnLog: sqliteTurnLog(database, path),
      bus: opened.use(sqliteSessionBus(database)),
      lock: sqliteSessionLock(database, path),
    };
  }
  const [
    { openRedis },
    { openRedisSubscriber },
    { redisCache },
    { redisTurnLog },
    { redisSessionBus },
    { redisSessionLock },
    { memorySessionLock },
    { fallbackLock },
    { redisMaintenance },
  ] = await Promise.all([
    import("../store/redis.ts"),
    import("../store/redis-subscriber.ts"),
    import("../cache/redis.ts"),
    import("../turns/redis-turn-log.ts"),
    import("../turns/redis-session-bus.ts"),
    import("../turns/redis-session-lock.ts"),
    import("../turns/memory-session-lock.ts"),
    import("../turns/fallback-lock.ts"),
    import("../store/redis-maintenance.ts"),
  ]);
  const timeoutMs = config.ROLECALL_CACHE_TIMEOUT_MS;
  const redis = opened.use(openRedis({ url, timeoutMs, log }));
  const subscriber = opened.use(openRedisSubscriber(url));
  const guard = dependencies.add("redis", { ping: () => redis.attempt((client) => client.ping()), timeoutMs });
  maintenance.push(redisMaintenance(redis));
  return {
    cache: guardedCache(redisCache(redis), guard),
    turnLog: guardedTurnLog(redisTurnLog(redis), guard),
    bus: opened.use(redisSessionBus(redis, subscriber)),
    lock: fallbackLock(guardedLock(redisSessionLock(redis), guard), memorySessionLock(), log),
  };
}
