import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { beginStream, modelServer } from "../../../fixtures/openai/server.ts";
import { PRICES_AS_OF, costUsd } from "../models/prices.ts";
import { conversation, ofType } from "../testing/conversation.ts";
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
    expect(ofType(turn.events, "tool-call")).toMatchObject([{ name: "search", input: { query: "Go backend engineer" } }]);
    const { callId } = ofType(turn.events, "tool-call")[0]!;
    expect(ofType(turn.events, "tool-result")).toMatchObject([{ callId, name: "search", found: expect.any(Number) }]);
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
    expect(messages[1]).toMatchObject({
      status: "failed",
      text: turn.streamed,
      usage: { input: 10_000, output: 1_000 },
      cost_usd: costUsd(MODEL, { input: 10_000, output: 1_000, cached: 0 }),
    });
  });

  test("that is wide enough changes nothing", async () => {
    model.answer({ says: "It fits [1]." });
    expectSoundTurn(await conversation(open.engine, SEEKER).say("TypeScript jobs", { maxCostUsd: 0.05 }));
  });
});

describe("conditions that the rules cannot read", () => {
  const UNREAD = "TypeScript jobs that must not be in a startup";

  test("are asked of the model by a typed tool call, and billed with the answer", async () => {
    model.answer(
      {
        calls: [{ name: "set_filters", args: { filters: { skills: ["TypeScript"], remote: ["remote"] }, unread: [] } }],
        usage: { prompt: 300, completion: 20 },
      },
      { says: "It fits [1]." },
    );
    const turn = await conversation(open.engine, SEEKER).say(UNREAD);
    expectSoundTurn(turn);
    expect(model.requests[0]).toMatchObject({ tool_choice: { function: { name: "set_filters" } } });
    expect(turn.intent).toMatchObject({ filters: { skills: ["TypeScript"], remote: ["remote"] } });
    for (const { record } of turn.matches) expect(record.remote).toBe("remote");
    expect(turn.end!.usage).toEqual({ input: 1300, output: 70, cached: 0 });
    expect(
      ofType(turn.events, "text-delta")
        .map(({ text }) => text)
        .join(""),
    ).toBe("It fits [1].");
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
    expect(
      ofType(turn.events, "notice")
        .map(({ text }) => text)
        .join(" "),
    ).toContain("could not be turned into a filter");
  });
});
