import fc from "fast-check";
import { afterAll, beforeAll, describe, test } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { anyConversation, expectSameEverywhere } from "../testing/shaken-conversation.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const RUNS = process.env.ROLECALL_SOAK === "1" ? 300 : 12;
/** A machine that is busy with other tests is no outage. */
const PATIENT = { ROLECALL_CACHE_TIMEOUT_MS: "20000", ROLECALL_MODEL_TIMEOUT_MS: "60000" };

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
    if (!isSkipped) pair = await open({ ...model.environment, ...PATIENT }, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  test.skipIf(isSkipped)("whatever happens to two to five tabs, all show the conversation as it is stored", { timeout: 1_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyConversation, (conversation) => expectSameEverywhere(conversation, SEEKER, pair, model)),
      // What went wrong once is told as it is: timing is not to be shrunk.
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
