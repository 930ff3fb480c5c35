import { expect, test } from "vitest";
import { catalogs } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { idOf, indexed, job, namesOf, withFacets } from "../testing/records.ts";
import type { Indexed } from "./catalog.ts";
import { EVERYTHING, any, not } from "./condition.ts";
import type { Job } from "./records.ts";

const NAMES = ["a", "b", "c", "d", "e", "f"];
const IDS_ASCENDING = NAMES.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));

/** A document that holds exactly these terms. */
function worded(name: string, terms: Partial<Indexed<Job>["terms"]>): Indexed<Job> {
  return { ...withFacets(name), terms: { title: [], skills: [], body: [], ...terms } };
}

contract("Catalog by words", catalogs, ({ open }) => {
  test("holding any of the terms is enough, and holding more of them ranks higher", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([
      worded("a", { body: ["nurs", "night"] }),
      worded("b", { body: ["nurs", "day"] }),
      worded("c", { body: ["cook", "day"] }),
      worded("d", { body: ["paint", "wall"] }),
      worded("e", { body: ["drive", "van"] }),
    ]);
    const hits = await catalog.lexical("jobs", ["nurs", "night"], 10, EVERYTHING);
    expect(
      namesOf(
        hits.map(({ id }) => id),
        NAMES,
      ),
    ).toEqual(["a", "b"]);
    expect(hits[0]!.score).toBeGreaterThan(hits[1]!.score);
  });

  test("a word in the title counts more than in the skills, and there more than in the prose", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([
      worded("a", { body: ["nurs"], title: ["x"], skills: ["x"] }),
      worded("b", { skills: ["nurs"], title: ["x"], body: ["x"] }),
      worded("c", { title: ["nurs"], body: ["x"], skills: ["x"] }),
      ...["d", "e", "f"].map((name) => worded(name, { body: ["y"] })),
    ]);
    const hits = await catalog.lexical("jobs", ["nurs"], 10, EVERYTHING);
    expect(
      namesOf(
        hits.map(({ id }) => id),
        NAMES,
      ),
    ).toEqual(["c", "b", "a"]);
  });

  test("equal scores are told apart by id, also where the list is cut", async () => {
    await using catalog = await open();
    await catalog.upsertJobs(IDS_ASCENDING.toReversed().map((name) => worded(name, { title: ["weld"] })));
    const hits = await catalog.lexical("jobs", ["weld"], 4, EVERYTHING);
    expect(
      namesOf(
        hits.map(({ id }) => id),
        NAMES,
      ),
    ).toEqual(IDS_ASCENDING.slice(0, 4));
  });

  test("conditions act before the list is cut", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([
      { ...worded("a", { title: ["weld"] }), facets: withFacets("a", { live: false }).facets },
      { ...worded("b", { body: ["weld", "x", "x", "x"] }), facets: withFacets("b", { live: true }).facets },
    ]);
    const open1 = await catalog.lexical("jobs", ["weld"], 1, { op: "eq", field: "live", value: true });
    expect(
      namesOf(
        open1.map(({ id }) => id),
        NAMES,
      ),
    ).toEqual(["b"]);
    expect(await catalog.lexical("jobs", ["weld"], 5, any())).toEqual([]);
    expect(await catalog.lexical("jobs", ["weld"], 5, not(EVERYTHING))).toEqual([]);
  });

  test("terms with signs, quotes and operators are only terms", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([worded("a", { skills: ["c++", "§react_native"] }), worded("b", { skills: ["c#", "c"] })]);
    const named = async (...terms: string[]) =>
      namesOf(
        (await catalog.lexical("jobs", terms, 5, EVERYTHING)).map(({ id }) => id),
        NAMES,
      );
    expect(await named("c++")).toEqual(["a"]);
    expect(await named("c#")).toEqual(["b"]);
    expect(await named("§react_native")).toEqual(["a"]);
    expect(await named('"', "NEAR(", "AND", "title:c", "*")).toEqual([]);
    expect(await named()).toEqual([]);
  });

  test("scores are BM25 with the title counted 3 times and the skills twice", async () => {
    await using catalog = await open();
    const documents = {
      a: { title: ["nurs"], skills: ["icu", "ward"], body: ["nurs", "night", "shift"] },
      b: { title: ["cook"], skills: [], body: ["night", "shift", "nurs", "kitchen"] },
      c: { title: ["paint"], skills: ["wall"], body: ["day"] },
      d: { title: ["drive"], skills: [], body: ["van"] },
      e: { title: ["weld"], skills: ["steel"], body: ["shift"] },
    };
    await catalog.upsertJobs(Object.entries(documents).map(([name, terms]) => worded(name, terms)));
    const hits = await catalog.lexical("jobs", ["nurs", "night"], 10, EVERYTHING);
    const expected = byHand(documents, ["nurs", "night"]);
    expect(hits).toHaveLength(2);
    for (const { id, score } of hits) expect(score).toBeCloseTo(expected.get(id)!, 9);
  });

  test("scores and term statistics forget the words of a replaced document", async () => {
    await using catalog = await open();
    const before = { a: { title: ["nurs"], skills: [], body: ["night", "night", "night"] } };
    const after = {
      a: { title: ["cook"], skills: [], body: ["night"] },
      b: { title: ["nurs"], skills: [], body: [] },
      c: { title: ["x"], skills: [], body: [] },
      d: { title: ["y"], skills: [], body: [] },
    };
    await catalog.upsertJobs(Object.entries(before).map(([name, terms]) => worded(name, terms)));
    await catalog.upsertJobs(Object.entries(after).map(([name, terms]) => ({ ...worded(name, terms), hash: `${name} again` })));
    expect(await catalog.termStatistics("jobs", ["nurs", "night", "night", "nowhere"])).toEqual({
      documents: 4,
      frequencies: new Map([
        ["nurs", 1],
        ["night", 1],
      ]),
    });
    const [hit, ...rest] = await catalog.lexical("jobs", ["night"], 10, EVERYTHING);
    expect(rest).toEqual([]);
    expect(hit!.score).toBeCloseTo(byHand(after, ["night"]).get(idOf("a"))!, 9);
  });

  test("words of real documents are found by their stems", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([indexed(job("Registered Nurses wanted", { description: "Managing wards in Köln." })), indexed(job("Painter"))]);
    for (const term of ["nurs", "manag", "koln"]) {
      expect((await catalog.lexical("jobs", [term], 5, EVERYTHING)).map(({ id }) => id)).toEqual([idOf("Registered Nurses wanted")]);
    }
  });
});

