import { describe, expect, test } from "vitest";
import { employer, read, running, seeker } from "./test-conversation.ts";

const MUNICH = { city: "Munich", region: "Bavaria", country: "DE", lat: 48.137, lon: 11.575 };
const SEARCH = running(
  { skills: ["React"], remote: ["hybrid"], places: [MUNICH], salary: { amount: 70_000, currency: "EUR", period: "year" } },
  "React developer",
);
const BEFORE = { query: "React developer", skills: ["React"], remote: ["hybrid"], places: ["Munich"], salary: "70000 EUR year" };

type Row = [message: string, changes: Record<string, unknown>];
const changes = (rows: Row[], ask = seeker): void => {
  test.each(rows)("%s", (message, change) => {
    const understanding = ask(message, SEARCH);
    expect(understanding.intent).toMatchObject({ kind: "search", mode: "refine" });
    expect(read(understanding)).toEqual(withoutUndefined({ ...BEFORE, ...change }));
  });
};
const withoutUndefined = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

describe("a refinement of hybrid React jobs in Munich from 70k", () => {
  describe("the same kind is replaced, the rest stays", () => {
    changes([
      ["only remote ones", { remote: ["remote"] }],
      ["make it Berlin instead", { places: ["Berlin"] }],
      ["and at least 80k", { salary: "80000 EUR year" }],
      ["what about Munich?", {}],
      ["senior ones", { seniority: ["senior"] }],
      ["is there something in Hamburg?", { places: ["Hamburg"] }],
      ["show me remote jobs", { remote: ["remote"] }],
      ["which ones pay more than 80k?", { salary: "80000 EUR year" }],
      ["80k", { salary: "80000 EUR year" }],
      ["Berlin", { places: ["Berlin"] }],
      ["full time", { employment_types: ["full_time"] }],
      ["no, Hamburg", { places: ["Hamburg"] }],
      ["thanks, now only remote ones", { remote: ["remote"] }],
      ["lower the salary to 60k", { salary: "60000 EUR year" }],
      ["within 30 km", { places: ["Munich +30"] }],
      ["increase radius to 100km", { places: ["Munich +100"] }],
      ["are any of them remote?", { remote: ["remote"] }],
      ["how many are there?", {}],
      ["same but remote and senior", { remote: ["remote"], seniority: ["senior"] }],
      ["remote, senior, 90k", { remote: ["remote"], salary: "90000 EUR year", seniority: ["senior"] }],
      ["change location to Vienna", { places: ["Vienna"] }],
      ["set salary to 90k", { salary: "90000 EUR year" }],
      ["widen it to Germany", { places: ["DE"] }],
      ["anything in Hamburg?", { places: ["Hamburg"] }],
      ["closer to Augsburg", { places: ["Augsburg +50"] }],
      ["which of these are remote?", { remote: ["remote"] }],
      ["I changed my mind, only remote", { remote: ["remote"] }],
      ["Munich only", {}],
    ]);
  });

  describe("demands and alternatives are added", () => {
    changes([
      ["with Kubernetes", { query: "React developer Kubernetes", skills: ["React", "Kubernetes"] }],
      ["and TypeScript", { query: "React developer TypeScript", skills: ["React", "TypeScript"] }],
      ["Python", { query: "React developer Python", skills: ["React", "Python"] }],
      ["also in Hamburg", { places: ["Munich", "Hamburg"] }],
      ["or Stuttgart", { places: ["Munich", "Stuttgart"] }],
      ["only frontend", { query: "React developer frontend" }],
      ["and not in Munich", { places: undefined, exclude_places: ["Munich"] }],
      ["not agencies, not contract and not in Berlin", { exclude_employment_types: ["contract"], employer_kind: "direct", exclude_places: ["Berlin"] }],
      ["add Vienna", { places: ["Munich", "Vienna"] }],
      ["now in Hamburg too", { places: ["Munich", "Hamburg"] }],
      ["can you find some in Berlin as well?", { places: ["Munich", "Berlin"] }],
      ["on second thought remote is fine too", { remote: ["hybrid", "remote"] }],
      ["exclude agencies and contract roles", { exclude_employment_types: ["contract"], employer_kind: "direct" }],
      ["must speak German", { languages: ["German"] }],
      ["sort by salary", { unparsed: ["sort by salary"] }],
    ]);
  });

  describe("another topic", () => {
    changes([
      ["not React but Angular", { query: "developer Angular", skills: ["Angular"], exclude_skills: ["React"] }],
      ["swap React for Vue", { query: "developer Vue", skills: ["Vue.js"] }],
      ["actually make it Vue instead of React", { query: "developer Vue", skills: ["Vue.js"] }],
      ["let's look at nursing jobs instead", { query: "nursing", skills: undefined }],
      ["what about nurses?", { query: "nurses", skills: undefined }],
      ["what about Python instead", { query: "developer Python", skills: ["Python"] }],
      ["what about teaching?", { query: "teaching", skills: undefined }],
      ["I meant Vue", { query: "developer Vue", skills: ["Vue.js"] }],
    ]);
  });

  describe("contradictions", () => {
    changes([
      ["actually, not senior", { exclude_seniority: ["senior"] }],
      ["not React", { query: "developer", skills: undefined, exclude_skills: ["React"] }],
      ["remove the senior ones", { exclude_seniority: ["senior"] }],
      ["anywhere but Munich", { places: undefined, exclude_places: ["Munich"] }],
      ["less senior", { exclude_seniority: ["senior", "lead", "executive"] }],
    ]);
  });

  describe("lifting", () => {
    changes([
      ["never mind the salary", { salary: undefined }],
      ["salary no longer matters", { salary: undefined }],
      ["the salary isn't important any more", { salary: undefined }],
      ["hybrid isn't a must any more", { remote: undefined }],
      ["it doesn't have to be Munich", { places: undefined }],
      ["React is no longer required", { query: "developer", skills: undefined }],
      ["forget hybrid", { remote: undefined }],
      ["no salary needed, but must be in Berlin", { places: ["Berlin"] }],
      ["remove all filters but keep Berlin", { skills: undefined, remote: undefined, places: ["Berlin"], salary: undefined }],
      ["drop the salary filter", { salary: undefined }],
      ["forget the location", { places: undefined }],
      ["ignore Germany", { places: undefined }],
      ["drop Munich", { places: undefined }],
      ["any salary", { salary: undefined }],
      ["any location", { places: undefined }],
      ["I don't care about the salary", { salary: undefined }],
      ["regardless of location", { places: undefined }],
      ["remove hybrid", { remote: undefined }],
      ["remove React", { query: "developer", skills: undefined }],
      ["without the salary limit", { salary: undefined }],
      ["anywhere", { places: undefined }],
      ["reset filters", { skills: undefined, remote: undefined, places: undefined, salary: undefined }],
      ["drop the salary filter and only remote", { remote: ["remote"], salary: undefined }],
    ]);
  });

  describe("employers", () => {
    changes(
      [
        ["only those in Leeds", { places: ["Leeds"] }],
        ["and who speak Spanish", { languages: ["Spanish"] }],
        ["what about 60k?", { salary: "60000 EUR year" }],
      ],
      employer,
    );
  });
});

