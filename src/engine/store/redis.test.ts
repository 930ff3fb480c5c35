import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { ReplyError } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import { recordedLog } from "../testing/recorded-log.ts";
import { ownRedis } from "../testing/redis-server.ts";
import { SERVICES } from "../testing/services.ts";
import { type RedisStore, openRedis, redisFailure } from "./redis.ts";

const TIMEOUT_MS = 300;
/** A wait for a connection and one for an answer, with what a busy machine adds. */
const BOUNDED_MS = 3 * TIMEOUT_MS;
const AT_ONCE_MS = 50;

const get = (redis: RedisStore) => redis.attempt((client) => client.get("key"));
const open = (url: string, log = recordedLog()) => openRedis({ url, timeoutMs: TIMEOUT_MS, log });

async function failing(work: Promise<unknown>): Promise<{ error: { code: string; hint: string; message: string; facts: object }; ms: number }> {
  const startedAt = performance.now();
  const error = await work.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  );
  return { error: error as Awaited<ReturnType<typeof failing>>["error"], ms: performance.now() - startedAt };
}

/** Waits until Redis is used again, as the next turns would. */
async function recovered(redis: RedisStore): Promise<number> {
  const startedAt = performance.now();
  await expect
    .poll(
      () =>
        get(redis).then(
          () => "back",
          () => "away",
        ),
      { timeout: 5_000, interval: 20 },
    )
    .toBe("back");
  return performance.now() - startedAt;
}

describe("an address that cannot be used", () => {
  test.each(["redis://127.0.0.1/shop", "redis://127.0.0.1/1/2"])("%s is refused when it is opened", (url) => {
    expect(() => open(url)).toThrow(expect.objectContaining({ code: "configuration", hint: expect.stringContaining("redis://") }));
  });

  test("does not fail at opening when nobody listens there", async () => {
    const log = recordedLog();
    await using redis = open("redis://user:se-cret@127.0.0.1:1/0", log);
    const first = await failing(get(redis));
    expect(first.error).toMatchObject({ code: "storage_unavailable", hint: expect.stringContaining("REDIS_URL"), facts: { reason: "ECONNREFUSED" } });
    expect(first.ms).toBeLessThan(BOUNDED_MS);
    for (let again = 0; again < 20; again += 1) expect((await failing(get(redis))).ms).toBeLessThan(AT_ONCE_MS);
    expect(log.lines).toMatchObject([{ level: "warn", facts: { reason: "ECONNREFUSED" } }]);
    expect(JSON.stringify(log.lines)).not.toContain("se-cret");
    expect(first.error.message).not.toContain("se-cret");
  });
});

