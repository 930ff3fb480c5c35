import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const TIMES = process.env.ROLECALL_SOAK === "1" ? 20 : 7;
/** The promise: from the command until the model's request is closed. */
const LONGEST_MS = 300;
const WAITING = { timeout: 20_000, interval: 10 };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel({ words: Array.from({ length: 500 }, (_, index) => `word${index} `), pauseMs: 50 });
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each(IN_TWO_PROCESSES)("two replicas on $name", ({ name, open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  test.skipIf(isSkipped).each([
    ["another tab", 0],
    ["the other replica", 1],
  ] as const)("a stop from %s closes the model's request in time", { timeout: TIMES * 20_000 }, async (from, at) => {
    const token = await pair.token(SEEKER);
    const [asking, stopping] = [await signedInClient(pair.ports[0], token), await signedInClient(pair.ports[at], token)];
    const took: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const sessionId = await asking.session();
      const sent = await asking.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
      const { runId } = sent.result;
      await asking.next((frame) => frame.type === "TEXT_MESSAGE_CONTENT" && frame.runId === runId);
      const before = model.hungUp.length;
      const sentAt = performance.now();
      expect(await stopping.command("run.cancel", { sessionId, runId })).toMatchObject({ result: { cancelled: true } });
      await vi.waitUntil(() => model.hungUp.length > before, WAITING);
      took.push(model.hungUp[before]! - sentAt);
      await asking.next((frame) => frame.type === "RUN_FINISHED" && frame.runId === runId);
      await asking.command("session.close", { sessionId });
    }
    for (const { socket } of [asking, stopping]) socket.terminate();
    const sorted = took.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    if (process.env.ROLECALL_SOAK === "1")
      process.stdout.write(`${name}, from ${from}: median ${median.toFixed(1)} ms, longest ${sorted.at(-1)!.toFixed(1)} ms of ${TIMES}\n`);
    expect(median).toBeLessThan(LONGEST_MS);
  });
});
