import { describe, expect, test } from "vitest";
import { all } from "../catalog/condition.ts";
import type { Collection, PublicResume } from "../catalog/records.ts";
import type { Filters } from "../intent/filters.ts";
import type { Profile } from "../matching/ask.ts";
import { fill, memoryStore } from "../testing/memory-store.ts";
import { NOW, daysAgo, employer, job, namesOf, resume } from "../testing/records.ts";
import { eligibility } from "./eligibility.ts";

const BERLIN = { city: "Berlin", country: "Germany" };
const POTSDAM = { city: "Potsdam", country: "Germany" };
const HAMBURG = { city: "Hamburg", country: "Germany" };
const LYON = { city: "Lyon", country: "France" };

const JOBS = [
  job("near", { location: POTSDAM, remote: "onsite" }),
  job("far", { location: HAMBURG, remote: "hybrid" }),
  job("far but remote", { location: HAMBURG, remote: "remote" }),
  job("nowhere", {}),
  job("abroad", { location: LYON, remote: "remote" }),
  job("abroad, sponsored", { location: LYON, remote: "remote", visa_sponsorship: true }),
  job("abroad, open to Germans", { location: LYON, remote: "remote", authorized_countries: ["Germany"] }),
  job("closed", { status: "closed" }),
  job("expired", { expires_at: daysAgo(1) }),
  job("expires tomorrow", { expires_at: daysAgo(-1) }),
];
const RESUMES = [
  resume("near by", { location: POTSDAM, willing_to_relocate: false }),
  resume("far, staying", { location: HAMBURG, willing_to_relocate: false }),
  resume("far, moving", { location: HAMBURG, willing_to_relocate: true }),
  resume("far, undecided", { location: HAMBURG }),
  resume("of no place, staying", { willing_to_relocate: false }),
  resume("may work in Germany", { location: BERLIN, authorized_countries: ["DE", "AT"] }),
  resume("may work in France", { location: BERLIN, authorized_countries: ["FR"] }),
  resume("private", { visibility: "private" }),
  resume("not looking", { open_to_work: false }),
];
const NAMES = [...JOBS.map(({ title }) => title), ...RESUMES.map(({ headline }) => headline)];

async function passing(collection: Collection, profile: Profile, filters: Filters = {}): Promise<string[]> {
  using store = memoryStore();
  await fill(store, { jobs: JOBS, resumes: RESUMES });
  const conditions = eligibility(collection, profile, filters, NOW).map(({ condition }) => condition);
  return namesOf(await store.catalog.anyOf(collection, 100, all(...conditions)), NAMES);
}

const without = (names: readonly string[], ...gone: string[]) => names.filter((name) => !gone.includes(name)).toSorted();
const seeker = (given: Partial<PublicResume>): Profile => ({ role: "job_seeker", resume: { ...resume("me"), ...given } });
const hiring = (given: Parameters<typeof job>[1]): Profile => ({ role: "employer", employer: employer("acme"), job: job("opening", given) });

describe("a seeker", () => {
  const jobs = JOBS.map(({ title }) => title);
  const open = without(jobs, "closed", "expired");

  test("never finds closed and expired jobs, whoever they are", async () => {
    expect((await passing("jobs", { role: "job_seeker", resume: null })).toSorted()).toEqual(open);
    expect((await passing("jobs", seeker({}))).toSorted()).toEqual(open);
  });

  test("finds no jobs where they may not work, unless sponsored or open to them; jobs of no country stay", async () => {
    expect((await passing("jobs", seeker({ authorized_countries: ["Germany"] }))).toSorted()).toEqual(without(open, "abroad"));
    expect((await passing("jobs", seeker({ authorized_countries: ["somewhere unheard of"] }))).toSorted()).toEqual(open);
  });

  test("who stays where they are finds jobs within reach, remote ones, and those that do not say", async () => {
    expect((await passing("jobs", seeker({ location: BERLIN, willing_to_relocate: false }))).toSorted()).toEqual(without(open, "far"));
    expect((await passing("jobs", seeker({ location: BERLIN, willing_to_relocate: true }))).toSorted()).toEqual(open);
    expect((await passing("jobs", seeker({ location: BERLIN }))).toSorted()).toEqual(open);
  });

  test("who names a place is not held back by where they live", async () => {
    expect(
      (await passing("jobs", seeker({ location: BERLIN, willing_to_relocate: false }), { places: [{ city: "Hamburg", country: "DE" }] })).toSorted(),
    ).toEqual(open);
  });
});

describe("an employer", () => {
  const looking = without(
    RESUMES.map(({ headline }) => headline),
    "private",
    "not looking",
  );

  test("never finds private resumes and people who are not looking", async () => {
    expect((await passing("resumes", { role: "employer", employer: null, job: null })).toSorted()).toEqual(looking);
  });

  test("with an on-site job finds people within reach and those who may move", async () => {
    expect((await passing("resumes", hiring({ location: { city: "Berlin" }, remote: "onsite" }))).toSorted()).toEqual(without(looking, "far, staying"));
    expect((await passing("resumes", hiring({ location: { city: "Berlin" }, remote: "hybrid" }))).toSorted()).toEqual(looking);
    expect((await passing("resumes", hiring({ location: { city: "Berlin" }, remote: "onsite" }), { places: [{ country: "DE" }] })).toSorted()).toEqual(looking);
  });

  test("finds people who may work in the job's country, and those who do not say", async () => {
    expect((await passing("resumes", hiring({ location: { country: "Germany" } }))).toSorted()).toEqual(without(looking, "may work in France"));
    expect((await passing("resumes", hiring({ location: { country: "Germany" }, visa_sponsorship: true }))).toSorted()).toEqual(looking);
  });

  test("is not told how many private resumes there are", () => {
    for (const { reason, countable } of eligibility("resumes", hiring({}), {}, NOW)) expect(countable).toBe(reason !== "not looking");
  });
});
