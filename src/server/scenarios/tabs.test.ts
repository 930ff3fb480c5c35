import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { shown } from "../testing/plain-frontend.ts";
import { shakenTab, tabPlan } from "../testing/shaken-tabs.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const RUNS = process.env.ROLECALL_SOAK === "1" ? 300 : 12;
const WAITING = { timeout: 30_000, interval: 20 };

const word = fc.constantFrom("Two ", "jobs ", "é", "👩‍💻 ", "[1] ", "\u0000", "[1", ", 2] ", "\n\n", "x".repeat(5_000));
interface Turn {
  text: string;
  words: string[];
  pauseMs: number;
  /** The next message does not wait for its end, but interrupts it then. */
  interruptedAfterMs: number | null;
  by: 0 | 1;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  text: fc.constantFrom("TypeScript jobs", "TypeScript jobs", "more", "tell me about 1", "hello", "remote nursing jobs"),
  words: fc.array(word, { minLength: 1, maxLength: 30 }),
  pauseMs: fc.nat(12),
  interruptedAfterMs: fc.option(fc.nat(250), { nil: null }),
  by: fc.constantFrom<0 | 1>(0, 1),
});
const plan = fc.record({ tabs: fc.array(tabPlan, { minLength: 2, maxLength: 5 }), turns: fc.array(turn, { minLength: 1, maxLength: 4 }) });

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

describe.each([...IN_ONE_PROCESS, ...IN_TWO_PROCESSES])("two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  async function stored(sessionId: string) {
    return (await pair.stored(SEEKER, sessionId)).map(shown);
  }

  async function talk(sessionId: string, token: string, turns: readonly Turn[]): Promise<void> {
    const senders = [await signedInClient(pair.ports[0], token), await signedInClient(pair.ports[1], token)];
    for (const [index, { text, words, pauseMs, interruptedAfterMs, by }] of turns.entries()) {
      model.speech = { words, pauseMs };
      const sent = await senders[by]!.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text, onBusy: "interrupt" });
      expect(sent).toMatchObject({ type: "ack", result: { duplicate: false } });
      if (interruptedAfterMs !== null && index < turns.length - 1) await sleep(interruptedAfterMs);
      else await vi.waitUntil(async () => (await stored(sessionId)).length === 2 * (index + 1), WAITING);
    }
    for (const { socket } of senders) socket.close();
  }

  test.skipIf(isSkipped)("whatever happens to two to five tabs, all show the conversation as it is stored", { timeout: 1_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ tabs: plans, turns }) => {
        const token = await pair.token(SEEKER);
        const sessionId = await pair.session(SEEKER);
        const place = { ports: pair.ports, token, sessionId };
        const [tabs] = await Promise.all([Promise.all(plans.map((plan) => shakenTab(plan, place))), talk(sessionId, token, turns)]);
        try {
          const truth = await stored(sessionId);
          expect(truth).toHaveLength(2 * turns.length);
          await vi.waitFor(() => expect(tabs.map(({ messages }) => messages)).toEqual(tabs.map(() => truth)), WAITING);
          expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
        } finally {
          for (const tab of tabs) tab.close();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
