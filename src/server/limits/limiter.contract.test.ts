import { expect, test } from "vitest";
import { contract } from "../../engine/testing/contract.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import type { Limiter, UserLimits } from "./limiter.ts";
import { openLimiter } from "./open.ts";
import { ASKS, ONE_OF_EACH, isRefused, limitsOf, taken } from "./testing/limits.ts";

interface Adapter {
  name: string;
  missing?: string;
  open(limits: UserLimits): Promise<Limiter>;
}

const NOBODY_LISTENS = "redis://127.0.0.1:1";
const opened = (limits: UserLimits, redisUrl?: string) => openLimiter({ limits, redisUrl, timeoutMs: 10_000, log: recordedLog() });

const limiters: Adapter[] = [
  { name: "memory", open: opened },
  { name: "Redis", missing: SERVICES.redis === undefined ? "Redis" : undefined, open: async (limits) => opened(limits, await redisDatabase()) },
  { name: "Redis that is away", open: (limits) => opened(limits, NOBODY_LISTENS) },
];

contract("Limiter", limiters, ({ open }) => {
  test.each(ASKS)("message flood: of fifty at once at limit 1 exactly one gets its %s, and the others hear when to try again", async (_, ask) => {
    await using limiter = await open(ONE_OF_EACH);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(limiter, "maria")));
    const refused = answers.filter(isRefused);
    expect(refused).toHaveLength(49);
    for (const { retryAfterMs } of refused) {
      expect(retryAfterMs).toSatisfy(Number.isInteger);
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    }
  });

  test.each(ASKS)("message flood: one user's %s is not another's", async (_, ask) => {
    await using limiter = await open(ONE_OF_EACH);
    await ask(limiter, "maria");
    expect(isRefused(await ask(limiter, "maria"))).toBe(true);
    expect(isRefused(await ask(limiter, "jonas"))).toBe(false);
  });

  test("a user may use all of each limit", async () => {
    await using limiter = await open({ messagesPerMinute: 3, connectionsPerMinute: 2, concurrentRuns: 4, sockets: 5 });
    const granted: number[] = [];
    for (const [, ask] of ASKS) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(limiter, "maria")));
      granted.push(answers.filter((answer) => !isRefused(answer)).length);
    }
    expect(granted).toEqual([3, 2, 4, 5]);
  });

  test("whoever is refused does not wait longer for having tried again", async () => {
    await using limiter = await open(ONE_OF_EACH);
    await limiter.message("maria");
    const first = await limiter.message("maria");
    for (let tries = 0; tries < 20; tries += 1) await limiter.message("maria");
    expect((await limiter.message("maria"))!.retryAfterMs).toBeLessThanOrEqual(first!.retryAfterMs);
  });

  test("a slot that is given back is free at once", async () => {
    await using limiter = await open(ONE_OF_EACH);
    const slot = await taken(limiter.run("maria", "first"));
    expect(isRefused(await limiter.run("maria", "second"))).toBe(true);
    await slot[Symbol.asyncDispose]();
    await taken(limiter.run("maria", "second"));
  });

  test("a slot that is given back twice frees nobody else's", async () => {
    await using limiter = await open(ONE_OF_EACH);
    const slot = await taken(limiter.socket("maria", "first"));
    await slot[Symbol.asyncDispose]();
    await taken(limiter.socket("maria", "second"));
    await slot[Symbol.asyncDispose]();
    expect(isRefused(await limiter.socket("maria", "third"))).toBe(true);
  });

  test("a slot that is given back twice frees not even its holder's next one", async () => {
    await using limiter = await open(ONE_OF_EACH);
    const slot = await taken(limiter.socket("maria", "tab"));
    await slot[Symbol.asyncDispose]();
    await taken(limiter.socket("maria", "tab"));
    await slot[Symbol.asyncDispose]();
    expect(isRefused(await limiter.socket("maria", "another"))).toBe(true);
  });

  test("the same holder takes the same slot, and gives it back when it has done so as often as it took it", async () => {
    await using limiter = await open(limitsOf({ concurrentRuns: 2 }));
    const takes = await Promise.all([1, 2, 3].map(() => taken(limiter.run("maria", "the one"))));
    const again = await taken(limiter.run("maria", "the one"));
    const other = await taken(limiter.run("maria", "another"));
    for (const slot of takes) await slot[Symbol.asyncDispose]();
    expect(isRefused(await limiter.run("maria", "a third"))).toBe(true);
    await again[Symbol.asyncDispose]();
    await taken(limiter.run("maria", "a third"));
    expect(isRefused(await limiter.run("maria", "the one"))).toBe(true);
    await other[Symbol.asyncDispose]();
    await taken(limiter.run("maria", "the one"));
  });

  test("one who was refused holds nothing", async () => {
    await using limiter = await open(ONE_OF_EACH);
    const slot = await taken(limiter.run("maria", "first"));
    await limiter.run("maria", "second");
    await slot[Symbol.asyncDispose]();
    await taken(limiter.run("maria", "third"));
  });

  test("gives slots back while many come and go, and never more than there are", async () => {
    await using limiter = await open(limitsOf({ concurrentRuns: 3 }));
    let [running, most, refused, done] = [0, 0, 0, 0];
    async function visit(holder: string): Promise<void> {
      const slot = await limiter.run("maria", holder);
      if (isRefused(slot)) return void (refused += 1);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      await slot[Symbol.asyncDispose]();
      done += 1;
    }
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 8 }, (_, at) => visit(`${round} ${at}`)));
    expect(done + refused).toBe(80);
    expect(done).toBeGreaterThanOrEqual(30);
    expect(most).toBe(3);
  });

  test("closing it twice, giving back a slot after that or asking it again harms nothing", async () => {
    const limiter = await open(ONE_OF_EACH);
    const slot = await taken(limiter.run("maria", "first"));
    await limiter[Symbol.asyncDispose]();
    await limiter[Symbol.asyncDispose]();
    await slot[Symbol.asyncDispose]();
    for (const [, ask] of ASKS) await ask(limiter, "maria");
  });
});
