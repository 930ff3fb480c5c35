import fc from "fast-check";
import { expect, test } from "vitest";
import { type Adapter, DIMENSIONS, catalogs, vectorIndexes } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { facets, idOf, namesOf, withFacets } from "../testing/records.ts";
import { distanceKm } from "../vocabulary/places.ts";
import { type Condition, EVERYTHING, all, any, not } from "./condition.ts";
import type { Facets } from "./facets.ts";

const STATED = {
  ...{
    live: true,
    expires_at: 2_000,
    dated_at: 1_000,
    owner_id: "acme",
    country: "DE",
    region: "berlin",
    city: "berlin",
    lat: 52.52,
    lon: 13.405,
    remote: "hybrid",
  },
  ...{ seniority: "senior", employment_type: "full_time", salary: 70_000, years: 5, employer_kind: "direct", company: "acme", visa_sponsorship: true },
  ...{ willing_to_relocate: false, skills: ["react", "css"], languages: ["german", "english"], authorized: ["DE"] },
} satisfies Omit<Facets, "id">;

const PEOPLE: Record<string, Partial<Facets>> = {
  stated: STATED,
  silent: {},
  other: {
    ...STATED,
    live: false,
    salary: 50_000,
    years: 2.5,
    country: "FR",
    city: "paris",
    lat: 48.857,
    lon: 2.352,
    skills: ["go"],
    visa_sponsorship: false,
    willing_to_relocate: true,
  },
};
const NAMES = Object.keys(PEOPLE);

const CASES: [title: string, condition: Condition, names: string[]][] = [
  ["everything", EVERYTHING, NAMES],
  ["any of nothing", any(), []],
  ["equal text", { op: "eq", field: "city", value: "paris" }, ["other"]],
  ["equal number", { op: "eq", field: "years", value: 2.5 }, ["other"]],
  ["equal true", { op: "eq", field: "visa_sponsorship", value: true }, ["stated"]],
  ["equal false is not absent", { op: "eq", field: "willing_to_relocate", value: false }, ["stated"]],
  ["one of several", { op: "in", field: "country", values: ["FR", "IT"] }, ["other"]],
  ["one of none", { op: "in", field: "country", values: [] }, []],
  ["at least, the bound included", { op: "at-least", field: "salary", value: 70_000 }, ["stated"]],
  ["at most, the bound included", { op: "at-most", field: "salary", value: 50_000 }, ["other"]],
  ["absent", { op: "absent", field: "salary" }, ["silent"]],
  ["a list that includes", { op: "includes", list: "skills", value: "css" }, ["stated"]],
  ["a list is not searched inside its values", { op: "includes", list: "skills", value: "c" }, []],
  ["each list on its own", { op: "includes", list: "languages", value: "css" }, []],
  ["an empty list", { op: "empty", list: "authorized" }, ["silent"]],
  ["ids", { op: "id-in", ids: [idOf("silent"), idOf("nobody")] }, ["silent"]],
  ["no ids", { op: "id-in", ids: [] }, []],
  ["not", not({ op: "eq", field: "live", value: true }), ["other"]],
  ["not of an absent field holds", not({ op: "eq", field: "city", value: "paris" }), ["stated", "silent"]],
  ["not of a bound holds for the absent", not({ op: "at-least", field: "salary", value: 60_000 }), ["silent", "other"]],
  ["not of one of several holds for the absent", not({ op: "in", field: "country", values: ["DE", "FR"] }), ["silent"]],
  ["not of near holds for the absent", not({ op: "near", lat: 52.52, lon: 13.405, km: 50 }), ["silent", "other"]],
  ["not of absent", not({ op: "absent", field: "salary" }), ["stated", "other"]],
  ["not not is the same", not(not({ op: "eq", field: "city", value: "paris" })), ["other"]],
  ["all with an absent field", all({ op: "eq", field: "live", value: true }, { op: "eq", field: "city", value: "berlin" }), ["stated"]],
  ["not all with an absent field", not(all({ op: "eq", field: "live", value: true }, { op: "eq", field: "city", value: "berlin" })), ["silent", "other"]],
  ["any with an absent field", any({ op: "eq", field: "city", value: "berlin" }, { op: "absent", field: "city" }), ["stated", "silent"]],
  [
    "not any with an absent field",
    not(any({ op: "eq", field: "city", value: "paris" }, { op: "eq", field: "region", value: "bavaria" })),
    ["stated", "silent"],
  ],
  ["text that looks like SQL", { op: "eq", field: "city", value: "' OR 1 = 1 --" }, []],
];

interface Filtered extends AsyncDisposable {
  fill(entries: Record<string, Partial<Facets>>): Promise<void>;
  meeting(condition: Condition): Promise<string[]>;
}

