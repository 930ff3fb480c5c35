import { HttpResponse } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordedStream, refuses, streams } from "../../../fixtures/openai/handlers.ts";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { PRICES_AS_OF, costUsd } from "../models/prices.ts";
import { conversation, ofType } from "../testing/conversation.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { type ScriptedModel, scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const MODEL = "gpt-4o-mini";

let store: SeededStore;
let model: ScriptedModel;
let open: TestEngine;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  model = scriptedModel();
  open = await testEngine(store.copy(), { environment: model.environment });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  model[Symbol.dispose]();
});

describe("an answer", () => {
  test("streams word by word, with the usage and the cost the provider reports", async () => {
    model.answer({ says: ["Both", " fit", " [1]", " [2]", "."], usage: { prompt: 1312, completion: 18, cached: 1024 } });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(ofType(turn.events, "text-delta").map(({ text }) => text)).toEqual(["Both", " fit", " [1]", " [2]", "."]);
    expect(turn.end).toMatchObject({ model: MODEL, usage: { input: 1312, output: 18, cached: 1024 }, degraded: [], cache: "miss" });
    expect(turn.end!.costUsd, `prices of ${PRICES_AS_OF}`).toBeCloseTo(((1312 - 1024) * 0.15 + 1024 * 0.075 + 18 * 0.6) / 1e6, 12);
    expect(turn.end!.citations).toEqual([1, 2].map((n) => ({ n, id: turn.matches[n - 1]!.id })));
    expect(model.requests).toHaveLength(1);
  });

  test("is asked for with the facts, the role's rules and the conversation so far", async () => {
    model.answer({ says: "It fits [1]." });
    const talk = conversation(open.engine, EMPLOYER);
    const first = await talk.say("nurses near Manchester");
    await talk.say("tell me about 1");
    const { messages, tools } = model.requests[1]!;
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages[0]!.content).toContain("help one employer");
    expect(messages[1]!.content).toBe("nurses near Manchester");
    expect(messages[3]!.content).toContain(JSON.stringify(first.matches[0]!.title).slice(1, -1));
    expect(messages[3]!.content.endsWith("tell me about 1")).toBe(true);
    expect(tools!.map(({ function: { name } }) => name)).toEqual(["search", "details", "compare", "explain"]);
    expect(messages[0]!.content).toBe(model.requests[0]!.messages[0]!.content);
  });

  test("that the provider counts no tokens of is billed by estimate", async () => {
    model.answer({ says: "It fits [1].", usage: null });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expect(turn.end!.usage.input).toBeGreaterThan(500);
    expect(turn.end!.costUsd).toBeGreaterThan(0);
  });

  test.each([
    [["It fits [1", "] and [9", "9]."], "It fits [1] and ."],
    [["See [", "1", "2", "], [1]."], "See , [1]."],
    [["Both [1, ", "44] and [44; 2] fit."], "Both [1] and [2] fit."],
    [["A list [x], [] and [1"], "A list [x], [] and [1"],
  ])("loses citations of what was never listed: %o", async (pieces, text) => {
    model.answer({ says: pieces });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expect(turn.streamed).toBe(text);
    expect(turn.end!.message.text).toBe(text);
    expect(turn.end!.citations.every(({ n }) => n <= 5)).toBe(true);
  });
});

