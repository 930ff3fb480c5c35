import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unmetFilters } from "../testing/stated-filters.ts";
import { conversation } from "../testing/conversation.ts";
import { scriptedModel } from "../testing/scripted-model.ts";
import { SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

const OFTEN = { summaryEvery: 1, recentMessages: 2 };
const isSummary = (request: { messages: { content: string }[] }) => request.messages[0]!.content.startsWith("Summarise");

describe("the summary of a session", () => {
  test("is written after the turn has ended, and the next message does not wait for it", async () => {
    using model = scriptedModel();
    let summarising = 0;
    model.answer(async (request) => {
      if (!isSummary(request)) return { says: "It fits [1]." };
      summarising += 1;
      await sleep(1_000);
      return { says: "They look for TypeScript work." };
    });
    let sessionId = "";
    {
      await using open = await testEngine(directory, { environment: model.environment, settings: OFTEN });
      const talk = conversation(open.engine, SEEKER);
      await talk.say("TypeScript jobs");
      ({ sessionId } = talk);
      const startedAt = performance.now();
      expectSoundTurn(await talk.say("React jobs"));
      expectSoundTurn(await talk.say("Node.js jobs"));
      expect(performance.now() - startedAt).toBeLessThan(900);
      expect((await open.engine.sessions.show(SEEKER, sessionId)).session.summary).toBeNull();
    }
    expect(summarising).toBeGreaterThan(0);
    await using open = await testEngine(directory);
    const { session } = await open.engine.sessions.show(SEEKER, sessionId);
    expect(session.summary).toBe("They look for TypeScript work.");
    expect([2, 4]).toContain(session.summary_through_seq);
  });

  test("takes the place of the messages it covers in the next prompt", async () => {
    using model = scriptedModel();
    model.answer((request) => (isSummary(request) ? { says: "They look for TypeScript work." } : { says: "It fits [1]." }));
    await using open = await testEngine(directory, { environment: model.environment, settings: OFTEN });
    const talk = conversation(open.engine, SEEKER);
    await talk.say("TypeScript jobs");
    await talk.say("React jobs");
    await settled(open, talk.sessionId);
    await talk.say("Node.js jobs");
    const { messages } = model.requests.findLast((request) => !isSummary(request))!;
    expect(messages.map(({ content }) => content).slice(1, -1)).toEqual([
      '<summary>\n"They look for TypeScript work."\n</summary>',
      "React jobs",
      "It fits [1].",
    ]);
    expect(JSON.stringify(messages)).not.toContain("TypeScript jobs");
  });

  test.each([
    ["fails", { says: "They", breaksOff: true }],
    ["is empty", { says: " " }],
  ])("that %s changes nothing", async (_, outcome) => {
    using model = scriptedModel();
    model.answer((request) => {
      if (!isSummary(request)) return { says: "It fits [1]." };
      return outcome;
    });
    await using open = await testEngine(directory, { environment: model.environment, settings: OFTEN });
    const talk = conversation(open.engine, SEEKER);
    for (const text of ["TypeScript jobs", "React jobs", "Node.js jobs"]) {
      const turn = await talk.say(text);
      expectSoundTurn(turn);
      expect(turn.end!.degraded).toEqual([]);
      await sleep(100);
    }
    const { session, messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(session).toMatchObject({ summary: null, summary_through_seq: 0 });
    expect(messages).toHaveLength(6);
    expect(JSON.stringify(model.requests.findLast((request) => !isSummary(request)))).toContain("TypeScript jobs");
  });

  test("loses no filter: after many turns the search still holds all of them", async () => {
    await using open = await testEngine(directory, { settings: OFTEN });
    const talk = conversation(open.engine, SEEKER);
    for (const text of ["remote TypeScript jobs in Germany, at least 60k", "only full-time", "no agencies"]) await talk.say(text);
    for (const text of ["thanks", "tell me about 1", "what's the weather?", "compare 1 and 2", "hello", "what am I missing for 1?", "ok"]) await talk.say(text);
    await settled(open, talk.sessionId);
    const { session } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(session.summary).not.toBeNull();
    const filters = session.search_state!.filters;
    expect(filters).toMatchObject({
      skills: ["TypeScript"],
      places: [{ country: "DE" }],
      remote: ["remote"],
      salary: { amount: 60_000, currency: "EUR", period: "year" },
      employment_types: ["full_time"],
      employer_kind: "direct",
    });
    const refined = await talk.say("only senior ones");
    expect(refined.intent).toMatchObject({ kind: "search", mode: "refine", filters: { ...filters, seniority: ["senior"] } });
    const { employer_kind: _, ...checkable } = filters;
    for (const match of refined.matches) expect(unmetFilters(match, checkable, { now: new Date(), employers: new Map() })).toEqual([]);
  });

  async function settled({ engine }: TestEngine, sessionId: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await engine.sessions.show(SEEKER, sessionId)).session.summary !== null) return;
      await sleep(20);
    }
    throw new Error("The summary was never written.");
  }
});
