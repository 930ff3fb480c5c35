import type { Metadata, Where } from "chromadb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Condition, EVERYTHING, all, any, not } from "../catalog/condition.ts";
import type { FacetField, FacetList, Facets } from "../catalog/facets.ts";
import { meets } from "../catalog/meets.ts";
import { facets, idOf } from "../testing/records.ts";
import { type Filter, chromaFilter } from "./chroma-condition.ts";
import { FLAGS, NUMBERS, SLOTS, TEXTS, facetsOf, metadataOf } from "./chroma-metadata.ts";

const stored = (of: Facets, silent = false): Metadata => metadataOf({ id: of.id, vector: Float32Array.of(silent ? 0 : 1), textHash: null, facets: of });

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, 2.25, -1.5, 1e300, Number.MIN_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const word = fc.constantFrom("", "a", "b", "none", "true", "0");
const degrees = { lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) };
const near = { lat: fc.constantFrom(52.52, 52.5, 0, 89.9), lon: fc.constantFrom(13.4, 13.405, 179.99, -179.99) };
const list = (most: number) => fc.array(word, { maxLength: most });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value);

const anyFacets: fc.Arbitrary<Facets> = fc.record({
  id: fc.constantFrom("a", "b", "c").map(idOf),
  ...(Object.fromEntries(TEXTS.map((field) => [field, orNull(word)])) as Record<(typeof TEXTS)[number], fc.Arbitrary<string | null>>),
  ...(Object.fromEntries(NUMBERS.map((field) => [field, orNull(number)])) as Record<(typeof NUMBERS)[number], fc.Arbitrary<number | null>>),
  ...{ lat: orNull(fc.oneof(near.lat, degrees.lat)), lon: orNull(fc.oneof(near.lon, degrees.lon)) },
  ...{ live: fc.boolean(), visa_sponsorship: orNull(fc.boolean()), willing_to_relocate: orNull(fc.boolean()) },
  ...{ skills: list(16), languages: list(6), authorized: list(6) },
});

const field = fc.constantFrom<FacetField>(...TEXTS, ...NUMBERS, ...FLAGS);
const listName = fc.constantFrom(...(Object.keys(SLOTS) as FacetList[]));
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ op: fc.constant("eq" as const), field, value: fc.oneof(word, number, fc.boolean()) }),
  fc.record({ op: fc.constant("in" as const), field, values: fc.array(fc.oneof(word, number), { maxLength: 3 }) }),
  fc.record({ op: fc.constantFrom("at-least" as const, "at-most" as const), field, value: fc.oneof(number, fc.constantFrom(Infinity, -Infinity)) }),
  fc.record({ op: fc.constant("absent" as const), field }),
  fc.record({ op: fc.constant("includes" as const), list: listName, value: word }),
  fc.record({ op: fc.constant("empty" as const), list: listName }),
  fc.record({
    op: fc.constant("near" as const),
    lat: fc.oneof(near.lat, degrees.lat),
    lon: fc.oneof(near.lon, degrees.lon),
    km: fc.constantFrom(0, 1, 30, 80, 5_000, 20_000),
  }),
  fc.record({ op: fc.constant("id-in" as const), ids: fc.subarray(["a", "b"].map(idOf)) }),
);
const { tree: conditions } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    leaf,
    tie("tree").map(not),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => all(...of)),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => any(...of)),
  ),
}));

