import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, EVERYTHING, any, not } from "../catalog/condition.ts";
import { DIMENSIONS, vectorIndexes } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { facets, idOf, namesOf } from "../testing/records.ts";
import type { VectorEntry, VectorHit } from "./vector-index.ts";

const NAMES = ["a", "b", "c", "d", "e", "f"];
const EAST = unit([1, 0, 0]);

contract("VectorIndex", vectorIndexes, ({ open, openTwo }) => {
  test("an empty index finds nothing", async () => {
    await using index = await open();
    expect(await index.query("jobs", EAST, 5, EVERYTHING)).toEqual([]);
    expect(await index.fetch("jobs", [idOf("a")])).toEqual(new Map());
    expect(await index.count("jobs")).toBe(0);
    await index.remove("jobs", [idOf("a")]);
  });

  test("returns the closest first, with the cosine of the angle", async () => {
    await using index = await open();
    await index.upsert("jobs", [entry("a", [-1, 0, 0]), entry("b", [1, 1, 0]), entry("c", [1, 0, 0]), entry("d", [0, 0, 1])]);
    const hits = await index.query("jobs", EAST, 10, EVERYTHING);
    expect(named(hits)).toEqual(["c", "b", "d", "a"]);
    for (const [position, cosine] of [1, Math.SQRT1_2, 0, -1].entries()) expect(hits[position]!.cosine).toBeCloseTo(cosine, 6);
  });

  test("orders any vectors by their exact cosine, and fetches them as they were given but for rounding", async () => {
    await using index = await open();
    const component = fc.float({ min: -1, max: 1, noNaN: true });
    const direction = fc.array(component, { minLength: DIMENSIONS, maxLength: DIMENSIONS }).filter((values) => Math.hypot(...values) > 0.01);
    await fc.assert(
      fc.asyncProperty(fc.array(direction, { minLength: 1, maxLength: NAMES.length }), direction, async (directions, sought) => {
        await index.remove("jobs", NAMES.map(idOf));
        const entries = directions.map((values, position) => entry(NAMES[position]!, values));
        await index.upsert("jobs", entries);
        const query = unit(sought);
        const hits = await index.query("jobs", query, NAMES.length, EVERYTHING);
        expect(hits).toHaveLength(entries.length);
        for (const { id, cosine } of hits) expect(cosine).toBeCloseTo(dot(query, entries.find((given) => given.id === id)!.vector), 5);
        expect(hits).toEqual(hits.toSorted((x, y) => y.cosine - x.cosine || (x.id < y.id ? -1 : 1)));
        const stored = await index.fetch("jobs", NAMES.map(idOf));
        expect(stored.size).toBe(entries.length);
        for (const { id, vector } of entries) for (const [at, value] of vector.entries()) expect(stored.get(id)![at]).toBeCloseTo(value, 6);
      }),
      { numRuns: 60 },
    );
  });

  test("breaks ties by id", async () => {
    await using index = await open();
    await index.upsert(
      "jobs",
      NAMES.toReversed().map((name) => entry(name, [1, 0, 0])),
    );
    const hits = await index.query("jobs", EAST, 10, EVERYTHING);
    expect(hits.map(({ id }) => id)).toEqual(NAMES.map(idOf).toSorted());
  });

  test("returns at most k hits", async () => {
    await using index = await open();
    await index.upsert(
      "jobs",
      NAMES.map((name, position) => entry(name, [1, position, 0])),
    );
    expect(named(await index.query("jobs", EAST, 2, EVERYTHING))).toEqual(["a", "b"]);
    expect(await index.query("jobs", EAST, 0, EVERYTHING)).toEqual([]);
    expect(await index.query("jobs", EAST, 100_000, EVERYTHING)).toHaveLength(NAMES.length);
  });

  test("filters inside the index: what does not pass takes no place among the k", async () => {
    await using index = await open();
    await index.upsert("jobs", [
      ...["a", "b", "c"].map((name) => entry(name, [1, 0, 0], { live: false })),
      entry("d", [1, 4, 0], { live: true, country: "DE" }),
      entry("e", [1, 9, 0], { live: true, country: "FR" }),
    ]);
    expect(named(await index.query("jobs", EAST, 1, { op: "eq", field: "live", value: true }))).toEqual(["d"]);
    expect(named(await index.query("jobs", EAST, 1, { op: "eq", field: "country", value: "FR" }))).toEqual(["e"]);
    expect(await index.query("jobs", EAST, 5, any())).toEqual([]);
  });

  test("an upsert replaces the vector and what filters act on", async () => {
    await using index = await open();
    await index.upsert("jobs", [entry("a", [1, 0, 0], { country: "DE" })]);
    await index.upsert("jobs", [entry("a", [0, 1, 0], { country: "FR" })]);
    expect(await index.count("jobs")).toBe(1);
    expect((await index.query("jobs", EAST, 5, EVERYTHING))[0]!.cosine).toBeCloseTo(0, 6);
    expect(await index.query("jobs", EAST, 5, { op: "eq", field: "country", value: "DE" })).toEqual([]);
  });

  test("of two entries with one id the later stays", async () => {
    await using index = await open();
    await index.upsert("jobs", [entry("a", [1, 0, 0]), entry("b", [1, 0, 0]), entry("a", [0, 1, 0], { country: "DE" })]);
    expect(await index.count("jobs")).toBe(2);
    expect(await index.fetch("jobs", [idOf("a"), idOf("a")])).toEqual(new Map([[idOf("a"), unit([0, 1, 0])]]));
    expect(named(await index.query("jobs", EAST, 5, { op: "eq", field: "country", value: "DE" }))).toEqual(["a"]);
  });

  test("writes nothing when there is nothing to write, and gives nothing when nothing is asked", async () => {
    await using index = await open();
    await index.upsert("jobs", []);
    await index.remove("jobs", []);
    expect(await index.fetch("jobs", [])).toEqual(new Map());
    expect(await index.ofTexts("jobs", [])).toEqual(new Map());
  });

  test("looks at every value of a list, however long it is", async () => {
    await using index = await open();
    const skills = Array.from({ length: 40 }, (_, number) => `skill ${number}`);
    await index.upsert("jobs", [entry("a", [1, 0, 0], { skills }), entry("b", [1, 0, 0], { skills: skills.slice(0, 30) }), entry("c", [1, 0, 0], {})]);
    for (const [skill, names] of [
      ["skill 0", ["a", "b"]],
      ["skill 29", ["a", "b"]],
      ["skill 39", ["a"]],
      ["skill 40", []],
    ] as const) {
      expect(named(await index.query("jobs", EAST, 5, { op: "includes", list: "skills", value: skill })).toSorted()).toEqual(names);
      expect(await index.query("jobs", EAST, 5, not({ op: "includes", list: "skills", value: skill }))).toHaveLength(3 - names.length);
    }
    await index.upsert("jobs", [entry("a", [1, 0, 0], { skills: skills.slice(35, 37) })]);
    expect(named(await index.query("jobs", EAST, 5, { op: "includes", list: "skills", value: "skill 29" }))).toEqual(["b"]);
    expect(named(await index.query("jobs", EAST, 5, { op: "includes", list: "skills", value: "skill 36" }))).toEqual(["a"]);
  });

  test("tells numbers that differ by little apart", async () => {
    await using index = await open();
    const salaries = { a: 50_000, b: 50_000.25, c: 50_000.5, d: 50_001, e: -0.5 };
    await index.upsert(
      "jobs",
      Object.entries(salaries).map(([name, salary]) => entry(name, [1, 0, 0], { salary })),
    );
    for (const value of [-1, -0.5, 0, 50_000, 50_000.25, 50_000.3, 50_001]) {
      const meeting = (holds: (salary: number) => boolean) => Object.keys(salaries).filter((name) => holds(salaries[name as keyof typeof salaries]));
      const found = async (where: Condition) => named(await index.query("jobs", EAST, 9, where)).toSorted();
      expect(await found({ op: "at-least", field: "salary", value })).toEqual(meeting((salary) => salary >= value));
      expect(await found(not({ op: "at-least", field: "salary", value }))).toEqual(meeting((salary) => salary < value));
      expect(await found({ op: "at-most", field: "salary", value })).toEqual(meeting((salary) => salary <= value));
      expect(await found(not({ op: "at-most", field: "salary", value }))).toEqual(meeting((salary) => salary > value));
      expect(await found({ op: "eq", field: "salary", value })).toEqual(meeting((salary) => salary === value));
    }
  });

  test("finds the vector of a text by its hash, so that it need not be embedded again", async () => {
    await using index = await open();
    const written = (name: string, direction: number[], textHash: string | null): VectorEntry => ({ ...entry(name, direction), textHash });
    const silent = { ...written("d", [1, 0, 0], "says nothing"), vector: new Float32Array(DIMENSIONS) };
    await index.upsert("jobs", [written("a", [1, 0, 0], "one"), written("b", [0, 1, 0], "two"), written("c", [0, 1, 0], "two"), silent]);
    expect(await index.ofTexts("jobs", ["one", "two", "two", "three", "says nothing"])).toEqual(
      new Map([
        ["one", unit([1, 0, 0])],
        ["two", unit([0, 1, 0])],
      ]),
    );
    expect(await index.ofTexts("resumes", ["one"])).toEqual(new Map());
  });

  test("forgets the hash of a text that was replaced or removed", async () => {
    await using index = await open();
    const written = (name: string, textHash: string | null): VectorEntry => ({ ...entry(name, [1, 0, 0]), textHash });
    await index.upsert("jobs", [written("a", "first"), written("b", "removed"), written("c", "unknown later")]);
    await index.upsert("jobs", [written("a", "second"), written("c", null)]);
    await index.remove("jobs", [idOf("b")]);
    const found = await index.ofTexts("jobs", ["first", "second", "removed", "unknown later"]);
    expect([...found.keys()]).toEqual(["second"]);
  });

  test("removes what is named and nothing else", async () => {
    await using index = await open();
    await index.upsert("jobs", [entry("a", [1, 0, 0]), entry("b", [1, 0, 0])]);
    await index.remove("jobs", [idOf("a"), idOf("nobody")]);
    expect(named(await index.query("jobs", EAST, 5, EVERYTHING))).toEqual(["b"]);
    expect(await index.count("jobs")).toBe(1);
    await index.upsert("jobs", [entry("c", [1, 0, 0])]);
    expect(await index.count("jobs")).toBe(2);
  });

  test("jobs and resumes do not meet", async () => {
    await using index = await open();
    await index.upsert("jobs", [entry("a", [1, 0, 0])]);
    expect(await index.query("resumes", EAST, 5, EVERYTHING)).toEqual([]);
    expect(await index.count("resumes")).toBe(0);
  });

  test.each([
    ["too few numbers", [1, 0]],
    ["too many numbers", [1, 0, 0, 0]],
    ["NaN", [1, Number.NaN, 0]],
    ["infinity", [1, Number.POSITIVE_INFINITY, 0]],
  ])("refuses %s, and the batch it came with", async (_, values) => {
    await using index = await open();
    const broken = { id: idOf("b"), vector: new Float32Array(values), textHash: null, facets: facets("b") };
    await expect(index.upsert("jobs", [entry("a", [1, 0, 0]), broken])).rejects.toMatchObject({ name: "RolecallError" });
    await expect(index.query("jobs", broken.vector, 5, EVERYTHING)).rejects.toMatchObject({ name: "RolecallError" });
    expect(await index.count("jobs")).toBe(0);
  });

  test("a text that says nothing is counted, never found, and spoils no search", async () => {
    await using index = await open();
    const silent = { id: idOf("a"), vector: new Float32Array(DIMENSIONS), textHash: null, facets: facets("a") };
    await index.upsert("jobs", [silent, entry("b", [1, 0, 0])]);
    await index.upsert("jobs", [silent]);
    expect(await index.count("jobs")).toBe(2);
    expect(named(await index.query("jobs", EAST, 5, EVERYTHING))).toEqual(["b"]);
    expect(await index.query("jobs", silent.vector, 5, EVERYTHING)).toEqual([]);
    expect(await index.fetch("jobs", [silent.id])).toEqual(new Map());
    await index.upsert("jobs", [entry("a", [1, 0, 0])]);
    expect(named(await index.query("jobs", EAST, 5, EVERYTHING)).toSorted()).toEqual(["a", "b"]);
  });

  test("what one connection writes the other one finds", async () => {
    await using two = await openTwo();
    await Promise.all([two.one.upsert("jobs", [entry("a", [1, 0, 0])]), two.other.upsert("jobs", [entry("b", [1, 1, 0])])]);
    for (const index of [two.one, two.other]) expect(named(await index.query("jobs", EAST, 5, EVERYTHING))).toEqual(["a", "b"]);
  });
});

function entry(name: string, direction: number[], given: Parameters<typeof facets>[1] = {}): VectorEntry {
  return { id: idOf(name), vector: unit(direction), textHash: null, facets: facets(name, given) };
}

function unit(values: readonly number[]): Float32Array {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function named(hits: readonly VectorHit[]): string[] {
  return namesOf(
    hits.map(({ id }) => id),
    NAMES,
  );
}
