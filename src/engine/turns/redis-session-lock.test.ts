import { describe, expect, test } from "vitest";
import { openRedis } from "../store/redis.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { ownRedis } from "../testing/redis-server.ts";
import { SERVICES } from "../testing/services.ts";
import { redisSessionLock } from "./redis-session-lock.ts";

describe.skipIf(SERVICES.redis === undefined)("locks in a Redis that takes no writes (skipped where there is no redis-server)", () => {
  test.each([
    ["is full", ["CONFIG", "SET", "maxmemory", "1mb"]],
    ["became a copy of another", ["REPLICAOF", "127.0.0.1", "1"]],
  ])("one that %s cannot tell that nobody holds a lock: a living holder could not have written itself down", async (_, command) => {
    await using server = await ownRedis();
    await using redis = openRedis({ url: server.url, timeoutMs: 5_000, log: recordedLog() });
    const lock = redisSessionLock(redis);
    await lock.acquire("held", "turn", 60_000);
    expect(await lock.holder("chat")).toBeNull();
    await server.command(...(command as [string, ...string[]]));
    expect(await lock.holder("held")).toBe("turn");
    await expect(lock.holder("chat")).rejects.toMatchObject({ code: "storage_unavailable" });
  });
});
