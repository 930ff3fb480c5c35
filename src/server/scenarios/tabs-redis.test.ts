import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type OwnRedis, ownRedis } from "../../engine/testing/redis-server.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { anyConversation, expectSameEverywhere } from "../testing/shaken-conversation.ts";
import { type TwoReplicas, localPair, onRedis } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const RUNS = process.env.ROLECALL_SOAK === "1" ? 150 : 8;

interface Fault {
  afterMs: number;
  what: "flush" | "freeze" | "restart";
  ms: number;
}

const fault: fc.Arbitrary<Fault> = fc.record({
  afterMs: fc.nat(700),
  what: fc.constantFrom<Fault["what"]>("flush", "freeze", "restart"),
  ms: fc.integer({ min: 100, max: 900 }),
});
const faults = fc.array(fault, { minLength: 1, maxLength: 3 });

describe.skipIf(SERVICES.redis === undefined)("two replicas on one SQLite file and a Redis that fails", () => {
  let store: SeededStore;
  let model: WordModel;
  let redis: OwnRedis;
  let pair: TwoReplicas;
  beforeAll(async () => {
    store = await seededStore(fixtures(60));
    model = await wordModel();
    redis = await ownRedis();
    pair = await localPair(store.copy(), { ...model.environment, ...onRedis(redis.url), ROLECALL_CACHE_TIMEOUT_MS: "200" });
  }, 120_000);
  afterAll(async () => {
    await pair?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await model?.[Symbol.asyncDispose]();
    store?.[Symbol.dispose]();
  });

  async function fail(all: readonly Fault[]): Promise<void> {
    for (const { afterMs, what, ms } of all) {
      await sleep(afterMs);
      if (what === "flush") await redis.command("FLUSHALL");
      else if (what === "freeze") {
        const { thaw } = await redis.freeze();
        await sleep(ms);
        thaw();
      } else {
        await redis.kill();
        await sleep(ms);
        await redis.start();
      }
    }
  }

  test("whatever it loses and however long it is away, all tabs show the conversation as it is stored", { timeout: 1_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyConversation, faults, async (conversation, faults) => {
        await Promise.all([expectSameEverywhere(conversation, SEEKER, pair, model), fail(faults)]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