describe("tools", () => {
  test("find more, list it with the next numbers and let the answer cite it", async () => {
    model.answer({ says: "Let me look.", calls: [{ name: "search", args: { query: "Go backend engineer" } }] }, { says: "Besides [1] there is [6]." });
    const talk = conversation(open.engine, { userId: "visitor", role: "job_seeker" });
    const turn = await talk.say("developer jobs in Germany");
    expectSoundTurn(turn);
    expect(turn.streamed).toBe("Let me look.\n\nBesides [1] there is [6].");
    const [listed, found] = ofType(turn.events, "matches-found");
    expect(found!.items.map(({ rank }) => rank)).toEqual(found!.items.map((_, at) => listed!.items.length + 1 + at));
    expect(ofType(turn.events, "tool-call")).toMatchObject([{ name: "search", input: { query: "Go backend engineer" }, found: expect.any(Number) }]);
    expect(turn.end!.citations.map(({ n }) => n)).toEqual([1, 6]);
    expect(turn.end!.usage).toEqual({ input: 2000, output: 100, cached: 0 });

    model.answer({ says: "That is [6]." });
    const detail = await talk.say("tell me about 6");
    expect(detail.matches).toEqual([found!.items[0]]);
  });

  test("stay within the filters of the session", async () => {
    model.answer({ calls: [{ name: "search", args: { query: "developer jobs in Brazil, any salary" } }] }, { says: "Only these [1]." });
    const turn = await conversation(open.engine, SEEKER).say("remote React jobs in Germany, at least 60k");
    for (const { record } of turn.matches) expect(record).toMatchObject({ remote: "remote", location: { country: "Germany" } });
  });

  test("may name again what an earlier page listed, under its old number", async () => {
    model.answer({ says: "These [1]." });
    const talk = conversation(open.engine, EMPLOYER);
    const first = await talk.say("nurses");
    model.answer({ calls: [{ name: "search", args: { query: "nurses" } }] }, { says: "Still the best: [1]." });
    const more = await talk.say("more");
    expect(more.streamed).toBe("Still the best: [1].");
    expect(more.end!.citations).toEqual([{ n: 1, id: first.matches[0]!.id }]);
    expectSoundTurn(more);
    model.answer({ says: "Next [11]." });
    expect((await talk.say("more")).matches[0]!.rank).toBe(11);
  });

  test("that are called for ever stop: the model answers with what it has", async () => {
    model.answer(({ tools }) => (tools === undefined ? { says: "That is all [1]." } : { calls: [{ name: "details", args: { n: 1 } }] }));
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.streamed).toBe("That is all [1].");
    expect(model.requests).toHaveLength(4);
  });

  test("that are called even when there are none leave a composed answer", async () => {
    model.answer({ calls: [{ name: "details", args: { n: 1 } }] });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    expect(model.requests).toHaveLength(4);
  });
});

describe("a cost limit", () => {
  test("stops the turn before a call that would pass it; the matches are kept and nothing was spent", async () => {
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs", { maxCostUsd: 1e-9 });
    expect(turn.error).toMatchObject({ code: "cost_limit", retryable: false });
    expect(turn.matches).not.toEqual([]);
    expect(model.requests).toEqual([]);
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages[1]).toMatchObject({ status: "failed", cost_usd: 0, structured: { matches: turn.matches } });
  });

  test("stops a model that goes on calling tools, and what it spent is kept", async () => {
    model.answer({ says: "Looking.", calls: [{ name: "search", args: { query: "React" } }], usage: { prompt: 10_000, completion: 1_000 } });
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs", { maxCostUsd: 0.0022 });
    expect(turn.error).toMatchObject({ code: "cost_limit" });
    expect(model.requests).toHaveLength(1);
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages[1]).toMatchObject({ status: "failed", text: turn.streamed, usage: { input: 10_000, output: 1_000 }, cost_usd: costUsd(MODEL, { input: 10_000, output: 1_000, cached: 0 }) });
  });

  test("that is wide enough changes nothing", async () => {
    model.answer({ says: "It fits [1]." });
    expectSoundTurn(await conversation(open.engine, SEEKER).say("TypeScript jobs", { maxCostUsd: 0.05 }));
  });
});

