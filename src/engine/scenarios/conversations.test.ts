import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Employer } from "../catalog/records.ts";
import type { Actor } from "../engine.ts";
import type { Filters } from "../intent/filters.ts";
import type { Match } from "../matching/match.ts";
import { type Turn, conversation } from "../testing/conversation.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { unmetFilters } from "../testing/stated-filters.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let open: TestEngine;
let employers: Map<string, Employer>;

beforeAll(async () => {
  store = await seededStore();
  open = await testEngine(store.copy());
  employers = new Map((await Array.fromAsync(fixtures().employers())).map((employer) => [employer._id, employer]));
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});

/** Speaks, and holds every turn to what must be true of any turn. */
function checkedConversation(actor: Actor) {
  const talk = conversation(open.engine, actor);
  let filters: Filters = {};
  const say = async (text: string): Promise<Turn> => {
    const turn = await talk.say(text);
    expectSoundTurn(turn);
    if (turn.intent.kind === "search") filters = turn.intent.filters;
    const world = { now: new Date(), employers };
    for (const match of turn.matches) expect(unmetFilters(match, filters, world), `"${text}" listed ${match.title}`).toEqual([]);
    return turn;
  };
  return { say };
}

const ranksOf = ({ matches }: Turn) => matches.map(({ rank }) => rank);
const idsOf = ({ matches }: Turn) => matches.map(({ id }) => id);

describe("a job seeker's conversation", () => {
  test("goes from a search over refinements and questions back to the search", async () => {
    const { say } = checkedConversation(SEEKER);

    const first = await say("remote TypeScript jobs in Germany, at least 60k");
    expect(first.intent).toEqual({
      kind: "search",
      mode: "new",
      query: "TypeScript",
      filters: { skills: ["TypeScript"], places: [{ country: "DE" }], remote: ["remote"], salary: { amount: 60_000, currency: "EUR", period: "year" } },
    });
    expect(ranksOf(first)).toEqual([1, 2, 3, 4, 5]);

    const fullTime = await say("only full-time");
    expect(fullTime.intent).toMatchObject({
      kind: "search",
      mode: "refine",
      filters: { employment_types: ["full_time"], salary: { amount: 60_000 }, places: [{ country: "DE" }] },
    });

    const anySalary = await say("drop the salary filter");
    expect(anySalary.intent).toMatchObject({ kind: "search", mode: "refine", filters: { employment_types: ["full_time"], remote: ["remote"] } });
    expect(anySalary.intent).not.toHaveProperty("filters.salary");

    const more = await say("more");
    expect(more.intent).toEqual({ kind: "more" });
    expect(ranksOf(more)[0]).toBe(6);
    expectGoesOn(anySalary, more);

    const detail = await say("tell me about the second");
    expect(detail.intent).toEqual({ kind: "detail", ranks: [2] });
    expect(detail.matches).toEqual([anySalary.matches[1]]);
    expect(quotationIn(detail)).toContain(firstSentence(anySalary.matches[1]!));

    const gaps = await say("what am I missing for it?");
    expect(gaps.intent).toEqual({ kind: "gaps", ranks: [2] });
    for (const skill of anySalary.matches[1]!.missing) expect(gaps.streamed).toContain(skill);

    const comparison = await say("compare 1 and 3");
    expect(comparison.intent).toEqual({ kind: "compare", ranks: [1, 3] });
    expect(comparison.matches).toEqual([anySalary.matches[0], anySalary.matches[2]]);

    const why = await say("why is 1 above 2?");
    expect(why.intent).toEqual({ kind: "explain", ranks: [1, 2] });
    expect(idsOf(why)).toEqual(idsOf(anySalary).slice(0, 2));
    expect(why.streamed).toContain(biggestDifference(anySalary.matches[0]!, anySalary.matches[1]!));

    const aside = await say("what's the weather in Paris?");
    expect(aside.intent).toEqual({ kind: "out-of-scope" });
    expect(aside.matches).toEqual([]);

    const back = await say("ok, only hybrid ones instead");
    expect(back.intent).toMatchObject({
      kind: "search",
      mode: "refine",
      filters: { skills: ["TypeScript"], places: [{ country: "DE" }], remote: ["hybrid"], employment_types: ["full_time"] },
    });
    expect(ranksOf(back)[0]).toBe(1);
  });

  test("keeps every condition through five refinements", async () => {
    const { say } = checkedConversation(SEEKER);
    await say("nursing jobs in the United Kingdom");
    await say("not in London");
    await say("no agencies");
    await say("posted in the last 60 days");
    const last = await say("at least £30k");
    expect(last.intent).toMatchObject({
      kind: "search",
      filters: {
        places: [{ country: "GB" }],
        exclude_places: [{ city: "London" }],
        employer_kind: "direct",
        max_age_days: 60,
        salary: { amount: 30_000, currency: "GBP", period: "year" },
      },
    });
  });
});

