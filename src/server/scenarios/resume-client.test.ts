import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type ClientTab, clientTab } from "../testing/client-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 25 }, (_, index) => `${["Two", "jobs", "fit:", "[1]", "👩‍💻"][index % 5]!} `);
const MOST_EVENTS = WORDS.length + 25;
const WAITING = { timeout: 60_000, interval: 10 };

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

describe.each([...IN_ONE_PROCESS, ...IN_TWO_PROCESSES])("the client, with two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  test.skipIf(isSkipped)(
    "dropped after any event, and back on the same replica or the other, tells each event once and shows the stored answer",
    { timeout: 120_000 },
    async () => {
      const token = await pair.token(SEEKER);
      const sessionId = await pair.session(SEEKER);
      const tabs: ClientTab[] = [];
      onTestFinished(() => tabs.forEach(({ client }) => client.close()));
      for (let after = 0; after < MOST_EVENTS; after += 1) {
        for (const back of pair.ports) {
          let isDropped = false;
          const tab = await clientTab({ token, sessionId, afterSeq: 0, next: () => (isDropped ? back : pair.ports[0]) });
          tab.onEvent = () => {
            if (isDropped || tab.session.lastSeq < after) return;
            isDropped = true;
            tab.drop();
          };
          tabs.push(tab);
        }
      }
      const [sender] = tabs;
      const run = await sender!.session.send("TypeScript jobs");
      const told = await Array.fromAsync(run.events);
      expect(told.at(-1)).toMatchObject({ type: "RUN_FINISHED", runId: run.runId });
      const last = sender!.session.lastSeq;
      await vi.waitUntil(() => tabs.every(({ session }) => session.lastSeq === last), WAITING);
      const stored = (await pair.stored(SEEKER, sessionId)).map(shown);
      expect(stored.at(-1)!.content).toBe(WORDS.join(""));
      for (const tab of tabs) {
        expect(tab.session.messages.map(shown)).toEqual(stored);
        expect(tab.seqs()).toEqual(Array.from({ length: last }, (_, index) => index + 1));
        expect(tab.session.activeRunId).toBeNull();
      }
    },
  );
});