describe("a model that fails leaves the matches and a plain answer", () => {
  const FAILURES: [string, () => void, number][] = [
    ["refuses the key", () => model.server.use(refuses("wrong-key")), 1],
    ["has no credit", () => model.server.use(refuses("no-credit")), 1],
    ["takes no more requests", () => model.server.use(refuses("rate-limit", { headers: { "retry-after": "0", "retry-after-ms": "1" } })), 3],
    ["is overloaded", () => model.server.use(refuses("overloaded", { headers: { "retry-after": "0" } })), 3],
    ["garbles its stream", () => model.server.use(streams(recordedStream("chat-text").slice(0, 700), 'data: {"choices":[{"del\n\n', "data: [DONE]\n\n")), 1],
    ["breaks off", () => model.answer({ says: ["It", " fits"], breaksOff: true }), 1],
    ["says nothing", () => model.answer({ says: "" }), 1],
    ["answers with something else", () => model.answer(HttpResponse.html("<html>")), 1],
  ];

  test.each(FAILURES)("when it %s", async (_, fail, attempts) => {
    let requests = 0;
    model.server.events.on("request:start", () => void (requests += 1));
    fail();
    await using patient = await testEngine(store.copy(), { environment: { ...model.environment, ROLECALL_MODEL_RETRIES: "2" } });
    await using offline = await testEngine(store.copy());
    const turn = await conversation(patient.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    expect(ofType(turn.events, "notice").map(({ code }) => code)).toContain("degraded:chat-model");
    const plain = await conversation(offline.engine, SEEKER).say("TypeScript jobs");
    expect(turn.matches.map(({ id }) => id)).toEqual(plain.matches.map(({ id }) => id));
    expect(turn.streamed.endsWith(plain.streamed)).toBe(true);
    expect(requests).toBe(attempts);
    expect((await conversation(patient.engine, SEEKER).say("TypeScript jobs")).end!.cache).toBe("miss");
  });

  test("when it stalls in the middle: its words stay, the plain answer follows, and what came is billed", async () => {
    await using server = await modelServer((response) => {
      beginStream(response);
      response.write(says("They "));
      response.write(says("fit [1"));
    });
    await using stalled = await testEngine(store.copy(), { environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test", ROLECALL_MODEL_TIMEOUT_MS: "250", ROLECALL_MODEL_RETRIES: "0" } });
    const turn = await conversation(stalled.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.streamed).toMatch(/^They fit \n\nFound \d+ jobs/);
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    expect(turn.end!.costUsd).toBeGreaterThan(0);
    await server.hungUp;
  });

  test("and it is asked again at the next turn", async () => {
    model.server.use(refuses("overloaded", { times: 1 }));
    const talk = conversation(open.engine, SEEKER);
    expect((await talk.say("TypeScript jobs")).end!.degraded).toEqual(["chat-model"]);
    model.answer({ says: "Back again [1]." });
    expect(await talk.say("React jobs")).toMatchObject({ streamed: "Back again [1].", end: { degraded: [] } });
  });
});

describe("when something else is down", () => {
  const failing = (port: string, ...methods: string[]) => ({
    adapt: (ports: Ports) =>
      interceptedPorts(ports, (call, proceed) => {
        if (call.port === port && (methods.length === 0 || methods.includes(call.method))) throw new RolecallError("storage_unavailable", `The ${port} is down.`, { hint: "Start it." });
        return proceed();
      }),
  });

  test.each([
    ["embedder", "embeddings"],
    ["vectors", "vector-index"],
  ])("%s: words alone find the matches, marked %s", async (port, mark) => {
    await using down = await testEngine(store.copy(), failing(port));
    for (const [actor, text] of [
      [SEEKER, "TypeScript jobs"],
      [EMPLOYER, "nurses near Manchester"],
    ] as const) {
      const turn = await conversation(down.engine, actor).say(text);
      expectSoundTurn(turn);
      expect(turn.matches.length).toBeGreaterThan(0);
      expect(turn.end!.degraded).toEqual([mark]);
      expect((await conversation(down.engine, actor).say(text)).end!.cache).toBe("miss");
    }
  });

  test("cache: the same answer, marked cache", async () => {
    await using down = await testEngine(store.copy(), failing("cache"));
    await using up = await testEngine(store.copy());
    const turn = await conversation(down.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.end).toMatchObject({ degraded: ["cache"], cache: "off" });
    expect(turn.streamed).toBe((await conversation(up.engine, SEEKER).say("TypeScript jobs")).streamed);
  });

  test("a cache that only cannot be written changes nothing", async () => {
    await using down = await testEngine(store.copy(), failing("cache", "set"));
    const turn = await conversation(down.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.end!.degraded).toEqual([]);
  });

  test("turn log: the turn goes on", async () => {
    await using down = await testEngine(store.copy(), failing("turnLog"));
    expectSoundTurn(await conversation(down.engine, SEEKER).say("TypeScript jobs"));
  });

  test.each([[["byClientMessageId"]], [["append"]], [["session", "byClientMessageId"]]])("history (%o): a retryable error before anything is spent, and the message can be sent again", async (methods) => {
    let down = true;
    const directory = store.copy();
    await using shaky = await testEngine(directory, {
      environment: model.environment,
      adapt: (ports) =>
        interceptedPorts(ports, (call, proceed) => {
          if (down && call.port === "history" && methods.includes(call.method)) throw new RolecallError("storage_unavailable", "The history is down.");
          return proceed();
        }),
    });
    const talk = conversation(shaky.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs", { clientMessageId: "the-one" });
    expect(turn.events).toMatchObject([{ type: "turn-error", code: "storage_unavailable", retryable: true }]);
    expect(model.requests).toEqual([]);
    expect(shaky.calls.filter(({ port }) => port === "embedder")).toEqual([]);
    down = false;
    model.answer({ says: "It fits [1]." });
    expectSoundTurn(await talk.say("TypeScript jobs", { clientMessageId: "the-one" }));
  });

  test("catalogue: a retryable error before anything is spent", async () => {
    await using down = await testEngine(store.copy(), { environment: model.environment, ...failing("catalog") });
    const turn = await conversation(down.engine, SEEKER).say("TypeScript jobs");
    expect(turn.error).toMatchObject({ code: "storage_unavailable", retryable: true });
    expect(model.requests).toEqual([]);
  });
});

describe("conditions that the rules cannot read", () => {
  const UNREAD = "TypeScript jobs that must not be in a startup";

  test("are asked of the model by a typed tool call, and billed with the answer", async () => {
    model.answer({ calls: [{ name: "set_filters", args: { filters: { skills: ["TypeScript"], remote: ["remote"] }, unread: [] } }], usage: { prompt: 300, completion: 20 } }, { says: "It fits [1]." });
    const turn = await conversation(open.engine, SEEKER).say(UNREAD);
    expectSoundTurn(turn);
    expect(model.requests[0]).toMatchObject({ tool_choice: { function: { name: "set_filters" } } });
    expect(turn.intent).toMatchObject({ filters: { skills: ["TypeScript"], remote: ["remote"] } });
    for (const { record } of turn.matches) expect(record.remote).toBe("remote");
    expect(turn.end!.usage).toEqual({ input: 1300, output: 70, cached: 0 });
    expect(ofType(turn.events, "text-delta").map(({ text }) => text).join("")).toBe("It fits [1].");
  });

  test.each([
    ["in another shape", { calls: [{ name: "set_filters", args: { filters: { salary: "lots" } } }] }],
    ["in words", { says: "Sure!" }],
  ])("and an answer %s changes nothing", async (_, reply) => {
    model.answer(reply, { says: "It fits [1]." });
    const turn = await conversation(open.engine, SEEKER).say(UNREAD);
    expectSoundTurn(turn);
    expect(turn.intent).toMatchObject({ filters: { skills: ["TypeScript"] } });
    expect(turn.end!.degraded).toEqual([]);
  });

  test("and cancelling meanwhile closes the request", async () => {
    await using server = await modelServer((response) => beginStream(response));
    await using slow = await testEngine(store.copy(), { environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test" } });
    const turn = await conversation(slow.engine, SEEKER).say(UNREAD, { signal: AbortSignal.timeout(300) });
    await server.hungUp;
    expect(turn.end!.message).toMatchObject({ status: "cancelled", text: "" });
    expect(server.requests).toBe(1);
  });

  test("are not asked of anybody offline", async () => {
    await using offline = await testEngine(store.copy());
    const turn = await conversation(offline.engine, SEEKER).say(UNREAD);
    expectSoundTurn(turn);
    expect(ofType(turn.events, "notice").map(({ text }) => text).join(" ")).toContain("could not be turned into a filter");
  });
});
