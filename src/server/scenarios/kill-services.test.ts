import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtures } from "../../engine/testing/seeded-store.ts";
import { type SeededServices, missingServices, seededServices } from "../../engine/testing/seeded-services.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { UNTIL_TOLD } from "./testing/death.ts";
import { SOAK, deaths } from "./testing/deaths.ts";

const KILLS = SOAK ? 28 : 4;
const LONGEST_MS = 10_000;

describe.skipIf(missingServices.length > 0)(`two replicas on the services (skipped where there is no ${missingServices.join(", ") || "service"})`, () => {
  let services: SeededServices;
  let model: WordModel;
  beforeAll(async () => {
    services = await seededServices(fixtures(20));
    model = await wordModel();
  }, 240_000);
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
    await services?.[Symbol.asyncDispose]();
  });

  test(
    `kill -9 of the one that runs turns, ${KILLS} times: no message lost, one end a run, the words kept, and the other ends them in time`,
    { timeout: KILLS * 60_000 },
    async () => {
      const told = await deaths({ environment: services.environment, model, kills: KILLS, replicas: "two" });
      if (SOAK) told.print(`${KILLS} kills, two replicas on MongoDB, Redis and Chroma`);
      expect(told.counted("interrupted")).toBeGreaterThan(KILLS / 2);
      expect(told.longest(UNTIL_TOLD)).toBeLessThan(LONGEST_MS);
    },
  );
});
