import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { KeptRun } from "../../../fixtures/langsmith/handlers.ts";
import { type LangSmithServer, langsmithServer } from "../../../fixtures/langsmith/server.ts";
import type { Ports } from "../deps.ts";
import { costUsd } from "../models/prices.ts";
import { logTracing } from "../telemetry/log-tracing.ts";
import { conversation } from "../testing/conversation.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { slowly } from "../testing/slow-model.ts";
import { testEngine } from "../testing/test-engine.ts";
import { LANGSMITH_KEY, type TracedTo, logAt, newTurn, tracedChat, tracedTo } from "../testing/traced-chat.ts";

const NODES = ["accept", "restore", "understand", "repeat", "retrieve", "score", "respond", "persist", "summarise"];

let store: SeededStore;
let langsmith: LangSmithServer;
beforeAll(async () => {
  store = await seededStore(fixtures(140));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  langsmith = await langsmithServer();
});
afterEach(() => langsmith[Symbol.asyncDispose]());

describe("a trace", () => {
  let to: TracedTo;
  beforeEach(() => {
    to = tracedTo(langsmith);
  });
  afterEach(() => to.tracing[Symbol.asyncDispose]());

  test("is one a turn, with every node, search, tool and model call where it belongs", async () => {
    using model = scriptedModel();
    model.answer({ says: "Let me look.", calls: [{ name: "search", args: { query: "backend engineer" } }] }, { says: "It fits [1]." });
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing, { environment: model.environment });
    const turn = await chat.say("TypeScript jobs");
    const [root] = (await to.traces(1)) as [KeptRun];

    const below = (name: string) => to.childrenOf(to.named(name)[0]!).map((run) => `${run.run_type} ${run.name}`);
    expect(root).toMatchObject({ name: "turn", session_name: "portal", tags: ["job_seeker"] });
    expect(below("turn")).toEqual(NODES.map((name) => `chain ${name}`));
    expect(below("retrieve")).toEqual(["retriever retrieve-lexical", "retriever retrieve-dense"]);
    expect(below("respond")).toEqual(["llm agent", "tool search", "llm agent"]);
    expect(below("search")).toEqual(["retriever retrieve-lexical", "retriever retrieve-dense"]);
    for (const run of to.runs()) {
      expect(run).toMatchObject({ trace_id: root.id, extra: { metadata: { turn_id: turn.turnId, session_id: turn.sessionId, role: "job_seeker" } } });
      expect(run).toMatchObject({ start_time: expect.anything(), end_time: expect.anything() });
      expect(run.error).toBeUndefined();
    }
  });

  test("tells what was asked, understood, found, scored and answered", async () => {
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing);
    const turn = await chat.say("remote TypeScript jobs");
    const [root] = (await to.traces(1)) as [KeptRun];
    expect(root.inputs).toEqual({ message: "remote TypeScript jobs", opens_session: true });
    expect(root.outputs).toMatchObject({
      understanding: { intent: turn.intent },
      found: { hits: expect.any(Number), excluded: expect.arrayContaining([{ reason: expect.any(String), count: expect.any(Number) }]) },
      page: turn.matches.map(({ id, rank, score, parts }) => ({ id, rank, score, parts: parts.map(({ name, value }) => ({ name, value })) })),
      answer: { text: turn.streamed, status: "complete", citations: turn.end!.citations, cost_usd: 0, model: turn.end!.model },
      cache: "miss",
      degraded: [],
    });
  });

  test("has the tokens and the cost of each model call, which add up to the turn's", async () => {
    using model = scriptedModel();
    const first = { input: 1312, output: 18, cached: 1024 };
    model.answer(
      { calls: [{ name: "search", args: { query: "backend engineer" } }], usage: { prompt: first.input, completion: first.output, cached: first.cached } },
      { says: "It fits [1].", usage: { prompt: 2000, completion: 40 } },
    );
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing, { environment: model.environment });
    const turn = await chat.say("TypeScript jobs");
    const [root] = (await to.traces(1)) as [KeptRun];
    const [call, other] = to.named("agent").map(({ extra }) => extra!.metadata!);
    expect(call).toMatchObject({
      ls_provider: "openai",
      ls_model_name: "gpt-4o-mini",
      usage_metadata: {
        input_tokens: first.input,
        output_tokens: first.output,
        input_token_details: { cache_read: first.cached },
        input_cost: costUsd("gpt-4o-mini", { ...first, output: 0 }),
        total_cost: costUsd("gpt-4o-mini", first),
      },
    });
    const costs = [call, other].map((known) => (known!.usage_metadata as { total_cost: number }).total_cost);
    expect(costs[0]! + costs[1]!).toBeCloseTo(turn.end!.costUsd!, 12);
    expect(root.outputs!.answer).toMatchObject({ usage: turn.end!.usage, cost_usd: turn.end!.costUsd });
    expect(to.named("agent")[1]!.events!.map(({ name }) => name)).toEqual(["start", "new_token", "end"]);
  });

  test("tells what each leg of retrieval found, and where one found nothing", async () => {
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing);
    await chat.say("TypeScript jobs");
    await chat.say("jobs as a glyptographer");
    await to.traces(2);
    const [lexical, missed] = to.named("retrieve-lexical") as [KeptRun, KeptRun];
    expect(lexical.inputs).toMatchObject({ collection: "jobs", terms: expect.arrayContaining(["typescript"]), conditions: expect.arrayContaining(["live"]) });
    expect((lexical.outputs!.top as unknown[])[0]).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), score: expect.any(Number) });
    expect(lexical.outputs!.hits).toBeGreaterThan(0);
    expect(missed.outputs).toEqual({ hits: 0, top: [] });
    expect(to.named("retrieve-dense").map(({ outputs }) => Object.keys(outputs!))).toEqual(to.named("retrieve-dense").map(() => ["hits", "top"]));
  });

  test("of a repeated question tells that the cache had it", async () => {
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing);
    await chat.say("TypeScript jobs");
    await chat.say("TypeScript jobs");
    const [first, second] = (await to.traces(2)) as [KeptRun, KeptRun];
    expect([first, second].map(({ outputs }) => outputs!.cache)).toEqual(["miss", "hit"]);
    expect(to.childrenOf(second).map(({ name }) => name)).toEqual(["accept", "restore", "understand", "repeat", "persist", "summarise"]);
  });

  test("of a turn that broke off tells where, by the kind of the error alone", async () => {
    const adapt = (ports: Ports) =>
      interceptedPorts(ports, ({ port, method }, proceed) => {
        if (port === "catalog" && method === "records") throw new TypeError("The record of Zoë cannot be read.");
        return proceed();
      });
    await using chat = await tracedChat(store.copy(), EMPLOYER, to.tracing, { adapt });
    await expect(chat.say("nurses")).rejects.toThrow("Zoë");
    const [root] = (await to.traces(1)) as [KeptRun];
    expect(to.runs().flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`]))).toEqual(["turn: TypeError", "score: TypeError"]);
    expect(root.outputs).toMatchObject({ understanding: { intent: { kind: "search" } } });
    expect(to.sent()).not.toContain("Zoë");
  });

  test("of a cancelled turn has the words that were said", async () => {
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing, slowly(5));
    const cancel = new AbortController();
    const turn = await chat.say("TypeScript jobs", { signal: cancel.signal, told: ({ type }) => type === "text-delta" && cancel.abort() });
    const [root] = (await to.traces(1)) as [KeptRun];
    expect(turn.streamed).not.toBe("");
    expect(root.outputs!.answer).toMatchObject({ text: turn.streamed, status: "cancelled" });
    expect(to.named("agent")[0]!.error).toBeDefined();
  });

  test("is not sent of a message that another send brought first", async () => {
    await using chat = await tracedChat(store.copy(), SEEKER, to.tracing);
    const ids = newTurn();
    await chat.say("TypeScript jobs", { ids });
    await expect(chat.say("TypeScript jobs", { ids })).rejects.toThrow("accepted before");
    await chat.say("more");
    expect((await to.traces(2)).map(({ inputs }) => inputs.message)).toEqual(["TypeScript jobs", "more"]);
  });
});

describe("how many turns are traced", () => {
  test.each([
    { samplingRate: 0, count: 0 },
    { samplingRate: 1, count: 3 },
  ])("at a rate of $samplingRate: $count of 3", async ({ samplingRate, count }) => {
    const { tracing, traces } = tracedTo(langsmith, { samplingRate });
    await using chat = await tracedChat(store.copy(), SEEKER, tracing);
    for (const message of ["hello", "TypeScript jobs", "more"]) await chat.say(message);
    await traces(count);
    await tracing[Symbol.asyncDispose]();
    expect(langsmith.asked === 0).toBe(count === 0);
  });

  test("at a rate between: whole turns, and the same ones in every process", () => {
    const [here, elsewhere] = [tracedTo(langsmith, { samplingRate: 0.25 }), tracedTo(langsmith, { samplingRate: 0.25 })];
    const turns = Array.from({ length: 2_000 }, () => ({ ...SEEKER, ...newTurn(), sessionId: crypto.randomUUID(), acceptedAt: new Date() }));
    const sampled = turns.filter((turn) => here.tracing.turn(turn).callbacks !== undefined);
    expect(sampled.length / turns.length).toBeCloseTo(0.25, 1);
    expect(turns.filter((turn) => elsewhere.tracing.turn(turn).callbacks !== undefined)).toEqual(sampled);
  });
});

describe("when LangSmith is away", () => {
  test.each([
    { how: "hangs", warnings: 0 },
    { how: 500, warnings: 1 },
  ] as const)("turns are what they are without it: $how", async ({ how, warnings }) => {
    langsmith.behave(how);
    const log = logAt("warn");
    await using plain = await tracedChat(store.copy(), SEEKER, logTracing(log));
    const expected = await plain.say("TypeScript jobs");

    const { tracing } = tracedTo(langsmith, { log });
    await using chat = await tracedChat(store.copy(), SEEKER, tracing);
    const turn = await chat.say("TypeScript jobs");
    await chat.say("more");
    expect(turn.matches.map(({ id }) => id)).toEqual(expected.matches.map(({ id }) => id));
    expect(turn.streamed).toBe(expected.streamed);

    const leaving = performance.now();
    await tracing[Symbol.asyncDispose]();
    expect(performance.now() - leaving).toBeLessThan(4_000);
    expect(log.lines).toHaveLength(warnings);
  });
});

test("a key alone traces nothing", async () => {
  await using open = await testEngine(store.copy(), { environment: { LANGSMITH_API_KEY: LANGSMITH_KEY, LANGSMITH_ENDPOINT: langsmith.url } });
  await conversation(open.engine, SEEKER).say("TypeScript jobs");
  expect(langsmith.asked).toBe(0);
});

test("the engine traces where its settings say so, and has sent everything when it is closed", async () => {
  const environment = { LANGSMITH_TRACING: "true", LANGSMITH_API_KEY: LANGSMITH_KEY, LANGSMITH_ENDPOINT: langsmith.url, LANGSMITH_PROJECT: "portal" };
  {
    await using open = await testEngine(store.copy(), { environment });
    const talk = conversation(open.engine, SEEKER);
    await talk.say("TypeScript jobs");
    await talk.say("more");
  }
  const roots = [...langsmith.runs.values()].filter(({ parent_run_id }) => parent_run_id === undefined);
  expect(roots.map(({ name, session_name }) => [name, session_name])).toEqual([
    ["turn", "portal"],
    ["turn", "portal"],
  ]);
});
