import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import type { Actor, Engine } from "../engine.ts";
import type { Match } from "../matching/match.ts";
import { conversation } from "../testing/conversation.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type SeededServices, missingServices, seededServices } from "../testing/seeded-services.ts";

const SAME = 1e-6;

const CONVERSATIONS: [name: string, actor: Actor, said: string[]][] = [
  ["a seeker who refines", SEEKER, ["remote TypeScript jobs in Germany, at least 60k", "only full-time", "drop the salary filter", "more", "compare 1 and 2"]],
  ["a seeker who begins from the profile", SEEKER, ["what fits me?", "only hybrid", "why is 2 above 3?", "what am I missing for the first?"]],
  [
    "a seeker in other trades",
    SEEKER,
    ["night shifts as a nurse in Leeds", "electricians within reach of Berlin", "not senior, no agencies, anywhere in Europe", "warehouse jobs"],
  ],
  [
    "an employer who looks for people",
    EMPLOYER,
    ["who fits my opening?", "someone with Python, 3 years or more", "willing to relocate", "more", "tell me about the second"],
  ],
  ["an employer in other trades", EMPLOYER, ["nurses in Madrid who speak English", "accountants, not junior", "truck drivers"]],
];

describe.skipIf(missingServices.length > 0)(
  `the same conversations on the services (skipped where there is no ${missingServices.join(", ") || "service"})`,
  () => {
    let store: SeededStore;
    let services: SeededServices;
    let embedded: Engine;
    let shared: Engine;

    beforeAll(async () => {
      const anchor = new Date();
      store = await seededStore(fixtures());
      services = await seededServices(fixtures(), anchor);
      embedded = await openEngine(readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: store.copy(), ROLECALL_LOG_LEVEL: "silent" }));
      shared = await openEngine(readConfig(services.environment));
    }, 240_000);
    afterAll(async () => {
      await embedded?.[Symbol.asyncDispose]();
      await shared?.[Symbol.asyncDispose]();
      await services?.[Symbol.asyncDispose]();
      store?.[Symbol.dispose]();
    });

    test("both know the same records", async () => {
      expect(await shared.counts()).toEqual(await embedded.counts());
      expect(shared.description.store).toBe("services");
    });

    test.each(CONVERSATIONS)("%s gets the same matches in the same order", { timeout: 120_000 }, async (_, actor, said) => {
      const here = conversation(embedded, actor);
      const there = conversation(shared, actor);
      let listed = 0;
      for (const text of said) {
        const expected = await here.say(text);
        const turn = await there.say(text);
        expect(turn.error).toBeUndefined();
        expect(turn.end!.degraded).toEqual([]);
        expect(turn.intent).toEqual(expected.intent);
        expectSame(turn.matches, expected.matches);
        expect(turn.streamed).toBe(expected.streamed);
        expect(notices(turn.events)).toEqual(notices(expected.events));
        listed += turn.matches.length;
      }
      expect(listed).toBeGreaterThan(4);
    });

    test("a search without a session lists the same", async () => {
      for (const [actor, query] of [
        [SEEKER, "warehouse work near Rotterdam"],
        [EMPLOYER, "data analysts who know SQL"],
      ] as const) {
        const expected = await embedded.search({ ...actor, query, k: 50 });
        const found = await shared.search({ ...actor, query, k: 50 });
        expect(found.excluded).toEqual(expected.excluded);
        expectSame(found.matches, expected.matches);
      }
    });

    test("a second seed changes nothing", { timeout: 120_000 }, async () => {
      const anchor = (await shared.seedAnchor())!;
      expect(anchor).not.toBeNull();
      const before = await shared.counts();
      const report = await shared.seed(fixtures(), { anchor });
      for (const { inserted, updated } of report.collections) expect({ inserted, updated }).toEqual({ inserted: 0, updated: 0 });
      expect(await shared.counts()).toEqual(before);
    });
  },
);

/** The numbers may differ in the last digits; everything else is the same. */
function expectSame(found: readonly Match[], expected: readonly Match[]): void {
  const numbers = (matches: readonly Match[]) =>
    matches.flatMap(({ score, coverage, parts }) => [score ?? -1, coverage, ...parts.flatMap(({ value, contribution }) => [value ?? -1, contribution])]);
  const rest = (matches: readonly Match[]) =>
    matches.map(({ score: _, coverage: __, parts, ...others }) => ({ ...others, parts: parts.map(({ name, weight }) => ({ name, weight })) }));
  expect(rest(found)).toEqual(rest(expected));
  const [given, wanted] = [numbers(found), numbers(expected)];
  expect(given).toHaveLength(wanted.length);
  for (const [at, number] of given.entries()) expect(Math.abs(number - wanted[at]!)).toBeLessThan(SAME);
}

function notices(events: readonly { type: string }[]): unknown[] {
  return events.filter(({ type }) => type === "notice");
}