/** Robertson and Zaragoza's formula with term frequencies weighed by field, k1 = 1.2, b = .75. */
function byHand(documents: Record<string, Indexed<Job>["terms"]>, query: readonly string[]): Map<string, number> {
  const fieldWeights = { title: 3, skills: 2, body: 1 };
  const fields = Object.keys(fieldWeights) as (keyof typeof fieldWeights)[];
  const entries = Object.entries(documents);
  const lengths = new Map(entries.map(([name, terms]) => [name, fields.reduce((sum, field) => sum + terms[field].length, 0)]));
  const average = [...lengths.values()].reduce((sum, length) => sum + length, 0) / entries.length;
  return new Map(
    entries.map(([name, terms]) => {
      let score = 0;
      for (const term of query) {
        const holding = entries.filter(([, other]) => fields.some((field) => other[field].includes(term))).length;
        const idf = Math.max(1e-6, Math.log((entries.length - holding + 0.5) / (holding + 0.5)));
        const frequency = fields.reduce((sum, field) => sum + fieldWeights[field] * terms[field].filter((other) => other === term).length, 0);
        score += (idf * (frequency * 2.2)) / (frequency + 1.2 * (0.25 + (0.75 * lengths.get(name)!) / average));
      }
      return [idOf(name), score];
    }),
  );
}
