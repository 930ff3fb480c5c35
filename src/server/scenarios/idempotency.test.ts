import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { clientTab } from "../testing/client-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const SENDERS = 50;
const WORDS = Array.from({ length: 20 }, (_, index) => `word${index} `);
const WAITING = { timeout: 30_000, interval: 20 };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel({ words: WORDS, pauseMs: 20 });
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each([...IN_ONE_PROCESS, ...IN_TWO_PROCESSES])("two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  const message = (sessionId: string, clientMessageId: string) => ({ sessionId, clientMessageId, text: "TypeScript jobs" });

  /** Every sender has a connection of its own, half of them to each replica; they all send at once. */
  async function sendFifty(sessionId: string, clientMessageId: string) {
    const token = await pair.token(SEEKER);
    const clients = await Promise.all(Array.from({ length: SENDERS }, (_, index) => signedInClient(pair.ports[index % 2]!, token)));
    const answers = await Promise.all(clients.map((client) => client.command("message.send", message(sessionId, clientMessageId))));
    for (const client of clients) client.terminate();
    return answers;
  }

  test.skipIf(isSkipped)(
    `${SENDERS} sends of one message at once are one run, one call of the model and one bill, also after both replicas were started anew`,
    { timeout: 120_000 },
    async () => {
      const sessionId = await pair.session(SEEKER);
      const clientMessageId = crypto.randomUUID();
      const requests = model.requests;
      const answers = await sendFifty(sessionId, clientMessageId);
      expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(["ack"]));
      const runs = new Set(answers.map(({ result: { runId, messageId } }) => `${runId} ${messageId}`));
      expect(runs.size).toBe(1);
      expect(answers.filter(({ result }) => !result.duplicate)).toHaveLength(1);
      await vi.waitUntil(async () => (await pair.stored(SEEKER, sessionId)).length > 1, WAITING);
      const stored = (await pair.stored(SEEKER, sessionId)).map(shown);
      expect(stored.map(({ role, content }) => [role, content])).toEqual([
        ["user", "TypeScript jobs"],
        ["assistant", WORDS.join("")],
      ]);
      expect(model.requests).toBe(requests + 1);
      const bill = await pair.bill(SEEKER, sessionId);
      expect(bill).toMatchObject([{ usage: { input: 900, output: 40 } }]);
      expect(bill[0]!.cost_usd).toBeGreaterThan(0);

      await pair.restart();
      const again = await sendFifty(sessionId, clientMessageId);
      expect(new Set(again.map(({ result: { runId, messageId } }) => `${runId} ${messageId}`))).toEqual(runs);
      expect(again.every(({ result }) => result.duplicate)).toBe(true);
      const tab = await clientTab({ token: await pair.token(SEEKER), sessionId, next: () => pair.ports[1] });
      const run = await tab.session.send("TypeScript jobs", { clientMessageId });
      expect(`${run.runId} ${run.messageId}`).toBe([...runs][0]);
      expect(run.duplicate).toBe(true);
      expect(tab.session.messages.map(shown)).toEqual(stored);
      tab.client.close();
      expect((await pair.stored(SEEKER, sessionId)).map(shown)).toEqual(stored);
      expect(await pair.bill(SEEKER, sessionId)).toEqual(bill);
      expect(model.requests).toBe(requests + 1);
    },
  );

  test.skipIf(isSkipped)("a message whose answer to the sender was lost with the connection is sent again elsewhere, and is the same", async () => {
    const token = await pair.token(SEEKER);
    const sessionId = await pair.session(SEEKER);
    const requests = model.requests;
    const frame = message(sessionId, crypto.randomUUID());
    const lost = await signedInClient(pair.ports[0], token);
    lost.send({ id: 1, type: "message.send", payload: frame });
    await vi.waitUntil(async () => (await pair.stored(SEEKER, sessionId)).length > 0, WAITING);
    lost.terminate();
    for (const port of [...pair.ports, ...pair.ports]) {
      const client = await signedInClient(port, token);
      expect(await client.command("message.send", frame)).toMatchObject({ type: "ack", result: { duplicate: true } });
      client.terminate();
    }
    await vi.waitUntil(async () => (await pair.stored(SEEKER, sessionId)).length === 2, WAITING);
    expect(model.requests).toBe(requests + 1);
  });
});
