import { describe, expect, test } from "vitest";
import { all } from "../catalog/condition.ts";
import type { Collection, Job, Resume } from "../catalog/records.ts";
import { type FilterName, Filters } from "../intent/filters.ts";
import { type MemoryStore, fill, memoryStore } from "../testing/memory-store.ts";
import { NOW, daysAgo, employer, idOf, job, namesOf, resume } from "../testing/records.ts";
import { statedConditions } from "./stated.ts";

const AGENCY = employer("agency", { kind: "agency" });
const eur = (min: number | undefined, max: number | undefined) => ({ min, max, currency: "EUR", period: "year" as const });

const JOBS: Job[] = [
  job("react", {
    ...{
      title: "Senior developer",
      company: "Acme GmbH",
      skills: [{ name: "React" }, { name: "SQL" }],
      seniority: "senior",
      employment_type: "full_time",
      remote: "remote",
      min_years: 5,
    },
    ...{
      location: { city: "München", country: "Germany" },
      salary: eur(60_000, 80_000),
      languages: ["German", "English"],
      visa_sponsorship: true,
      posted_at: daysAgo(3),
      employer_id: idOf("acme"),
    },
  }),
  job("nurse", {
    ...{
      title: "ICU nurse",
      company: "Clinic",
      skills: [{ name: "Wound care" }],
      seniority: "mid",
      employment_type: "part_time",
      remote: "onsite",
      min_years: 1,
      employer_id: AGENCY._id,
    },
    ...{
      location: { city: "Portland", region: "Oregon", country: "US" },
      salary: { max: 30, currency: "USD", period: "hour" as const },
      languages: ["English"],
      visa_sponsorship: false,
      posted_at: daysAgo(40),
    },
  }),
  job("silent"),
];
const RESUMES: Resume[] = [
  resume("ada", {
    ...{
      headline: "Welder",
      skills: [{ name: "Welding" }],
      location: { city: "Potsdam", country: "Germany" },
      remote: "hybrid",
      seniority: "junior",
      languages: [{ name: "German" }],
    },
    ...{ desired_salary: eur(40_000, undefined), willing_to_relocate: true, experience: [{ title: "Welder", start: "2024-03" }], updated_at: daysAgo(3) },
  }),
  resume("grace", {
    ...{
      headline: "Lead welder",
      skills: [{ name: "Welding" }, { name: "SQL" }],
      location: { city: "Hamburg", country: "Germany" },
      remote: "onsite",
      seniority: "lead",
      languages: [{ name: "English" }],
    },
    ...{ desired_salary: eur(60_000, 70_000), willing_to_relocate: false, experience: [{ title: "Welder", start: "2016-03" }], updated_at: daysAgo(100) },
  }),
  resume("silent", { headline: "—" }),
];

