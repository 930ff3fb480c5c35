import { Redis } from "ioredis";
import type { Cache } from "../cache/cache.ts";
import { redisCache } from "../cache/redis.ts";
import { openRedisSubscriber } from "../store/redis-subscriber.ts";
import { type RedisStore, openRedis } from "../store/redis.ts";
import { openLog } from "../telemetry/log.ts";
import { fallbackLock } from "../turns/fallback-lock.ts";
import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { redisSessionLock } from "../turns/redis-session-lock.ts";
import { redisTurnLog } from "../turns/redis-turn-log.ts";
import { redisSessionBus } from "../turns/redis-session-bus.ts";
import type { SessionBus } from "../turns/session-bus.ts";
import type { SessionLock } from "../turns/session-lock.ts";
import type { TurnLog } from "../turns/turn-log.ts";
import type { Adapter } from "./adapters.ts";
import { SERVICES } from "./services.ts";

const DATABASES = 10_000;
const TIMEOUT_MS = 10_000;
const log = openLog("silent");

/** The address of an empty database that no other test uses. */
export async function redisDatabase(): Promise<string> {
  const client = new Redis(SERVICES.redis!);
  try {
    const database = 1 + ((await client.incr("chat:test:databases")) % (DATABASES - 1));
    await client.select(database);
    await client.flushdb();
    return new URL(`/${database}`, SERVICES.redis).href;
  } finally {
    client.disconnect();
  }
}

function redis<P extends AsyncDisposable>(connect: (store: RedisStore) => P, name = "Redis"): Adapter<P> {
  const store = (url: string) => openRedis({ url, timeoutMs: TIMEOUT_MS, log });
  return {
    name,
    missing: SERVICES.redis === undefined ? "Redis" : undefined,
    async open() {
      const opened = store(await redisDatabase());
      return { ...connect(opened), [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
    },
    async openTwo() {
      const url = await redisDatabase();
      const stores = [store(url), store(url)] as const;
      return {
        one: connect(stores[0]),
        other: connect(stores[1]),
        async [Symbol.asyncDispose]() {
          for (const opened of stores) await opened[Symbol.asyncDispose]();
        },
      };
    },
  };
}

export const redisCaches: Adapter<Cache>[] = [redis(redisCache)];
export const redisTurnLogs: Adapter<TurnLog>[] = [redis(redisTurnLog)];
export const redisSessionLocks: Adapter<SessionLock>[] = [
  redis(redisSessionLock),
  redis((store) => fallbackLock(redisSessionLock(store), memorySessionLock(), log), "Redis, with one of the process beside it"),
];

function bus(url: string): SessionBus {
  const opened = new AsyncDisposableStack();
  const own = opened.use(redisSessionBus(opened.use(openRedis({ url, timeoutMs: TIMEOUT_MS, log })), opened.use(openRedisSubscriber(url))));
  return { ...own, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export const redisSessionBuses: Adapter<SessionBus>[] = [
  {
    name: "Redis",
    missing: SERVICES.redis === undefined ? "Redis" : undefined,
    open: async () => bus(await redisDatabase()),
    async openTwo() {
      const url = await redisDatabase();
      const opened = new AsyncDisposableStack();
      return { one: opened.use(bus(url)), other: opened.use(bus(url)), [Symbol.asyncDispose]: () => opened.disposeAsync() };
    },
  },
];