describe("a request of its own starts a new search", () => {
  test.each<Row>([
    ["find me warehouse jobs in Leeds", { query: "warehouse", places: ["Leeds"] }],
    ["nurse jobs in Leeds", { query: "nurse", places: ["Leeds"] }],
    ["Python jobs", { query: "Python", skills: ["Python"] }],
    ["nurses", { query: "nurses" }],
    ["find me a job", { query: "" }],
    ["start over", { query: "" }],
    ["new search: nurse jobs in Leeds", { query: "nurse", places: ["Leeds"] }],
    [
      "show me jobs with React and Docker in Vienna over 60k",
      { query: "React Docker", skills: ["React", "Docker"], places: ["Vienna"], salary: "60000 EUR year" },
    ],
  ])("%s", (message, reading) => {
    const understanding = seeker(message, SEARCH);
    expect(understanding.intent).toMatchObject({ kind: "search", mode: "new" });
    expect(read(understanding)).toEqual(reading);
  });
});

test("a level that is no longer wanted leaves the wanted ones", () => {
  const senior = running({ seniority: ["senior", "lead"] }, "nurse");
  expect(seeker("actually, not senior", senior).intent).toMatchObject({ filters: { seniority: ["lead"], exclude_seniority: ["senior"] } });
});

test("a place that was ruled out and is wanted now is ruled out no longer", () => {
  const search = running({ exclude_places: [MUNICH] }, "nurse");
  expect(read(seeker("what about Munich?", search))).toEqual({ query: "nurse", places: ["Munich"] });
});

test("dropping the skills takes their words out of the search as well", () => {
  expect(read(seeker("forget the skills", SEARCH))).toEqual(withoutUndefined({ ...BEFORE, query: "developer", skills: undefined }));
});