describe("a server that takes connections and says nothing", () => {
  test("costs one wait, and the store closes at once", async () => {
    await using silent = await listener(() => {});
    const redis = open(silent.url);
    const first = await failing(get(redis));
    expect(first.error).toMatchObject({ code: "storage_unavailable" });
    expect(first.ms).toBeLessThan(BOUNDED_MS);
    expect((await failing(get(redis))).ms).toBeLessThan(AT_ONCE_MS);
    const startedAt = performance.now();
    await redis[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(AT_ONCE_MS);
    expect((await failing(get(redis))).ms).toBeLessThan(AT_ONCE_MS);
  });

  test("or says something else is no Redis", async () => {
    await using other = await listener((socket) => void socket.once("data", () => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")));
    await using redis = open(other.url);
    const { error, ms } = await failing(get(redis));
    expect(error).toMatchObject({ code: "storage_unavailable" });
    expect(ms).toBeLessThan(BOUNDED_MS);
  });
});

describe.skipIf(SERVICES.redis === undefined)("a Redis that fails (skipped where there is no redis-server)", () => {
  test("is used again by itself after it was killed, and each outage is logged once", async () => {
    await using server = await ownRedis();
    const log = recordedLog();
    await using redis = open(server.url, log);
    await redis.attempt((client) => client.set("key", "1"));
    for (let outage = 1; outage <= 2; outage += 1) {
      await server.kill();
      const first = await failing(get(redis));
      expect(first.error.code).toBe("storage_unavailable");
      expect(first.ms).toBeLessThan(BOUNDED_MS);
      expect((await failing(get(redis))).ms).toBeLessThan(AT_ONCE_MS);
      await server.start();
      expect(await recovered(redis)).toBeLessThan(3_000);
      expect(log.lines.map(({ level }) => level)).toEqual(Array.from({ length: outage }, () => ["warn", "info"]).flat());
    }
  });

  test("that freezes costs one wait, and is used again when it goes on", async () => {
    await using server = await ownRedis();
    await using redis = open(server.url);
    await get(redis);
    const frozen = await server.freeze();
    const first = await failing(Promise.all([get(redis), get(redis), get(redis)]));
    expect(first.error).toMatchObject({ code: "storage_unavailable", facts: { reason: "ETIMEDOUT" } });
    expect(first.ms).toBeLessThan(BOUNDED_MS);
    expect((await failing(get(redis))).ms).toBeLessThan(AT_ONCE_MS);
    frozen.thaw();
    expect(await recovered(redis)).toBeLessThan(3_000);
  });

  test("that cuts a connection in the middle of a reply fails that command alone", async () => {
    await using server = await ownRedis();
    await using proxy = await proxyTo(server.url);
    const log = recordedLog();
    await using redis = open(proxy.url, log);
    await redis.attempt((client) => client.set("key", "x".repeat(10_000)));
    proxy.onReply = (reply, socket) => socket.write(reply.subarray(0, 100), () => socket.resetAndDestroy());
    const { error, ms } = await failing(get(redis));
    expect(error.code).toBe("storage_unavailable");
    expect(ms).toBeLessThan(BOUNDED_MS);
    proxy.onReply = undefined;
    expect(await get(redis)).toHaveLength(10_000);
    expect(log.lines).toEqual([]);
  });

  test("whose reply is corrupted fails that command, and the next one is asked over a new connection", async () => {
    await using server = await ownRedis();
    await using proxy = await proxyTo(server.url);
    await using redis = open(proxy.url);
    await redis.attempt((client) => client.set("key", "value"));
    for (const garbage of ["\u0000\u0001garbage\r\n", "$5000000\r\nvalue\r\n", "*3\r\n+a\r\n"]) {
      proxy.onReply = (_, socket) => void socket.write(garbage);
      const { error, ms } = await failing(get(redis));
      expect(error.code).toBe("storage_unavailable");
      expect(ms).toBeLessThan(BOUNDED_MS);
      proxy.onReply = undefined;
      await recovered(redis);
      expect(await get(redis)).toBe("value");
    }
  });

  test.each([
    ["a wrong password", "redis://:wr0ng@"],
    ["no password", "redis://"],
    ["an unknown user", "redis://nobody:wr0ng@"],
  ])("for %s says so, and keeps saying so", async (_, beginning) => {
    await using server = await ownRedis("--requirepass", "right");
    const log = recordedLog();
    await using redis = open(server.url.replace("redis://", beginning), log);
    for (let again = 0; again < 3; again += 1) {
      const { error, ms } = await failing(get(redis));
      expect(error).toMatchObject({ code: "credentials", hint: expect.stringContaining("REDIS_URL") });
      expect(ms).toBeLessThan(BOUNDED_MS);
      expect(error.message).not.toContain("wr0ng");
    }
    expect(log.lines).toHaveLength(1);
    expect(JSON.stringify(log.lines)).not.toContain("wr0ng");
    await using right = open(server.url.replace("redis://", "redis://:right@"));
    expect(await get(right)).toBeNull();
  });

  test("that lacks the database of the address is never used with another one", async () => {
    await using server = await ownRedis("--databases", "4");
    await using redis = open(`${server.url}/9`);
    const set = () => redis.attempt((client) => client.set("key", "1"));
    for (let again = 0; again < 3; again += 1) expect((await failing(set())).error).toMatchObject({ code: "configuration" });
    expect(await server.command("GET", "key")).toBeNull();
    await using third = open(`${server.url}/3`);
    await third.attempt((client) => client.set("key", "1"));
    expect(await server.command("GET", "key")).toBeNull();
  });

  test("that has no memory left, or only copies another, refuses to write and can still be read", async () => {
    await using server = await ownRedis();
    const log = recordedLog();
    await using redis = open(server.url, log);
    const set = () => redis.attempt((client) => client.set("key", "2"));
    await redis.attempt((client) => client.set("key", "1"));
    await server.command("CONFIG", "SET", "maxmemory", "1mb");
    expect((await failing(set())).error).toMatchObject({ code: "storage_unavailable", facts: { reason: "OOM" } });
    await server.command("CONFIG", "SET", "maxmemory", "0");
    await server.command("REPLICAOF", "127.0.0.1", "1");
    expect((await failing(set())).error).toMatchObject({ code: "storage_unavailable", facts: { reason: "READONLY" } });
    // A copy is left, for whichever server answers at the address by then.
    await vi.waitFor(async () => expect(await get(redis)).toBe("1"), { timeout: 10_000 });
    expect(log.lines).toEqual([]);
  });
});

test.each([
  ["NOPERM this user has no permissions to run the 'xadd' command", "credentials", undefined],
  ["LOADING Redis is loading the dataset in memory", "storage_unavailable", "LOADING"],
  ["MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.", "storage_unavailable", "MISCONF"],
])("%s is %s", (message, code, reason) => {
  const failure = redisFailure(new ReplyError(message));
  expect(failure).toMatchObject({ code, hint: expect.stringContaining("REDIS_URL") });
  expect(failure.facts.reason).toBe(reason);
  expect(failure.message).not.toContain(message);
});

async function listener(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Passes everything on, but replies only as `onReply` wants where it is set. */
async function proxyTo(url: string) {
  const proxy = { onReply: undefined as ((reply: Buffer, socket: Socket) => void) | undefined };
  const server = await listener((socket) => {
    const upstream = connect(Number(new URL(url).port), "127.0.0.1");
    upstream.on("error", () => socket.destroy());
    upstream.on("data", (reply) => (proxy.onReply === undefined ? socket.write(reply) : proxy.onReply(reply, socket)));
    upstream.on("close", () => socket.destroy());
    socket.on("data", (bytes) => upstream.write(bytes));
    socket.on("close", () => upstream.destroy());
  });
  return Object.assign(proxy, server);
}