type Case = [filters: Filters, names: string[]];
const OF_JOBS: Case[] = [
  [{ skills: ["ReactJS"] }, ["react"]],
  [{ skills: ["React", "SQL"] }, ["react"]],
  [{ skills: ["React", "Wound care"] }, []],
  [{ skills: ["something nobody lists"] }, []],
  [{ exclude_skills: ["React"] }, ["nurse", "silent"]],
  [{ places: [{ city: "Munich", country: "DE" }] }, ["react"]],
  [{ places: [{ city: "München" }] }, ["react"]],
  [{ places: [{ region: "Bavaria", country: "DE" }] }, ["react"]],
  [{ places: [{ country: "DE" }, { country: "US" }] }, ["react", "nurse"]],
  [{ places: [{ city: "Portland", region: "Maine", country: "US" }] }, []],
  [{ places: [{ city: "Portland", region: "Oregon", country: "US" }] }, ["nurse"]],
  [{ places: [{ city: "Augsburg", country: "DE", lat: 48.371, lon: 10.898, radius_km: 70 }] }, ["react"]],
  [{ places: [{ city: "Augsburg", country: "DE", lat: 48.371, lon: 10.898, radius_km: 40 }] }, []],
  [{ exclude_places: [{ country: "US" }] }, ["react", "silent"]],
  [{ remote: ["remote", "hybrid"] }, ["react"]],
  [{ salary: { amount: 80_000, currency: "EUR", period: "year" } }, ["react"]],
  [{ salary: { amount: 6_666, currency: "EUR", period: "month" } }, ["react"]],
  [{ salary: { amount: 30, currency: "USD", period: "hour" } }, ["react", "nurse"]],
  [{ salary: { amount: 120_000, currency: "EUR", period: "year" } }, []],
  [{ salary: { amount: 1, currency: "XXX", period: "year" } }, []],
  [{ seniority: ["senior", "lead"] }, ["react"]],
  [{ exclude_seniority: ["senior"] }, ["nurse", "silent"]],
  [{ min_years: 5 }, ["react"]],
  [{ max_years: 2 }, ["nurse", "silent"]],
  [{ employment_types: ["part_time", "contract"] }, ["nurse"]],
  [{ exclude_employment_types: ["part_time"] }, ["react", "silent"]],
  [{ max_age_days: 7 }, ["react"]],
  [{ employer_kind: "agency" }, ["nurse"]],
  [{ companies: ["ACME GMBH"] }, ["react"]],
  [{ exclude_companies: ["Clinic"] }, ["react", "silent"]],
  [{ languages: ["german", "English"] }, ["react"]],
  [{ visa_sponsorship: true }, ["react"]],
  [{}, ["react", "nurse", "silent"]],
  [{ skills: [], places: [], remote: [] }, ["react", "nurse", "silent"]],
];
const OF_RESUMES: Case[] = [
  [{ skills: ["Welding"] }, ["ada", "grace"]],
  [{ exclude_skills: ["SQL"] }, ["ada", "silent"]],
  [{ places: [{ city: "Berlin", country: "DE", lat: 52.52, lon: 13.405, radius_km: 50 }] }, ["ada"]],
  [{ salary: { amount: 50_000, currency: "EUR", period: "year" } }, ["ada"]],
  [{ salary: { amount: 60_000, currency: "EUR", period: "year" } }, ["ada", "grace"]],
  [{ seniority: ["lead"] }, ["grace"]],
  [{ min_years: 5 }, ["grace"]],
  [{ max_years: 5 }, ["ada"]],
  [{ max_age_days: 30 }, ["ada"]],
  [{ languages: ["German"] }, ["ada"]],
  [{ willing_to_relocate: true }, ["ada"]],
  [{ remote: ["onsite"] }, ["grace"]],
];

async function filled(): Promise<MemoryStore> {
  const store = memoryStore();
  await fill(store, { employers: [AGENCY], jobs: JOBS, resumes: RESUMES });
  return store;
}

async function passing({ catalog }: MemoryStore, collection: Collection, filters: Filters): Promise<string[]> {
  const conditions = statedConditions(collection, filters, NOW).map(({ condition }) => condition);
  return namesOf(await catalog.anyOf(collection, 100, all(...conditions)), ["react", "nurse", "silent", "ada", "grace"]).toSorted();
}

describe("jobs that pass", () => {
  test.each(OF_JOBS)("%j", async (filters, names) => {
    using store = await filled();
    expect(await passing(store, "jobs", filters)).toEqual(names.toSorted());
  });
});

describe("candidates that pass", () => {
  test.each(OF_RESUMES)("%j", async (filters, names) => {
    using store = await filled();
    expect(await passing(store, "resumes", filters)).toEqual(names.toSorted());
  });
});

/** A job that names no minimum of years asks for none. */
const passesSilence = (filter: string, collection: Collection) => filter.startsWith("exclude_") || (filter === "max_years" && collection === "jobs");

test("a record that does not state a field fails demands on it and passes exclusions of it", async () => {
  using store = await filled();
  for (const [collection, cases] of [
    ["jobs", OF_JOBS],
    ["resumes", OF_RESUMES],
  ] as const) {
    for (const [filters] of cases) {
      const names = Object.keys(filters).filter((name) => statedConditions(collection, filters, NOW).some(({ filter }) => filter === name));
      if (names.length === 0) continue;
      expect((await passing(store, collection, filters)).includes("silent")).toBe(names.every((name) => passesSilence(name, collection)));
    }
  }
});

test("how many records do not state a demanded field can be counted", async () => {
  using store = await filled();
  const alwaysStated = ["employer_kind", "companies"];
  for (const { filter, unstated } of OF_JOBS.flatMap(([filters]) => statedConditions("jobs", filters, NOW))) {
    expect(unstated === null).toBe(passesSilence(filter, "jobs"));
    const count = unstated === null || alwaysStated.includes(filter) ? 1 : await store.catalog.count("jobs", unstated);
    expect([filter, count]).toEqual([filter, 1]);
  }
});

test("every filter there is makes a condition", () => {
  const covered = new Set<FilterName>([...OF_JOBS, ...OF_RESUMES].flatMap(([filters]) => statedConditions("jobs", filters, NOW).map(({ filter }) => filter)));
  expect([...covered].toSorted()).toEqual(Object.keys(Filters.shape).toSorted());
});
