import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { facets, idOf, namesOf, withFacets } from "../testing/records.ts";
import { SERVICES } from "../testing/services.ts";
import { type Condition, all, any, not } from "./condition.ts";
import type { Facets } from "./facets.ts";
import { meets } from "./meets.ts";
import { compile } from "./mongo-condition.ts";
import { mongoCatalog } from "./mongo.ts";

const degrees = (most: number) => fc.integer({ min: -most, max: most });
const coordinates = { lat: degrees(90), lon: degrees(180) };
const country = fc.constantFrom("DE", "FR");
const person: fc.Arbitrary<Partial<Facets>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ...coordinates, country }) },
  { weight: 1, arbitrary: fc.record({ country }) },
  { weight: 1, arbitrary: fc.record({ lat: degrees(90) }) },
);

const near = fc.record({ op: fc.constant("near" as const), ...coordinates, km: fc.integer({ min: 0, max: 20_020 }) });
const { tree: conditions } = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof<fc.Arbitrary<Condition>[]>(
    near,
    near,
    country.map((value) => ({ op: "eq", field: "country", value })),
    fc.constant({ op: "absent", field: "lon" }),
  ),
  tree: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("tree").map(not),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => all(...of)),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => any(...of)),
  ),
}));

const PEOPLE = fc.sample(person, { numRuns: 80, seed: 11 });
const NAMES = PEOPLE.map((_, at) => `${at}`);

describe.skipIf(SERVICES.mongodb === undefined)("Conditions compiled for MongoDB", () => {
  test("have a sufficient filter that lets through no more, and a necessary one that lets through no less; the uncertain is between", async () => {
    await using store = temporaryMongo();
    await using catalog = mongoCatalog(store);
    await catalog.upsertJobs(PEOPLE.map((given, at) => withFacets(NAMES[at]!, given)));
    const found = async (filter: object) => {
      const rows = await store.collection("rolecall_jobs").find(filter).toArray();
      const ids = rows.map(({ _id }) => String(_id));
      return new Set(namesOf(ids, NAMES));
    };
    await fc.assert(
      fc.asyncProperty(conditions, async (condition) => {
        const { necessary, sufficient, uncertain, exact } = compile(condition);
        const meeting = new Set(NAMES.filter((name, at) => meets(condition, facets(name, PEOPLE[at]))));
        const [wide, narrow, between] = [await found(necessary), await found(sufficient), await found(uncertain)];
        expect([...narrow].filter((name) => !meeting.has(name))).toEqual([]);
        expect([...meeting].filter((name) => !wide.has(name))).toEqual([]);
        expect(between).toEqual(wide.difference(narrow));
        expect(!exact || between.size === 0).toBe(true);
        expect(await catalog.count("jobs", condition)).toBe(meeting.size);
      }),
      { numRuns: 80 },
    );
  });

  test("leave only the rim of a circle uncertain, whether it is asked for or excluded", async () => {
    await using store = temporaryMongo();
    await using catalog = mongoCatalog(store);
    const places = { inside: { lat: 52.5, lon: 13.4 }, rim: { lat: 52.95, lon: 13.9 }, far: { lat: 48.1, lon: 11.6 }, nowhere: {} };
    await catalog.upsertJobs(Object.entries(places).map(([name, given]) => withFacets(name, given)));
    const commute: Condition = { op: "near", lat: 52.52, lon: 13.405, km: 60 };
    for (const condition of [commute, not(any(commute, { op: "eq", field: "country", value: "DE" }))]) {
      const rows = await store.collection("rolecall_jobs").find(compile(condition).uncertain).toArray();
      expect(rows.map(({ _id }) => String(_id))).toEqual([idOf("rim")]);
    }
  });
});
