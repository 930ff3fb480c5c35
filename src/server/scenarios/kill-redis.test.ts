import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type OwnRedis, ownRedis } from "../../engine/testing/redis-server.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { type Replica, tokenFor } from "../testing/replica.ts";
import { onRedis } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { ask, isOver, room, takenOf } from "./testing/exchange.ts";
import { type Fleet, fleet } from "./testing/fleet.ts";
import { type Conversation, page } from "./testing/page.ts";
import { complaintsOf } from "./testing/verdict.ts";

const PAGES = 5;
const TURNS_A_PAGE = 10;
const ASKED = ["TypeScript jobs", "nursing jobs", "data analyst jobs", "warehouse jobs", "marketing jobs"];
const WORDS = Array.from({ length: 60 }, (_, index) => `word${index} `);
const SHORT = { words: ["Still ", "here."], pauseMs: 0 };
const AWAY_MS = 1_500;
const WAITING = { timeout: 60_000, interval: 20 };

describe.skipIf(SERVICES.redis === undefined)("50 turns run, seen on two replicas", () => {
  let store: SeededStore;
  let model: WordModel;
  let redis: OwnRedis;
  let all: Fleet;
  let token: string;
  let replicas: [Replica, Replica];
  beforeAll(async () => {
    [store, model, redis] = [await seededStore(fixtures(60)), await wordModel(), await ownRedis()];
    all = await fleet({ ...model.environment, ROLECALL_DATA_DIR: store.copy(), ...onRedis(redis.url) });
    replicas = await Promise.all([all.start(), all.start()]);
    token = await tokenFor(SEEKER);
  }, 120_000);
  afterAll(async () => {
    await all?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await model?.[Symbol.asyncDispose]();
    store?.[Symbol.dispose]();
  });

  test.each([
    ["is emptied", async () => void (await redis.command("FLUSHALL"))],
    [
      "is killed and comes back empty",
      async () => {
        await redis.kill();
        await sleep(AWAY_MS);
        await redis.start();
      },
    ],
  ])("and Redis %s: each answer is whole and everyone has it, once", { timeout: 240_000 }, async (_, strike) => {
    const pages = Array.from({ length: PAGES }, () => page({ url: replicas[0].wsUrl, token }));
    const across = Array.from({ length: PAGES }, () => page({ url: replicas[1].wsUrl, token }));
    const rooms = await Promise.all(pages.flatMap((one, index) => Array.from({ length: TURNS_A_PAGE }, () => room([one, across[index]!]))));
    model.speech = { words: WORDS, pauseMs: 60 };
    const requests = model.requests;
    const worded = rooms.map(([conversation]) => conversation.next(({ type }) => type === "TEXT_MESSAGE_CONTENT"));
    const asked = rooms.map((of, index) => ask(of, ASKED[index % ASKED.length]!));
    const taken = await Promise.all(asked.map(takenOf));
    await Promise.all(worded);

    await strike();
    await vi.waitUntil(() => rooms.flat().every(isAnswered), WAITING).catch(() => {});
    expect(await complaints()).toEqual([]);
    for (const [{ messages }] of rooms) expect(messages.at(-1)).toMatchObject({ content: WORDS.join(""), status: "complete" });
    expect(model.requests - requests).toBe(rooms.length);

    model.speech = SHORT;
    const again = rooms.map((of) => ask(of, "office jobs"));
    taken.push(...(await Promise.all(again.map(takenOf))));
    await vi.waitUntil(() => again.every((one, index) => isOver(one, taken[rooms.length + index]!.runId)), WAITING).catch(() => {});
    expect(await complaints()).toEqual([]);
    for (const [{ messages }] of rooms) expect(messages.at(-1)).toMatchObject({ content: SHORT.words.join(""), status: "complete" });
    for (const { losses, client } of [...pages, ...across]) {
      expect(losses).toEqual([]);
      client.close();
    }

    async function complaints(): Promise<string[]> {
      const of = rooms.map((watched, index) => {
        const ofRoom = taken.filter((__, nth) => nth % rooms.length === index);
        return complaintsOf(all, { sessionId: watched[0].session.id, watched, taken: ofRoom, isLogWhole: false });
      });
      return (await Promise.all(of)).flat().slice(0, 5);
    }
  });
});

function isAnswered({ messages }: Conversation): boolean {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.status !== "streaming";
}
