import { describe, expect, test } from "vitest";
import type { Filters } from "../intent/filters.ts";
import { employer, job, resume } from "../testing/records.ts";
import type { Profile } from "./ask.ts";
import { buildAsk } from "./build-ask.ts";

const {
  contact: _,
  user_id: __,
  ...ADA
} = resume("ICU nurse", {
  summary: "Ten years of triage.",
  skills: [{ name: "Wound care" }, { name: "ECG" }],
  experience: [{ title: "Staff nurse" }, { title: "Ward nurse" }, { title: "Waiter" }],
  seniority: "senior",
  location: { city: "Leeds", country: "United Kingdom" },
  remote: "onsite",
  desired_salary: { min: 36_000, max: 45_000, currency: "GBP", period: "year" },
});
const SEEKER: Profile = { role: "job_seeker", resume: ADA };
const STRANGER: Profile = { role: "job_seeker", resume: null };

const OPENING = job("Frontend developer", {
  skills: [{ name: "React" }, { name: "Figma", required: false }],
  seniority: "mid",
  location: { city: "Berlin", country: "Germany" },
  remote: "hybrid",
  salary: { min: 50_000, max: 60_000, currency: "EUR", period: "year" },
});
const HIRING: Profile = { role: "employer", employer: employer("acme", { location: { city: "Munich", country: "Germany" } }), job: OPENING };

const keys = (asked: { skills: { key: string; weight: number }[] }) => Object.fromEntries(asked.skills.map(({ key, weight }) => [key, weight]));

describe("a seeker", () => {
  test("who says nothing is asked for by profile", () => {
    const asked = buildAsk(SEEKER, "", {});
    expect(asked).toMatchObject({
      collection: "jobs",
      fromProfile: true,
      titles: ["ICU nurse", "Staff nurse", "Ward nurse"],
      seniority: "senior",
      workplaces: ["onsite"],
    });
    expect(asked.text).toContain("ICU nurse");
    expect(asked.text).toContain("Wound care");
    expect(asked.places).toMatchObject([{ city: "Leeds", country: "GB", lat: expect.closeTo(53.8, 1) }]);
    expect(asked.salary).toBeGreaterThan(40_000);
    expect(keys(asked)).toMatchObject({ "wound care": 1, triage: 1 });
  });

  test("who filters only still searches by profile", () => {
    expect(buildAsk(SEEKER, "", { remote: ["remote"] })).toMatchObject({ fromProfile: true, workplaces: ["remote"] });
  });

  const STATED: [string, string, Filters, object][] = [
    ["title", "paediatric nurse", {}, { titles: expect.not.arrayContaining(["ICU nurse"]), text: "paediatric nurse", fromProfile: false }],
    ["place", "", { places: [{ city: "Paris", country: "FR" }] }, { places: [{ city: "Paris", country: "FR" }] }],
    ["workplace", "", { remote: ["remote", "hybrid"] }, { workplaces: ["remote", "hybrid"] }],
    ["seniority", "", { seniority: ["junior"] }, { seniority: "junior" }],
    ["salary", "", { salary: { amount: 100_000, currency: "USD", period: "year" } }, { salary: 100_000 }],
  ];
  test.each(STATED)("whose message states a %s is not asked for by the profile's", (_, query, filters, expected) => {
    expect(buildAsk(SEEKER, query, filters)).toMatchObject(expected);
  });

  test("who rules a level out has no level assumed", () => {
    expect(buildAsk(SEEKER, "", { exclude_seniority: ["senior"] }).seniority).toBeUndefined();
  });

  test("keeps the profile's skills beside those asked for", () => {
    expect(keys(buildAsk(SEEKER, "", { skills: ["Triage", "Plastering"] }))).toMatchObject({ triage: 1, plastering: 1, "wound care": 1 });
  });

  test("of whom nothing is known asks for nothing but the words", () => {
    const asked = buildAsk(STRANGER, "welder", { skills: ["React"] });
    expect(asked).toMatchObject({ text: "welder React", places: [], workplaces: [] });
    expect(asked.salary).toBeUndefined();
    expect(keys(asked)).toEqual({ react: 1 });
  });
});

describe("an employer", () => {
  test("who says nothing looks for people for the opening", () => {
    const asked = buildAsk(HIRING, "", {});
    expect(asked).toMatchObject({ collection: "resumes", fromProfile: true, titles: ["Frontend developer"], seniority: "mid", workplaces: ["hybrid"] });
    expect(asked.text).toBe("Frontend developer, React, Figma");
    expect(asked.places).toMatchObject([{ city: "Berlin" }]);
    expect(keys(asked)).toEqual({ react: 1, figma: 0.4 });
  });

  test("whose message states something is not asked for by the opening's", () => {
    const asked = buildAsk(HIRING, "backend engineers with Docker", { seniority: ["lead"], places: [{ country: "FR" }], remote: ["remote"] });
    expect(asked).toMatchObject({ seniority: "lead", places: [{ country: "FR" }], workplaces: ["remote"], fromProfile: false });
    expect(asked.text).toBe("backend engineers with Docker");
    expect(asked.titles).not.toContain("Frontend developer");
    expect(keys(asked)).toMatchObject({ docker: 0.4, react: 1 });
  });

  test("without an opening is near the employer's own place and offers no salary", () => {
    const asked = buildAsk({ ...HIRING, job: null } as Profile, "welder", {});
    expect(asked.places).toMatchObject([{ city: "Munich", country: "DE" }]);
    expect(asked.salary).toBeUndefined();
    expect(asked.skills).toEqual([]);
  });

  test("a skill that message, filters and opening share counts once, by its heaviest mention", () => {
    expect(keys(buildAsk(HIRING, "someone with Figma", { skills: ["Figma"] }))).toMatchObject({ figma: 1, react: 1 });
  });
});

test("a query that is filtered skills alone names no title, so the profile's count", () => {
  expect(buildAsk(SEEKER, "Triage", { skills: ["Triage"] }).titles[0]).toBe("ICU nurse");
  expect(buildAsk(SEEKER, "Triage nurses", { skills: ["Triage"] }).titles).toContain("nurses");
});

test("invisible characters of a profile do not travel on", () => {
  const asked = buildAsk({ role: "job_seeker", resume: { ...ADA, headline: "Nur\u200bse\u{E0041}" } }, "", {});
  expect(asked.titles[0]).toBe("Nurse");
  expect(asked.text).not.toMatch(/[\u200b\u{E0041}]/u);
});
