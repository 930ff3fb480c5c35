import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { idOf, withFacets } from "../testing/records.ts";
import { SERVICES } from "../testing/services.ts";
import { distanceKm } from "../vocabulary/places.ts";
import { EVERYTHING, not } from "./condition.ts";
import { mongoCatalog } from "./mongo.ts";
import { sqliteCatalog } from "./sqlite.ts";

const VOCABULARY = ["nurs", "night", "c++", "c#", "§react_native", "weld", "2024", "cook", "driv", "paint"];
const term = fc.constantFrom(...VOCABULARY);
const field = fc.array(term, { maxLength: 6 });
const corpus = fc.array(fc.record({ title: field, skills: field, body: fc.array(term, { maxLength: 14 }) }), { minLength: 1, maxLength: 12 });

const degrees = (most: number) => fc.integer({ min: -most * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000);
const point = fc.record({ lat: degrees(90), lon: degrees(180) });

describe.skipIf(SERVICES.mongodb === undefined)("The catalogues in MongoDB and in SQLite", () => {
  test("rank any documents alike, with the same scores", async () => {
    await using store = temporaryMongo();
    await using inMongo = mongoCatalog(store);
    using database = openSqlite(":memory:");
    await using inSqlite = sqliteCatalog(database, ":memory:");
    const live = { op: "eq", field: "live", value: true } as const;
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpus, fc.array(term, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 12 }), async (documents, query, k) => {
        run += 1;
        const batch = documents.map((terms, at) => {
          const entry = withFacets(`${at}`, { live: at % 3 > 0 });
          return { ...entry, document: { ...entry.document, seed_source: "made up" }, terms, hash: `${run}` };
        });
        for (const catalog of [inMongo, inSqlite]) {
          await catalog.removeSeeded("jobs");
          await catalog.upsertJobs(batch);
        }
        for (const where of [EVERYTHING, live]) {
          const expected = await inSqlite.lexical("jobs", query, k, where);
          const hits = await inMongo.lexical("jobs", query, k, where);
          expect(hits.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
          for (const [at, { score }] of hits.entries()) expect(Math.abs(score - expected[at]!.score)).toBeLessThan(1e-9);
        }
        expect(await inMongo.termStatistics("jobs", VOCABULARY)).toEqual(await inSqlite.termStatistics("jobs", VOCABULARY));
      }),
      { numRuns: 60 },
    );
  });

  test("find the same places near any point, by circles of any size", async () => {
    await using store = temporaryMongo();
    await using catalog = mongoCatalog(store);
    const points = fc.sample(point, { numRuns: 150, seed: 7 });
    const names = points.map((_, at) => `${at}`);
    await catalog.upsertJobs(points.map((place, at) => withFacets(names[at]!, place)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(point, fc.constantFrom(...points)), fc.integer({ min: 1, max: 20_020 }), async (centre, km) => {
        const near = { op: "near", ...centre, km } as const;
        const inside = names.filter((_, at) => distanceKm(centre, points[at]!) <= km);
        expect((await catalog.anyOf("jobs", 200, near)).toSorted()).toEqual(inside.map(idOf).toSorted());
        expect(await catalog.count("jobs", not(near))).toBe(points.length - inside.length);
      }),
      { numRuns: 50 },
    );
  });
});
