import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { tokenFor } from "../testing/replica.ts";
import { SHARING } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { UNTIL_TOLD, dies } from "./testing/death.ts";
import { figures } from "./testing/figures.ts";
import { fleet } from "./testing/fleet.ts";
import { MOMENTS } from "./testing/moments.ts";

const SOAK = process.env.ROLECALL_SOAK === "1";
const KILLS = SOAK ? 100 : 14;
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
      await using all = await fleet({ ...model.environment, ROLECALL_DATA_DIR: store.copy(), ...(await environment()) });
      const token = await tokenFor(SEEKER);
      const told = figures();
      let [victim, survivor] = await Promise.all([all.start(), all.start()]);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const [, next] = await Promise.all([
          dies({ all, model, token, moment: MOMENTS[kill % MOMENTS.length]!, victim, survivor, figures: told }),
          all.start(),
        ]);
        [victim, survivor] = [survivor, next];
      }
      if (SOAK) told.print(`${KILLS} kills, two replicas on ${name}`);
      expect(told.counted("interrupted")).toBeGreaterThan(KILLS / 2);
      expect(told.longest(UNTIL_TOLD)).toBeLessThan(LONGEST_MS);
    },
  );
});