describe("a filter of ChromaDB", () => {
  test("lets through whatever meets the condition, and something else only where it says that it is uncertain", () => {
    fc.assert(
      fc.property(anyFacets, conditions, (given, condition) => {
        const { where, uncertain } = chromaFilter(condition);
        const [isMet, passes, isUncertain] = [meets(condition, given), matches(where, stored(given)), matches(uncertain, stored(given))];
        expect(passes || !isMet).toBe(true);
        expect(isMet || !passes || isUncertain).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test("never lets through what the portal has put there, nor a text that says nothing", () => {
    fc.assert(
      fc.property(anyFacets, conditions, (given, condition) => {
        const { where } = chromaFilter(condition);
        expect(matches(where, { title: "Nurse", country: "DE", live: true })).toBe(false);
        expect(matches(where, {})).toBe(false);
        expect(matches(where, stored(given, true))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is one that the client and the server take", () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        for (const filter of Object.values(chromaFilter(condition)) as Filter[]) expect(typeof filter === "boolean" ? [] : flaws(filter)).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  test("is certain of what most searches ask", () => {
    const live: Condition = { op: "eq", field: "live", value: true };
    const unexpired = any({ op: "absent", field: "expires_at" }, { op: "at-least", field: "expires_at", value: 1_800_000_000_000 });
    const pays: Condition = { op: "at-least", field: "salary", value: 60_000 };
    const { where, uncertain } = chromaFilter(all(live, unexpired, pays, not({ op: "in", field: "country", values: ["DE", "FR"] })));
    expect(uncertain).toBe(false);
    expect(where).toEqual({
      $and: [
        { rolecall_live: { $eq: "true" } },
        { $or: [{ rolecall_expires_at: { $eq: "none" } }, { rolecall_expires_at: { $gte: 1_800_000_000_000 } }] },
        { rolecall_salary: { $gte: 60_000 } },
        { rolecall_country: { $nin: ["DE", "FR"] } },
      ],
    });
  });

  test("is left out where there is no condition but that the record can be found", () => {
    expect(chromaFilter(EVERYTHING)).toEqual({ where: { rolecall_live: { $in: ["true", "false"] } }, uncertain: false });
    expect(chromaFilter(any())).toEqual({ where: false, uncertain: false });
  });

  test("of a condition too large for ChromaDB leaves the judging to others", () => {
    const many = all(...Array.from({ length: 100 }, (_, index) => not({ op: "includes", list: "skills", value: `skill ${index}` })));
    expect(chromaFilter(many).uncertain).toBe(true);
    expect(chromaFilter({ op: "id-in", ids: Array.from({ length: 20_000 }, (_, index) => idOf(String(index))) }).uncertain).toBe(true);
  });
});

describe("metadata", () => {
  test("gives back the facets it was made of", () => {
    const onTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    fc.assert(
      fc.property(anyFacets, (given) => {
        expect(facetsOf(onTheWire(stored(given)))).toEqual(onTheWire(given));
      }),
    );
  });

  test("has the same keys for every record, and no fractions or booleans", () => {
    const keys = Object.keys(stored(facets("a"))).toSorted();
    expect(keys.length).toBeLessThan(50);
    fc.assert(
      fc.property(anyFacets, fc.boolean(), (given, silent) => {
        const metadata = stored(given, silent);
        expect(Object.keys(metadata).toSorted()).toEqual(keys);
        for (const value of Object.values(metadata)) expect(typeof value === "string" || Number.isSafeInteger(value)).toBe(true);
      }),
    );
  });

  test.each([{}, null, { rolecall_facets: "{" }, { rolecall_facets: "{}" }, { rolecall_facets: 5 }])("that is not ours is refused: %j", (metadata) => {
    expect(() => facetsOf(metadata)).toThrow();
  });
});

/** What ChromaDB 1.0.5 does, as far as whole numbers and texts go. */
function matches(filter: Filter, metadata: Metadata): boolean {
  if (typeof filter === "boolean") return filter;
  const [[key, operand]] = Object.entries(filter) as [[string, unknown]];
  if (key === "$and") return (operand as Where[]).every((part) => matches(part, metadata));
  if (key === "$or") return (operand as Where[]).some((part) => matches(part, metadata));
  const [[operator, value]] = Object.entries(operand as object) as [[string, unknown]];
  const actual = metadata[key];
  const values = Array.isArray(value) ? value : [value];
  switch (operator) {
    case "$eq":
    case "$in":
      return values.includes(actual);
    case "$ne":
    case "$nin":
      return !values.includes(actual);
    case "$gte":
      return typeof actual === "number" && actual >= Number(value);
    case "$lte":
      return typeof actual === "number" && actual <= Number(value);
    case "$lt":
      return typeof actual === "number" && actual < Number(value);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

/** Joins of one, empty lists, lists of several types, numbers that are no whole ones. */
function flaws(where: Where): string[] {
  const [[key, operand]] = Object.entries(where) as [[string, unknown]];
  if (key === "$and" || key === "$or") return [...((operand as Where[]).length < 2 ? [`${key} of one`] : []), ...(operand as Where[]).flatMap(flaws)];
  return Object.entries(operand as object).flatMap(([operator, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0) return [`${operator} of none`];
    if (new Set(values.map((each) => typeof each)).size > 1) return [`${operator} of several types`];
    return values.some((each) => typeof each === "number" && !Number.isSafeInteger(each)) ? [`${operator} of a fraction`] : [];
  });
}
