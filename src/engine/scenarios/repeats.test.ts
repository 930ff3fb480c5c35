import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../engine.ts";
import { conversation } from "../testing/conversation.ts";
import { type Documents, sourceOf } from "../testing/memory-store.ts";
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

/** What a repeated question must not cost: model, embedding and vector calls, and words looked up. Whether what it names is still offered is looked at. */
function costly(): string[] {
  return open.calls
    .filter(({ port, method }) => ["chatModel", "embedder", "vectors"].includes(port) || (port === "catalog" && ["lexical", "anyOf"].includes(method)))
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

  test("lists nothing in a session without bringing another session's list along", async () => {
    const nothing = "TypeScript jobs in Vaduz over 900k";
    const [, empty] = await asks(SEEKER, "TypeScript jobs", nothing);
    expect(empty!.matches).toEqual([]);
    const [listed, again, detail] = await asks(SEEKER, "nursing jobs", nothing, "tell me about 1");
    expect(again!.end!.cache).toBe("hit");
    expect(detail!.matches.map(({ id }) => id)).toEqual([listed!.matches[0]!.id]);
  });

  test("hits after a restart", async () => {
    const directory = store.copy();
    for (const cache of ["miss", "hit"]) {
      await using other = await testEngine(directory);
      expect((await conversation(other.engine, SEEKER).say("TypeScript jobs")).end!.cache).toBe(cache);
    }
  });
});

describe("what is not the same question is asked anew", () => {
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
    await reseed({ resumes: [{ ...own, desired_salary: { min: 90_000, currency: "EUR", period: "year" } }] });
    const [again] = await asks(SEEKER, "TypeScript jobs");
    expect(again!.end!.cache).toBe("miss");
  });

  test("a reseeded index misses, one that did not change hits", async () => {
    await asks(EMPLOYER, "nurses");
    await open.engine.seed(fixtures(), {});
    expect((await asks(EMPLOYER, "nurses"))[0]!.end!.cache).toBe("hit");
    const other = (await Array.fromAsync(fixtures().resumes())).find(({ user_id }) => user_id !== SEEKER.userId)!;
    await reseed({ resumes: [{ ...other, summary: `${other.summary} Also keeps bees.` }] });
    expect((await asks(EMPLOYER, "nurses"))[0]!.end!.cache).toBe("miss");
  });

  test.each([
    ["closed", false, { status: "closed" as const }],
    ["changed in its words", true, { description: "Now with bees." }],
  ])("a question whose answer named a job that was %s since is answered anew", async (_, stays, change) => {
    const [first] = await asks(SEEKER, "TypeScript jobs");
    const { id } = first!.matches[0]!;
    const named = (await Array.fromAsync(fixtures().jobs())).find(({ _id }) => _id === id)!;
    await reseed({ jobs: [{ ...named, ...change }] });
    const [again] = await asks(SEEKER, "TypeScript jobs");
    expect(again!.end!.cache).toBe("miss");
    expect(again!.matches.some((match) => match.id === id)).toBe(stays);
  });

  test("a question whose answer named a candidate who has withdrawn since is answered anew", async () => {
    const [first] = await asks(EMPLOYER, "nurses");
    const { id } = first!.matches[0]!;
    const named = (await Array.fromAsync(fixtures().resumes())).find(({ _id }) => _id === id)!;
    await reseed({ resumes: [{ ...named, visibility: "private" }] });
    const [again] = await asks(EMPLOYER, "nurses");
    expect(again!.end!.cache).toBe("miss");
    expect(again!.matches.map((match) => match.id)).not.toContain(id);
  });

  test("a question whose answer named a job that has expired since is answered anew, though the index is the same", async () => {
    let now = new Date(`${new Date().toISOString().slice(0, 10)}T10:00:00Z`);
    await using timed = await testEngine(store.copy(), { settings: { now: () => now } });
    const ask = () => conversation(timed.engine, SEEKER).say("TypeScript jobs");
    const { id } = (await ask()).matches[0]!;
    const named = (await Array.fromAsync(fixtures().jobs())).find(({ _id }) => _id === id)!;
    await timed.engine.seed(sourceOf({ jobs: [{ ...named, expires_at: new Date(now.getTime() + 60_000).toISOString() }] }), {});
    expect((await ask()).matches.map((match) => match.id)).toContain(id);
    expect((await ask()).end!.cache).toBe("hit");
    now = new Date(now.getTime() + 120_000);
    const again = await ask();
    expect(again.end!.cache).toBe("miss");
    expect(again.matches.map((match) => match.id)).not.toContain(id);
  });

  test("another page size never hits", async () => {
    const directory = store.copy();
    for (const pageSize of [5, 3]) {
      await using other = await testEngine(directory, { settings: { pageSize } });
      const { end, matches } = await conversation(other.engine, SEEKER).say("nursing jobs");
      expect([end!.cache, matches.length]).toEqual(["miss", pageSize]);
    }
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

async function reseed(documents: Documents): Promise<void> {
  await open.engine.seed(sourceOf(documents), {});
}
