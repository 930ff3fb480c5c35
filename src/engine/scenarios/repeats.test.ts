import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Resume } from "../catalog/records.ts";
import type { Actor } from "../engine.ts";
import { conversation } from "../testing/conversation.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let open: TestEngine;

beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  open = await testEngine(store.copy());
  return () => open[Symbol.asyncDispose]();
});

/** What a repeated question must not cost: model, embedding and vector calls, and words looked up. */
function costly(): string[] {
  return open.calls
    .filter(
      ({ port, method }) => ["chatModel", "embedder", "vectors"].includes(port) || (port === "catalog" && ["lexical", "records", "anyOf"].includes(method)),
    )
    .map(({ port, method }) => `${port}.${method}`);
}

async function asks(actor: Actor, ...texts: string[]) {
  const talk = conversation(open.engine, actor);
  const turns = [];
  for (const text of texts) turns.push(await talk.say(text));
  return turns;
}

describe("the same question again", () => {
  test.each([
    ["remote TypeScript jobs in Germany, at least 60k", SEEKER],
    ["intensive care nurses near Manchester", EMPLOYER],
    ["jobs", SEEKER],
    ["who fits our ICU nurse opening?", EMPLOYER],
  ])("(%s) is answered from the cache without a model, embedding or vector call", async (text, actor) => {
    const talk = conversation(open.engine, actor);
    const first = await talk.say(text);
    expect(first.end!.cache).toBe("miss");
    expect(costly()).toContain("chatModel.stream");
    open.calls.length = 0;

    const again = await talk.say(text);
    expect(again.end).toMatchObject({ cache: "hit", costUsd: 0, usage: { input: 0, output: 0, cached: 0 } });
    expect(costly()).toEqual([]);
    expect(again.matches).toEqual(first.matches);
    expect(again.streamed).toBe(first.streamed);
    expect(again.end!.citations).toEqual(first.end!.citations);
  });

  test("hits in other words of the same intent, and in another session", async () => {
    await asks(SEEKER, "remote TypeScript jobs in Germany");
    for (const text of ["TypeScript jobs in Germany, remote", "show me remote typescript jobs in germany please"]) {
      expect((await asks(SEEKER, text))[0]!.end!.cache).toBe("hit");
    }
  });

  test("hits for a question about a match, and leaves the conversation as the question would", async () => {
    const turns = await asks(EMPLOYER, "nurses", "tell me about 2", "tell me about 2", "what is missing for it?");
    expect(turns.map(({ end }) => end!.cache)).toEqual(["miss", "miss", "hit", "miss"]);
    expect(turns[3]!.intent).toEqual({ kind: "gaps", ranks: [2] });
  });

  test("leaves the search where the first answer left it: more goes on after it", async () => {
    const [first, , more] = await asks(SEEKER, "TypeScript jobs", "TypeScript jobs", "more");
    expect(more!.matches[0]!.rank).toBe(first!.matches.length + 1);
    expect(more!.matches.filter(({ id }) => first!.matches.some((match) => match.id === id))).toEqual([]);
  });

  test("hits after a restart", async () => {
    const directory = store.copy();
    for (const cache of ["miss", "hit"]) {
      await using other = await testEngine(directory);
      expect((await conversation(other.engine, SEEKER).say("TypeScript jobs")).end!.cache).toBe(cache);
    }
  });
});

describe("what looks alike is asked anew", () => {
  const actors = { seeker: SEEKER, employer: EMPLOYER };
  const pairs: [keyof typeof actors, string, string][] = [
    ["seeker", "nursing jobs in Berlin", "nursing jobs not in Berlin"],
    ["seeker", "jobs with night shifts", "jobs without night shifts"],
    ["seeker", "TypeScript jobs with React", "TypeScript jobs without React"],
    ["seeker", "jobs over 60k in Germany", "jobs over 70k in Germany"],
    ["seeker", "jobs over 60k EUR", "jobs over 60k USD"],
    ["seeker", "show me 3 nursing jobs", "show me 5 nursing jobs"],
    ["seeker", "TypeScript jobs in Berlin", "TypeScript jobs in Bern"],
    ["seeker", "TypeScript jobs in Frankfurt an der Oder", "TypeScript jobs in Frankfurt am Main"],
    ["seeker", "electrician jobs", "electronics technician jobs"],
    ["seeker", "part-time jobs", "full-time jobs"],
    ["seeker", "jobs from agencies", "no jobs from agencies"],
    ["seeker", "senior developer jobs", "senior or lead developer jobs"],
    ["employer", "nurses with 5 years of experience", "nurses with 3 years of experience"],
    ["employer", "nurses with at least 5 years of experience", "nurses with at most 5 years of experience"],
    ["employer", "nurses who speak German", "nurses who do not speak German"],
    ["employer", "nurses near Manchester", "nurses near Leeds"],
    ["employer", "junior nurses", "senior nurses"],
    ["employer", "nurses who are team players", "nurses who are not team players"],
  ];
  test.each(pairs)("of a %s: %s, then %s", async (role, one, other) => {
    const [first, second] = await asks(actors[role], one, other);
    expect(first!.end!.cache).toBe("miss");
    expect(second!.end!.cache).not.toBe("hit");
  });

  test("another user's question never hits", async () => {
    await asks(SEEKER, "TypeScript jobs");
    const [other] = await asks({ ...SEEKER, userId: "somebody-else" }, "TypeScript jobs");
    expect(other!.end!.cache).toBe("miss");
  });

  test("the other role's question never hits", async () => {
    await asks(SEEKER, "nurses");
    const [other] = await asks({ userId: SEEKER.userId, role: "employer" }, "nurses");
    expect(other!.end!.cache).toBe("miss");
    expect(other!.matches.every(({ kind }) => kind === "candidate")).toBe(true);
  });

  test("a changed profile misses", async () => {
    await asks(SEEKER, "TypeScript jobs");
    const own = (await Array.fromAsync(fixtures().resumes())).find(({ user_id }) => user_id === SEEKER.userId)!;
    await reseed({ ...own, desired_salary: { min: 90_000, currency: "EUR", period: "year" } });
    const [again] = await asks(SEEKER, "TypeScript jobs");
    expect(again!.end!.cache).toBe("miss");
  });

  test("a reseeded index misses, one that did not change hits", async () => {
    await asks(EMPLOYER, "nurses");
    await open.engine.seed(fixtures(), {});
    expect((await asks(EMPLOYER, "nurses"))[0]!.end!.cache).toBe("hit");
    const other = (await Array.fromAsync(fixtures().resumes())).find(({ user_id }) => user_id !== SEEKER.userId)!;
    await reseed({ ...other, summary: `${other.summary} Also keeps bees.` });
    expect((await asks(EMPLOYER, "nurses"))[0]!.end!.cache).toBe("miss");
  });

  test("an answer kept longer than allowed misses, and a cache that is off is not asked", async () => {
    const directory = store.copy();
    for (const [answerTtlMs, cache] of [
      [1, "miss"],
      [0, "off"],
    ] as const) {
      await using other = await testEngine(directory, { settings: { answerTtlMs } });
      const talk = conversation(other.engine, SEEKER);
      await talk.say("TypeScript jobs");
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await talk.say("TypeScript jobs")).end!.cache).toBe(cache);
    }
  });
});

async function reseed(resume: Resume): Promise<void> {
  const nothing = async function* () {};
  await open.engine.seed(
    {
      employers: nothing,
      jobs: nothing,
      resumes: async function* () {
        yield resume;
      },
    },
    {},
  );
}
