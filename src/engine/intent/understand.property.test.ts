import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { skillNames } from "../vocabulary/skills.ts";
import type { Filters } from "./filters.ts";
import { Intent, type SearchState, type Understanding } from "./intent.ts";
import { NOW, employer, running, seeker } from "./test-conversation.ts";
import { understand } from "./understand.ts";
import { PASTE_LIMIT } from "./wording.ts";

const TELLING =
  "not no without or and but , . ; ? ! ( ) / + - instead of only drop the filter remove ideally at least up to under over between 70k 60-80k £45 an hour 12 LPA 3 years 5+ 2 #2 first last compare why missing more " +
  "in near within 20 miles of from outside London Leeds Berlin Germany Europe anywhere remote hybrid on-site office senior junior lead staff head contract part-time internship agencies direct posted today this week " +
  "speaks German English Kubernetes React k8s ICU nights nurse developer engineer jobs candidates my job at Lumen Ledger visa sponsorship willing to relocate weekends i have who";
const wording = fc.array(fc.constantFrom(...TELLING.split(" ")), { maxLength: 24 }).map((words) => words.join(" "));
const anyText = fc.oneof(wording, fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ unit: "binary", maxLength: 200 }));
const role = fc.constantFrom("job_seeker" as const, "employer" as const);
const state = fc.constantFrom<SearchState | null>(
  null,
  running({}, ""),
  running({ skills: ["React"], seniority: ["senior"], places: [{ city: "Leeds", country: "GB", lat: 53.8, lon: -1.55 }] }, "React developer"),
  { filters: {}, query: "nurse", shown: [], page: [] },
);

const filtersOf = ({ intent }: Understanding): Filters => (intent.kind === "search" ? intent.filters : {});
const ranksOf = ({ intent }: Understanding): number[] => ("ranks" in intent ? intent.ranks : []);

describe("whatever the message", () => {
  test("it gives an intent of the schema, ready to run", () => {
    fc.assert(
      fc.property(anyText, role, state, (message, asker, search) => {
        const { intent, unparsed, assumptions } = understand(message, { role: asker, state: search, now: NOW });
        expect(Intent.parse(intent)).toEqual(intent);
        expect([...unparsed, ...assumptions].every((text) => text.trim() !== "")).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  test("the same words give the same answer", () => {
    fc.assert(
      fc.property(anyText, role, state, (message, asker, search) => {
        const once = understand(message, { role: asker, state: search, now: NOW });
        expect(understand(message, { role: asker, state: search, now: NOW })).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  test("the running search is not changed in place", () => {
    fc.assert(
      fc.property(wording, role, state, (message, asker, search) => {
        const before = structuredClone(search);
        understand(message, { role: asker, state: search, now: NOW });
        expect(search).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test("ranks are those of matches shown", () => {
    fc.assert(
      fc.property(wording, role, state, (message, asker, search) => {
        const ranks = ranksOf(understand(message, { role: asker, state: search, now: NOW }));
        expect(ranks.every((rank) => rank <= (search?.shown.length ?? 0))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("nothing is both wanted and ruled out", () => {
    fc.assert(
      fc.property(wording, role, state, (message, asker, search) => {
        const filters = filtersOf(understand(message, { role: asker, state: search, now: NOW }));
        const { skills = [], exclude_skills = [], seniority = [], exclude_seniority = [], employment_types = [], exclude_employment_types = [] } = filters;
        expect(skills.filter((skill) => exclude_skills.includes(skill))).toEqual([]);
        expect(seniority.filter((level) => exclude_seniority.includes(level))).toEqual([]);
        expect(employment_types.filter((type) => exclude_employment_types.includes(type))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a skill that is denied is never asked for", () => {
  const skill = fc.constantFrom(...skillNames());
  const denial = fc.constantFrom("no", "not", "without", "but not", "except", "avoid", "anything but", "not interested in");

  test("in a request of its own", () => {
    fc.assert(
      fc.property(denial, skill, role, (words, name, asker) => {
        const understanding = asker === "employer" ? employer(`people in Leeds, ${words} ${name}`) : seeker(`jobs in Leeds, ${words} ${name}`);
        expect(filtersOf(understanding).skills ?? []).not.toContain(name);
      }),
    );
  });

  test("in a list of them", () => {
    fc.assert(
      fc.property(skill, skill, (one, other) => {
        expect(filtersOf(seeker(`without ${one} or ${other}`)).skills ?? []).toEqual([]);
      }),
    );
  });

  test("after it was asked for", () => {
    fc.assert(
      fc.property(fc.constantFrom("React", "Kubernetes", "TypeScript", "Docker", "PostgreSQL", "HACCP"), denial, (name, words) => {
        const { intent } = seeker(`${words} ${name}`, running({ skills: [name, "Python"] }, `${name} developer`));
        expect(intent).toMatchObject({ kind: "search", mode: "refine", query: "developer", filters: { skills: ["Python"], exclude_skills: [name] } });
      }),
    );
  });
});

describe("a pasted text of 2,000 lines", () => {
  const LINE = "Senior React developer in Berlin, not remote, 5+ years, 70k EUR a year, no agencies or contract work\n";

  test("is searched by, while conditions are read from the words around it", () => {
    const { intent, assumptions } = employer(`Find candidates near Hamburg for this ad:\n${LINE.repeat(2_000)}`);
    expect(intent).toMatchObject({ kind: "search", filters: { places: [{ city: "Hamburg", radius_km: 50 }] } });
    expect(intent).not.toHaveProperty("filters.skills");
    expect(intent.kind === "search" && intent.query.length).toBeLessThanOrEqual(PASTE_LIMIT + 400);
    expect(assumptions).toEqual([
      "The long text is used as search words; conditions are read from your own words around it alone.",
      "The first 4,000 characters of it are searched by.",
    ]);
  });

  test.each([
    ["lines", LINE],
    ["one word", "a".repeat(70)],
    ["denials", "not no without "],
    ["numbers", "1,60 to "],
    ["names", "At Aa Bb Cc "],
    ["quotes", '"at "'],
    ["blanks", " \t\u00a0"],
    ["comments", "<!--"],
  ])("costs time in proportion to its length: %s", (_, piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const start = performance.now();
      seeker(text);
      return performance.now() - start;
    };
    time(200_000);
    const [short, long] = [Math.min(time(200_000), time(200_000)), Math.min(time(800_000), time(800_000))];
    expect(long).toBeLessThan(12 * short + 50);
  });
});

test("names, addresses and numbers of people are not searched for", () => {
  const { intent } = seeker("My name is Anna Schmidt (anna.schmidt@example.org, +49 151 2345678), looking for nurse jobs in Cologne");
  expect(intent).toMatchObject({ kind: "search", query: "nurse" });
});
