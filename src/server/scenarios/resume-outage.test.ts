import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type OwnRedis, ownRedis } from "../../engine/testing/redis-server.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { bareTab } from "../testing/bare-tab.ts";
import { clientTab } from "../testing/client-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { type TwoReplicas, localPair, onRedis } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index} `);
const WAITING = { timeout: 20_000, interval: 20 };

describe.skipIf(SERVICES.redis === undefined)("a turn and a Redis that fails", () => {
  let store: SeededStore;
  let model: WordModel;
  let redis: OwnRedis;
  let pair: TwoReplicas;
  beforeAll(async () => {
    store = await seededStore(fixtures(60));
    model = await wordModel({ words: WORDS, pauseMs: 25 });
    redis = await ownRedis();
    pair = await localPair(store.copy(), { ...model.environment, ...onRedis(redis.url), ROLECALL_CACHE_TIMEOUT_MS: "200" });
  }, 120_000);
  afterAll(async () => {
    await pair?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await model?.[Symbol.asyncDispose]();
    store?.[Symbol.dispose]();
  });

  const FAULTS: Record<string, () => Promise<void>> = {
    "loses everything": async () => void (await redis.command("FLUSHALL")),
    "is away until the turn has ended": async () => {
      await redis.kill();
      await sleep(2_000);
      await redis.start();
    },
    "says nothing until the turn has ended": async () => {
      const { thaw } = await redis.freeze();
      await sleep(2_000);
      thaw();
    },
    "is away for a moment": async () => {
      await redis.kill();
      await sleep(300);
      await redis.start();
    },
    "says nothing for a moment": async () => {
      const { thaw } = await redis.freeze();
      await sleep(400);
      thaw();
    },
  };

  test.each(Object.entries(FAULTS))(
    "%s in the middle: every tab shows the stored answer in the end",
    async (_, fault) => {
      const token = await pair.token(SEEKER);
      const sessionId = await pair.session(SEEKER);
      const bare = [0, 1].map(() => bareTab({ token, sessionId, afterSeq: 0 }));
      for (const [at, tab] of bare.entries()) await tab.connect(pair.ports[at]!);
      const clients = [await clientTab({ token, sessionId, next: () => pair.ports[0] }), await clientTab({ token, sessionId, next: () => pair.ports[1] })];
      const sender = await signedInClient(pair.ports[0], token);
      await sender.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
      await vi.waitUntil(() => (bare[0]!.page.messages.at(-1)?.content ?? "").includes("word5 "), WAITING);
      await fault();
      await vi.waitUntil(async () => (await pair.stored(SEEKER, sessionId)).length === 2, WAITING);
      const stored = (await pair.stored(SEEKER, sessionId)).map(shown);
      expect(stored[1]).toMatchObject({ status: "complete", content: WORDS.join("") });
      await vi.waitFor(() => {
        expect(bare.map(({ page }) => [page.messages.at(-1)!.status, page.messages.at(-1)!.content])).toEqual(bare.map(() => ["complete", WORDS.join("")]));
        expect(clients.map(({ session: { messages } }) => [messages.at(-1)!.status, messages.at(-1)!.content])).toEqual(
          bare.map(() => ["complete", WORDS.join("")]),
        );
      }, WAITING);
      expect([...bare.map(({ page }) => page.complaints), ...clients.map((tab) => tab.complaints())].flat()).toEqual([]);
      for (const { client } of clients) client.close();
    },
    60_000,
  );
});
