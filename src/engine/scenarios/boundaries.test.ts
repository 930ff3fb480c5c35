import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Job, Resume } from "../catalog/records.ts";
import type { Actor } from "../engine.ts";
import { conversation } from "../testing/conversation.ts";
import { idsIn, readsOf } from "../testing/reached.ts";
import { type ScriptedModel, scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let open: TestEngine;
let jobs: Job[];
let resumes: Resume[];

beforeAll(async () => {
  store = await seededStore();
  jobs = await Array.fromAsync(fixtures().jobs());
  resumes = await Array.fromAsync(fixtures().resumes());
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  open = await testEngine(store.copy());
});
afterEach(() => open[Symbol.asyncDispose]());

describe("a session is unknown to everybody else", () => {
  const OTHERS: [string, Actor][] = [
    ["another user", { userId: "somebody-else", role: "job_seeker" }],
    ["the same user in the other role", { userId: SEEKER.userId, role: "employer" }],
    ["another user in the other role", EMPLOYER],
  ];

  test.each(OTHERS)("%s cannot show, delete, list, continue or stop it", async (_, other) => {
    const own = conversation(open.engine, SEEKER);
    await own.say("TypeScript jobs", { clientMessageId: "first" });
    const { sessionId } = own;
    const unknown = { code: "not_found" };
    await expect(open.engine.sessions.show(other, sessionId)).rejects.toMatchObject(unknown);
    await expect(open.engine.sessions.delete(other, sessionId)).rejects.toMatchObject(unknown);
    expect(await open.engine.sessions.list(other)).toEqual([]);

    for (const options of [{}, { onBusy: "interrupt" as const }, { clientMessageId: "second" }]) {
      const turn = await conversation(open.engine, other, sessionId).say("more", options);
      expect(turn.events.map(({ type }) => type)).toEqual(["turn-error"]);
      expect(turn.error).toMatchObject({ ...unknown, retryable: false });
    }
    expect((await open.engine.sessions.show(SEEKER, sessionId)).messages).toHaveLength(2);
  });

  test("nor can they tell that it is busy, or stop its answer", async () => {
    await using slow = await testEngine(store.copy(), {
      settings: { pageSize: 5 },
      adapt: (ports) => ({
        ...ports,
        embedder: {
          ...ports.embedder,
          embedQuery: async (...args) => (await new Promise((resolve) => setTimeout(resolve, 1_500)), ports.embedder.embedQuery(...args)),
        },
      }),
    });
    const own = conversation(slow.engine, SEEKER);
    await own.say("hello");
    const running = own.say("TypeScript jobs");
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const [, other] of OTHERS) {
      const turn = await conversation(slow.engine, other, own.sessionId).say("stop that", { onBusy: "interrupt" });
      expect(turn.error).toMatchObject({ code: "not_found" });
    }
    expect((await running).end!.message).toMatchObject({ status: "complete" });
  });

  test("the same message id in the other role does not open the door to its answer", async () => {
    const own = conversation(open.engine, SEEKER);
    await own.say("TypeScript jobs", { clientMessageId: "shared" });
    const turn = await conversation(open.engine, { userId: SEEKER.userId, role: "employer" }).say("nurses", { clientMessageId: "shared" });
    expect(turn.matches).toEqual([]);
    expect(turn.error).toMatchObject({ code: "not_found" });
  });
});

describe("tools reach no further than the turn", () => {
  let model: ScriptedModel;
  beforeEach(() => {
    model = scriptedModel();
  });
  afterEach(() => model[Symbol.dispose]());

  const ROLES: [string, Actor, "jobs" | "resumes"][] = [
    ["TypeScript jobs", SEEKER, "resumes"],
    ["nurses near Manchester", EMPLOYER, "jobs"],
  ];

  test.each(ROLES)("numbers that are not listed, unknown tools and malformed arguments give nothing (%s)", async (text, actor, foreign) => {
    model.answer(
      {
        calls: [
          { name: "details", args: { n: 99 } },
          { name: "compare", args: { ns: [1, 250] } },
          { name: "delete_everything", args: {} },
          { name: "explain", args: { n: "1; DROP TABLE jobs" } },
        ],
      },
      {
        calls: [
          { name: "search", args: { query: "nurses", role: "employer", collection: "resumes", userId: EMPLOYER.userId } },
          { name: "search", args: { query: "x".repeat(5_000) } },
          { name: "details", args: { n: -1 } },
          { name: "compare", args: { ns: [1] } },
          { name: "details", args: { n: 1 } },
        ],
      },
      { says: "The first one fits [1]; so does [99]." },
    );
    await using real = await testEngine(store.copy(), { environment: model.environment });
    const turn = await conversation(real.engine, actor).say(text);
    expect(turn.end).toMatchObject({ message: { status: "complete" }, degraded: [] });
    expect(turn.streamed).toBe("The first one fits [1]; so does .");
    expect(readsOf(foreign, real.calls)).toEqual([]);
    expect(idsIn([turn, model.requests], foreign === "jobs" ? jobs : resumes)).toEqual([]);

    const results = new Map(
      model.requests
        .at(-1)!
        .messages.filter(({ role }) => role === "tool")
        .map(({ content }, at) => [at, content]),
    );
    expect(results.get(0)).toMatch(/Not every number is listed/);
    expect(results.get(1)).toMatch(/Not every number is listed/);
    expect(results.get(2)).toBe("There is no such tool.");
    expect(results.get(3)).toBe("The tool could not use these arguments.");
    expect(results.get(5)).toBe("The tool could not use these arguments.");
    expect(results.get(6)).toBe("The tool could not use these arguments.");
  });

  test("arguments that are not JSON are answered without breaking the conversation with the model", async () => {
    model.answer(
      {
        calls: [
          { name: "search", args: '{"query": "react' },
          { name: "details", args: { n: 1 } },
        ],
      },
      { says: "It fits [1]." },
    );
    await using real = await testEngine(store.copy(), { environment: model.environment });
    const turn = await conversation(real.engine, SEEKER).say("TypeScript jobs");
    expect(turn.streamed).toBe("It fits [1].");
    const { messages } = model.requests.at(-1)! as unknown as { messages: { role: string; tool_call_id?: string; tool_calls?: { id: string }[] }[] };
    const called = messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id));
    expect(messages.filter(({ role }) => role === "tool").map(({ tool_call_id }) => tool_call_id)).toEqual(called);
  });
});