const stores: Pick<Adapter<Filtered>, "name" | "missing" | "open">[] = [
  ...catalogs.map(({ name, missing, open }) => ({
    name: `the ${name} catalogue`,
    missing,
    async open(): Promise<Filtered> {
      const catalog = await open();
      return {
        fill: async (entries) => void (await catalog.upsertJobs(Object.entries(entries).map(([id, given]) => withFacets(id, given)))),
        async meeting(condition) {
          const ids = await catalog.anyOf("jobs", 100, condition);
          expect(await catalog.count("jobs", condition)).toBe(ids.length);
          return ids;
        },
        [Symbol.asyncDispose]: () => catalog[Symbol.asyncDispose](),
      };
    },
  })),
  ...vectorIndexes.map(({ name, missing, open }) => ({
    name: `the ${name} vector index`,
    missing,
    async open(): Promise<Filtered> {
      const index = await open();
      const vector = new Float32Array(DIMENSIONS).fill(1 / Math.sqrt(DIMENSIONS));
      return {
        fill: (entries) =>
          index.upsert(
            "jobs",
            Object.entries(entries).map(([id, given]) => ({ id: idOf(id), vector, textHash: null, facets: facets(id, given) })),
          ),
        meeting: async (condition) => (await index.query("jobs", vector, 100, condition)).map(({ id }) => id),
        [Symbol.asyncDispose]: () => index[Symbol.asyncDispose](),
      };
    },
  })),
];

contract("Conditions inside", stores, ({ open }) => {
  test.each(CASES)("%s", async (_, condition, names) => {
    await using store = await open();
    await store.fill(PEOPLE);
    expect(namesOf(await store.meeting(condition), NAMES).toSorted()).toEqual(names.toSorted());
  });

  test("near is the great-circle distance, across the date line and near the poles too", async () => {
    await using store = await open();
    const towns: Record<string, { lat: number; lon: number }> = {
      suva: { lat: -18.142, lon: 178.442 },
      apia: { lat: -13.833, lon: -171.767 },
      longyearbyen: { lat: 78.223, lon: 15.647 },
      "the other side of the pole": { lat: 89, lon: -164 },
      berlin: { lat: 52.52, lon: 13.405 },
      potsdam: { lat: 52.391, lon: 13.065 },
    };
    await store.fill(towns);
    for (const centre of [...Object.values(towns), { lat: 89.5, lon: 20 }, { lat: 0, lon: 0 }]) {
      for (const km of [1, 30, 1_500, 12_000, 20_020]) {
        const inside = Object.keys(towns).filter((town) => distanceKm(centre, towns[town]!) <= km);
        expect(namesOf(await store.meeting({ op: "near", ...centre, km }), Object.keys(towns)).toSorted()).toEqual(inside.toSorted());
      }
    }
  });

  test("a point on the very edge due north is inside", async () => {
    await using store = await open();
    await store.fill({ north: { lat: 50.8993, lon: 10 } });
    const km = distanceKm({ lat: 50, lon: 10 }, { lat: 50.8993, lon: 10 });
    expect(await store.meeting({ op: "near", lat: 50, lon: 10, km: km + 0.001 })).toHaveLength(1);
    expect(await store.meeting({ op: "near", lat: 50, lon: 10, km: km - 0.001 })).toEqual([]);
  });

  test("any tree of conditions means what it says", async () => {
    await using store = await open();
    await store.fill(PEOPLE);
    await fc.assert(
      fc.asyncProperty(conditions, async (condition) => {
        const expected = NAMES.filter((name) => meets(facets(name, PEOPLE[name]), condition));
        expect(namesOf(await store.meeting(condition), NAMES).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 150 },
    );
  });
});

const LEAVES = CASES.map(([, condition]) => condition);
const { tree: conditions } = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.constantFrom(...LEAVES),
  tree: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("tree").map(not),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => all(...of)),
    fc.array(tie("tree"), { maxLength: 3 }).map((of) => any(...of)),
  ),
}));

/** What the doc comment of `Condition` says, over plain facets. */
function meets(record: Facets, condition: Condition): boolean {
  switch (condition.op) {
    case "eq":
      return record[condition.field] === condition.value;
    case "in":
      return condition.values.includes(record[condition.field] as string);
    case "at-least":
      return record[condition.field] !== null && Number(record[condition.field]) >= condition.value;
    case "at-most":
      return record[condition.field] !== null && Number(record[condition.field]) <= condition.value;
    case "absent":
      return record[condition.field] === null;
    case "includes":
      return record[condition.list].includes(condition.value);
    case "empty":
      return record[condition.list].length === 0;
    case "near":
      return record.lat !== null && record.lon !== null && distanceKm(condition, { lat: record.lat, lon: record.lon }) <= condition.km;
    case "id-in":
      return condition.ids.includes(record.id);
    case "not":
      return !meets(record, condition.of);
    case "all":
      return condition.of.every((part) => meets(record, part));
    case "any":
      return condition.of.some((part) => meets(record, part));
  }
}
