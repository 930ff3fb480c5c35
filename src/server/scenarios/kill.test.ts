import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SHARING } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { UNTIL_TOLD } from "./testing/death.ts";
import { SOAK, deaths } from "./testing/deaths.ts";

const KILLS = SOAK ? 100 : 14;
const RESTARTS = SOAK ? 28 : 7;
/** The promise: until another replica has ended what a dead one left. */
const LONGEST_MS = 10_000;

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

describe.each(SHARING)("two replicas on $name", ({ name, environment, missing }) => {
  test.skipIf(missing !== undefined)(
    `kill -9 of the one that runs turns, ${KILLS} times: no message lost, one end a run, the words kept, and the other ends them in time`,
    { timeout: KILLS * 60_000 },
    async () => {
      const shared = { ROLECALL_DATA_DIR: store.copy(), ...(await environment()) };
      const told = await deaths({ environment: shared, model, kills: KILLS, replicas: "two" });
      if (SOAK) told.print(`${KILLS} kills, two replicas on ${name}`);
      expect(told.counted("interrupted")).toBeGreaterThan(KILLS / 2);
      expect(told.longest(UNTIL_TOLD)).toBeLessThan(LONGEST_MS);
    },
  );
});

test(`one server on the embedded store, killed ${RESTARTS} times and started again: it ends what it left`, { timeout: RESTARTS * 60_000 }, async () => {
  const told = await deaths({ environment: { ROLECALL_DATA_DIR: store.copy() }, model, kills: RESTARTS, replicas: "one" });
  if (SOAK) told.print(`${RESTARTS} kills of one server, started again`);
  expect(told.counted("interrupted")).toBeGreaterThan(RESTARTS / 2);
});
