import { afterAll, beforeAll, expect, test } from "vitest";
import { modelServer } from "../../../fixtures/openai/server.ts";
import { conversation, ofType } from "../testing/conversation.ts";
import { SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { testEngine } from "../testing/test-engine.ts";

const MODEL_MS = 400;

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());

test("a chat model that was silent twice is left alone: nobody waits for it any more, and readiness tells", async () => {
  await using silent = await modelServer(() => {});
  const environment = {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: silent.url,
    ROLECALL_MODEL_TIMEOUT_MS: String(MODEL_MS),
    ROLECALL_MODEL_RETRIES: "0",
    ROLECALL_EMBEDDING_MODEL: "offline",
  };
  await using open = await testEngine(store.copy(), { environment });
  const talk = conversation(open.engine, SEEKER);
  const total = async (text: string) => {
    const turn = await talk.say(text);
    expectSoundTurn(turn);
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    return { ms: turn.end!.latency.total, remark: ofType(turn.events, "notice")[0]!.text };
  };

  expect((await total("TypeScript jobs")).ms).toBeGreaterThan(MODEL_MS);
  expect((await total("React jobs")).ms).toBeGreaterThan(MODEL_MS);
  const { ms, remark } = await total("nurse jobs");
  expect(ms).toBeLessThan(MODEL_MS);
  expect(remark).toMatch(/left alone for a moment\. It is tried again in \d+ s\.$/);
  expect(silent.requests).toBe(2);

  const readiness = await open.engine.readiness();
  expect(readiness).toMatchObject({ ready: true, degraded: ["chat-model"] });
  expect(readiness.dependencies).toMatchObject([
    { name: "embedded-store", state: "up" },
    { name: "chat-model", state: "down", lastError: "model_unavailable" },
  ]);
});

test("an embedded store that works is ready", async () => {
  await using open = await testEngine(store.copy());
  expect(await open.engine.readiness()).toMatchObject({ ready: true, degraded: [], dependencies: [{ name: "embedded-store", state: "up" }] });
});
