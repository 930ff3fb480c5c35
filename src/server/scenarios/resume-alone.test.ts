import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { bareTab } from "../testing/bare-tab.ts";
import { clientTab } from "../testing/client-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 24 }, (_, index) => `word${index} `);
const WAITING = { timeout: 30_000, interval: 10 };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel({ words: WORDS, pauseMs: 40 });
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each(IN_TWO_PROCESSES)("two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  /** The only tab, gone without a word when it has heard so many. */
  async function askAndVanish(word: number) {
    const token = await pair.token(SEEKER);
    const sessionId = await pair.session(SEEKER);
    const asking = await signedInClient(pair.ports[0], token);
    await asking.session({ sessionId });
    const { result } = await asking.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
    await vi.waitUntil(() => asking.text().includes(`word${word} `), WAITING);
    const heard = { text: asking.text(), lastSeq: Math.max(...asking.frames.map(({ seq }) => seq ?? 0)) };
    asking.terminate();
    return { token, sessionId, runId: result.runId as string, ...heard };
  }

  test.skipIf(isSkipped).each([0, 5, 12, 20])(
    "an answer whose only reader is killed at word %i goes on, and others join it on the other replica",
    async (word) => {
      const { token, sessionId, runId, text, lastSeq } = await askAndVanish(word);
      const [same, anew] = [bareTab({ token, sessionId, afterSeq: lastSeq }), bareTab({ token, sessionId })];
      await same.connect(pair.ports[1]);
      await anew.connect(pair.ports[1]);
      const client = await clientTab({ token, sessionId, next: () => pair.ports[1] });
      await vi.waitUntil(() => [same, anew].every(({ page }) => page.ends.size > 0), WAITING);
      await vi.waitUntil(() => client.session.messages.at(-1)?.status === "complete", WAITING);
      const stored = (await pair.stored(SEEKER, sessionId)).map(shown);
      expect(stored[1]).toMatchObject({ runId, status: "complete", content: WORDS.join("") });
      expect(text + same.client.text()).toBe(stored[1]!.content);
      expect(same.page.seqs[0]).toBe(lastSeq + 1);
      expect([...same.page.complaints, ...anew.page.complaints, ...client.complaints()]).toEqual([]);
      expect(anew.page.messages).toEqual(stored);
      expect(client.session.messages.map(shown)).toEqual(stored);
      for (const tab of [same, anew]) tab.cut();
      client.client.close();
    },
  );

  test.skipIf(isSkipped)("an answer that nobody reads is there in full for whoever comes when it has ended", async () => {
    const { token, sessionId, text, lastSeq } = await askAndVanish(2);
    await vi.waitUntil(async () => (await pair.stored(SEEKER, sessionId)).length === 2, WAITING);
    const late = bareTab({ token, sessionId, afterSeq: lastSeq });
    await late.connect(pair.ports[1]);
    await vi.waitUntil(() => late.page.ends.size > 0, WAITING);
    expect(text + late.client.text()).toBe((await pair.stored(SEEKER, sessionId))[1]!.content);
    expect(late.page.complaints).toEqual([]);
    late.cut();
  });
});