describe("an employer's conversation", () => {
  test("goes from a search over refinements and questions back to the search", async () => {
    const { say } = checkedConversation(EMPLOYER);

    const first = await say("intensive care nurses near Manchester");
    expect(first.intent).toMatchObject({
      kind: "search",
      mode: "new",
      filters: { skills: ["Intensive care"], places: [{ city: "Manchester", country: "GB", radius_km: 50 }] },
    });
    expect(first.matches.every(({ kind }) => kind === "candidate")).toBe(true);

    const senior = await say("only senior ones");
    expect(senior.intent).toMatchObject({ kind: "search", mode: "refine", filters: { seniority: ["senior"], places: [{ city: "Manchester" }] } });

    const anyLevel = await say("drop the seniority filter");
    expect(anyLevel.intent).not.toHaveProperty("filters.seniority");
    expect(idsOf(anyLevel)).toEqual(idsOf(first));

    const more = await say("more");
    expect(ranksOf(more)[0]).toBe(6);
    expectGoesOn(anyLevel, more);

    const detail = await say("tell me about the second");
    expect(detail.intent).toEqual({ kind: "detail", ranks: [2] });
    expect(detail.matches).toEqual([anyLevel.matches[1]]);
    expect(quotationIn(detail)).toContain(firstSentence(anyLevel.matches[1]!));

    const comparison = await say("compare 1 and 3");
    expect(comparison.matches).toEqual([anyLevel.matches[0], anyLevel.matches[2]]);

    const why = await say("why is 1 above 2?");
    expect(idsOf(why)).toEqual(idsOf(anyLevel).slice(0, 2));
    expect(why.streamed).toContain(biggestDifference(anyLevel.matches[0]!, anyLevel.matches[1]!));

    const gaps = await say("what is 3 missing?");
    expect(gaps.intent).toEqual({ kind: "gaps", ranks: [3] });
    expect(idsOf(gaps)).toEqual([anyLevel.matches[2]!.id]);

    const aside = await say("what's the capital of France?");
    expect(aside.intent).toEqual({ kind: "out-of-scope" });

    const back = await say("ok, and only with 5+ years of experience");
    expect(back.intent).toMatchObject({ kind: "search", mode: "refine", filters: { skills: ["Intensive care"], min_years: 5 } });
    expect(ranksOf(back)[0]).toBe(1);
  });

  test("stays with the opening it began with, page by page", async () => {
    const { say } = checkedConversation(EMPLOYER);
    const first = await say("who fits our ICU nurse opening?");
    expect(first.matches[0]!.parts.find(({ name }) => name === "seniority")!.value).not.toBeNull();
    const more = await say("more");
    expectGoesOn(first, more);
    const refined = await say("only with 5+ years");
    const known = new Map([...first.matches, ...more.matches].map((match) => [match.id, match.score]));
    const again = refined.matches.filter(({ id }) => known.has(id));
    expect(again.length).toBeGreaterThan(2);
    for (const { id, score } of again) expect(score).toBeCloseTo(known.get(id)!, 6);
  });

  test("asks of another trade are not measured by the employer's own openings", async () => {
    const { say } = checkedConversation(EMPLOYER);
    const { matches } = await say("plumbers");
    expect(matches.flatMap(({ missing }) => missing)).toEqual([]);
  });
});

test("what it refers to is the match talked about last, and them the page listed last", async () => {
  const { say } = checkedConversation(EMPLOYER);
  const first = await say("nurses");
  await say("tell me about 3");
  expect((await say("what is missing for it?")).intent).toEqual({ kind: "gaps", ranks: [3] });
  expect((await say("compare them")).intent).toEqual({ kind: "compare", ranks: ranksOf(first) });
  const more = await say("more");
  expect((await say("compare them")).intent).toEqual({ kind: "compare", ranks: ranksOf(more) });
});

/** The next page: new records that fit no better than the last one listed, measured by the same ask. */
function expectGoesOn(before: Turn, next: Turn): void {
  expect(ranksOf(next)).toEqual(ranksOf(next).map((_, at) => before.matches.at(-1)!.rank + 1 + at));
  expect(idsOf(next).filter((id) => idsOf(before).includes(id))).toEqual([]);
  const scores = [before.matches.at(-1)!, ...next.matches].map(({ score }) => score ?? -1);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
}

const quotationIn = ({ streamed }: Turn): string =>
  streamed
    .split("\n")
    .filter((line) => line.startsWith("> "))
    .map((line) => line.slice(2))
    .join(" ");

function firstSentence(match: Match): string {
  const text = match.kind === "job" ? match.record.description : match.record.summary;
  return text.split(". ")[0]!.split("\n")[0]!;
}

function biggestDifference(a: Match, b: Match): string {
  const gap = (name: string) => Math.abs(a.parts.find((part) => part.name === name)!.contribution - b.parts.find((part) => part.name === name)!.contribution);
  return a.parts.toSorted((one, other) => gap(other.name) - gap(one.name))[0]!.name;
}
