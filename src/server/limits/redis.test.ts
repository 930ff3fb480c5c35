import { Redis } from "ioredis";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import type { Limiter, UserLimits } from "./limiter.ts";
import { redisLimiter } from "./redis.ts";
import { ASKS, ONE_OF_EACH, isRefused, limitsOf, taken } from "./testing/limits.ts";

describe.skipIf(SERVICES.redis === undefined)("limits of replicas on one Redis (skipped where there is no redis-server)", () => {
  let url: string;
  let log: ReturnType<typeof recordedLog>;
  beforeEach(async () => {
    url = await redisDatabase();
    log = recordedLog();
  });

  const replica = (limits: UserLimits, leaseMs?: number): Limiter => redisLimiter({ url, limits, leaseMs, timeoutMs: 10_000, log });

  async function command(name: string, ...args: (string | number)[]): Promise<unknown> {
    const client = new Redis(url);
    try {
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }

  test.each(ASKS)("message flood: of fifty over two replicas at limit 1 exactly one gets its %s", async (_, ask) => {
    await using one = replica(ONE_OF_EACH);
    await using other = replica(ONE_OF_EACH);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(at % 2 === 0 ? one : other, "maria")));
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });

  test("message flood: what one replica has counted, the other counts on from", async () => {
    await using one = replica(limitsOf({ messagesPerMinute: 3 }));
    await using other = replica(limitsOf({ messagesPerMinute: 3 }));
    for (const limiter of [one, other, one]) expect(await limiter.message("maria")).toBeNull();
    for (const limiter of [one, other]) expect(isRefused(await limiter.message("maria"))).toBe(true);
  });

  test("message flood: whoever is refused may send again when the refusal has said", async () => {
    await using one = replica(ONE_OF_EACH);
    await one.message("maria");
    await command("PEXPIRE", "chat:limit:messages:maria", 500);
    const refused = await one.message("maria");
    expect(refused!.retryAfterMs).toBeLessThanOrEqual(500);
    await vi.waitFor(async () => expect(await one.message("maria")).toBeNull(), { timeout: 10_000 });
  });

  test("message flood: a user who has been refused costs Redis nothing for the rest of the minute", async () => {
    await using one = replica(ONE_OF_EACH);
    for (let tries = 0; tries < 100; tries += 1) await one.message("maria");
    expect(await command("GET", "chat:limit:messages:maria")).toBe("2");
  });

  test("a slot that one replica gives back is free for the other", async () => {
    await using one = replica(ONE_OF_EACH);
    await using other = replica(ONE_OF_EACH);
    const slot = await taken(one.run("maria", "first"));
    expect(await other.run("maria", "second")).toEqual({ retryAfterMs: expect.toSatisfy((ms) => ms > 0 && ms <= 15_000) });
    await slot[Symbol.asyncDispose]();
    await taken(other.run("maria", "second"));
  });

  test("a holder that comes to two replicas has one slot, for as long as one of them holds it", async () => {
    await using one = replica(ONE_OF_EACH);
    await using other = replica(ONE_OF_EACH);
    const running = await taken(one.run("maria", "the one"));
    const doubled = await taken(other.run("maria", "the one"));
    await doubled[Symbol.asyncDispose]();
    expect(isRefused(await other.run("maria", "another"))).toBe(true);
    await running[Symbol.asyncDispose]();
    await taken(other.run("maria", "another"));
  });

  test("a holder that comes to two replicas leaves the user's other slots free", async () => {
    await using one = replica(limitsOf({ concurrentRuns: 2 }));
    await using other = replica(limitsOf({ concurrentRuns: 2 }));
    for (const limiter of [one, other]) await taken(limiter.run("maria", "the one"));
    await taken(other.run("maria", "another"));
    expect(isRefused(await one.run("maria", "a third"))).toBe(true);
  });

  test("a replica that stops gives back all its slots", async () => {
    await using other = replica(limitsOf({ sockets: 3, concurrentRuns: 1 }));
    const one = replica(limitsOf({ sockets: 3, concurrentRuns: 1 }));
    for (const holder of ["a", "b", "c"]) await taken(one.socket("maria", holder));
    await taken(one.run("maria", "run"));
    expect(isRefused(await other.socket("maria", "d"))).toBe(true);
    await one[Symbol.asyncDispose]();
    for (const holder of ["d", "e", "f"]) await taken(other.socket("maria", holder));
    await taken(other.run("maria", "run"));
  });

  test("ten thousand connections of as many users are all renewed", async () => {
    await using one = replica(limitsOf({}), 9_000);
    const users = Array.from({ length: 10_000 }, (_, at) => `user ${at}`);
    await Promise.all(users.map((user) => taken(one.socket(user, "tab"))));
    await command("FLUSHDB");
    await vi.waitFor(async () => expect(await command("DBSIZE")).toBe(10_000), { timeout: 25_000, interval: 200 });
  });

  test("everything it writes is below chat:limit: and goes by itself", async () => {
    await using one = replica(ONE_OF_EACH);
    for (const [, ask] of ASKS) for (let tries = 0; tries < 3; tries += 1) await ask(one, "maria");
    const keys = (await command("KEYS", "*")) as string[];
    expect(keys.toSorted()).toEqual(["chat:limit:connections:maria", "chat:limit:messages:maria", "chat:limit:runs:maria", "chat:limit:sockets:maria"]);
    for (const key of keys) expect(await command("PTTL", key)).toSatisfy((ms) => Number(ms) > 0 && Number(ms) <= 60_000);
  });

  test("a database that Redis does not have is not replaced by another one", async () => {
    const databaseless = new URL("/99999999", url).href;
    await using one = redisLimiter({ url: databaseless, limits: ONE_OF_EACH, timeoutMs: 10_000, log });
    expect(await one.message("maria")).toBeNull();
    expect(isRefused(await one.message("maria"))).toBe(true);
    await vi.waitFor(() => expect(log.lines).toHaveLength(1));
    url = new URL("/0", url).href;
    expect(await command("EXISTS", "chat:limit:messages:maria")).toBe(0);
  });
});
