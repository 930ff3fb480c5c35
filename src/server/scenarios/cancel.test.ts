import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { Actor } from "../../engine/index.ts";
import { type ClientTab, clientTab } from "../testing/client-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 200 }, (_, index) => `word${index} `);
const WAITING = { timeout: 20_000, interval: 10 };
const OTHER_SEEKER: Actor = { userId: crypto.randomUUID(), role: "job_seeker" };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel();
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});
beforeEach(() => {
  model.speech = { words: WORDS, pauseMs: 50 };
});

describe.each([...IN_ONE_PROCESS, ...IN_TWO_PROCESSES])("two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  /** Three tabs of one session, two here and one there, in the middle of an answer that the first has asked for. */
  async function answering() {
    const token = await pair.token(SEEKER);
    const sessionId = await pair.session(SEEKER);
    const tabs = await Promise.all([0, 0, 1].map((at) => clientTab({ token, sessionId, next: () => pair.ports[at]! })));
    onTestFinished(() => tabs.forEach(({ client }) => client.close()));
    const run = await tabs[0]!.session.send("TypeScript jobs");
    await vi.waitUntil(() => tabs.every((tab) => wordsOf(tab) > 3), WAITING);
    const stored = async () => (await pair.stored(SEEKER, sessionId)).map(shown);
    return { token, sessionId, tabs, run, stored };
  }

  const wordsOf = (tab: ClientTab) => (tab.session.messages.at(-1)?.content ?? "").split(" ").length - 1;
  const endsOf = (tab: ClientTab) => tab.events.filter(({ type }) => type === "RUN_FINISHED" || type === "RUN_ERROR");

  test.skipIf(isSkipped).each([
    ["the tab that asked", 0],
    ["another tab", 1],
    ["a tab on the other replica", 2],
  ])("%s stops the answer: the model is no longer read, its words are kept and billed, and every tab is told", async (_, by) => {
    const hungUp = model.hungUp.length;
    const { sessionId, tabs, run, stored } = await answering();
    expect(await tabs[by]!.session.cancel(run.runId)).toBe(true);
    await vi.waitUntil(() => model.hungUp.length === hungUp + 1, WAITING);
    await vi.waitUntil(() => tabs.every((tab) => endsOf(tab).length > 0), WAITING);
    const [question, answer] = await stored();
    expect(answer).toMatchObject({ status: "cancelled", runId: run.runId });
    expect(WORDS.join("")).toMatch(new RegExp(`^${answer!.content}`));
    expect(answer!.content).toMatch(/^word0 word1 word2 /);
    const [end] = endsOf(tabs[0]!);
    expect(end).toMatchObject({
      type: "RUN_FINISHED",
      runId: run.runId,
      result: { status: "cancelled", messageId: answer!.id },
      outcome: { type: "cancelled" },
    });
    const { usage, costUsd } = (end as { result: { usage: { input: number; output: number }; costUsd: number } }).result;
    expect(usage.input).toBeGreaterThan(300);
    expect(usage.output).toBeGreaterThan(3);
    expect(costUsd).toBeGreaterThan(0);
    for (const tab of tabs) {
      expect(tab.session.messages.map(shown)).toEqual([question, answer]);
      expect(endsOf(tab)).toMatchObject([{ type: "RUN_FINISHED", result: { status: "cancelled", usage, costUsd } }]);
      expect(tab.complaints()).toEqual([]);
    }
    expect(await pair.bill(SEEKER, sessionId)).toEqual([{ usage, cost_usd: costUsd }]);
    expect(await tabs[by]!.session.cancel(run.runId)).toBe(false);
  });

  test.skipIf(isSkipped)("a run that is over, one that never was and another user's change nothing", async () => {
    const { token, sessionId, tabs, run, stored } = await answering();
    expect(await run.cancel()).toBe(true);
    await vi.waitUntil(() => tabs.every((tab) => endsOf(tab).length > 0), WAITING);
    const hungUp = model.hungUp.length;
    const next = await tabs[0]!.session.send("remote jobs");
    await vi.waitUntil(() => tabs.every((tab) => wordsOf(tab) > 1 && tab.session.messages.length === 4), WAITING);
    for (const port of pair.ports) {
      const own = await signedInClient(port, token);
      expect(await own.command("run.cancel", { sessionId, runId: run.runId })).toMatchObject({ type: "ack", result: { cancelled: false } });
      expect(await own.command("run.cancel", { sessionId, runId: crypto.randomUUID() })).toMatchObject({ type: "ack", result: { cancelled: false } });
      for (const actor of [OTHER_SEEKER, EMPLOYER, { ...SEEKER, role: "employer" as const }]) {
        const foreign = await signedInClient(port, await pair.token(actor));
        expect(await foreign.command("run.cancel", { sessionId, runId: next.runId })).toMatchObject({ type: "error", code: "not_found" });
        foreign.terminate();
      }
      own.terminate();
    }
    const said = wordsOf(tabs[2]!);
    await vi.waitUntil(() => wordsOf(tabs[2]!) > said + 2, WAITING);
    expect(model.hungUp).toHaveLength(hungUp);
    expect(await next.cancel()).toBe(true);
    await vi.waitUntil(async () => model.hungUp.length === hungUp + 1 && (await stored()).length === 4, WAITING);
  });

  test.skipIf(isSkipped)("that everybody has gone is no stop: the answer is written to its end", async () => {
    model.speech = { words: WORDS.slice(0, 20), pauseMs: 50 };
    const hungUp = model.hungUp.length;
    const { token, sessionId, tabs, run, stored } = await answering();
    for (const { client } of tabs) client.close();
    await sleep(100);
    await vi.waitUntil(async () => (await stored()).length === 2, WAITING);
    expect((await stored())[1]).toMatchObject({ status: "complete", content: WORDS.slice(0, 20).join("") });
    expect(model.hungUp).toHaveLength(hungUp);
    const late = await clientTab({ token, sessionId, next: () => pair.ports[1] });
    expect(late.session.messages.map(shown)).toEqual(await stored());
    expect(await late.session.cancel(run.runId)).toBe(false);
    late.client.close();
  });
});
