import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../maintenance.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { type OwnRedis, ownRedis } from "../testing/redis-server.ts";
import { SERVICES } from "../testing/services.ts";
import { openRedis } from "./redis.ts";
import { redisMaintenance } from "./redis-maintenance.ts";

describe.skipIf(SERVICES.redis === undefined)("what doctor says of Redis (skipped where there is no Redis)", () => {
  let server: OwnRedis;
  beforeAll(async () => {
    server = await ownRedis();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function inspected(settings: Record<string, string>): Promise<Finding> {
    for (const [name, value] of Object.entries(settings)) await server.command("CONFIG", "SET", name, value);
    await using redis = openRedis({ url: server.url, timeoutMs: 5_000, log: recordedLog() });
    return await redisMaintenance(redis).inspect();
  }

  test("without a limit of its memory all is well, whatever its policy", async () => {
    const { status, detail } = await inspected({ maxmemory: "0", "maxmemory-policy": "noeviction" });
    expect({ status, detail }).toEqual({ status: "ok", detail: expect.stringMatching(/^Redis \d+\.\d+\.\d+, without a memory limit$/) });
  });

  test.each(["allkeys-lru", "volatile-lru", "allkeys-lfu", "volatile-lfu"])("a policy that drops what is not used is right: %s", async (policy) => {
    expect(await inspected({ maxmemory: "100mb", "maxmemory-policy": policy })).toMatchObject({
      status: "ok",
      detail: expect.stringMatching(new RegExp(`, \\d+ % of its memory used, ${policy}$`)),
    });
  });

  test.each([
    ["noeviction", "once it is full, it refuses the cache, the turn log and locks (noeviction)."],
    ["volatile-ttl", "once it is full, it drops locks of running turns (volatile-ttl)."],
    ["allkeys-random", "once it is full, it drops locks of running turns (allkeys-random)."],
  ])("a policy that harms running turns is a warning with its remedy: %s", async (policy, words) => {
    expect(await inspected({ maxmemory: "100mb", "maxmemory-policy": policy })).toEqual({
      status: "warn",
      detail: expect.stringContaining(words),
      fix: "Set maxmemory-policy to volatile-lru or allkeys-lru.",
    });
  });

  test("a replica is no place to write to", async () => {
    await using replica = await ownRedis("--replicaof", "127.0.0.1", new URL(server.url).port);
    await using redis = openRedis({ url: replica.url, timeoutMs: 5_000, log: recordedLog() });
    await expect
      .poll(() =>
        redisMaintenance(redis)
          .inspect()
          .catch(() => null),
      )
      .toMatchObject({ status: "fail", fix: "Let REDIS_URL name the primary." });
  });
});
