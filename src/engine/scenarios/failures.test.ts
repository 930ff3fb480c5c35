import { HttpResponse } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordedStream, refuses, streams } from "../../../fixtures/openai/handlers.ts";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { conversation, ofType } from "../testing/conversation.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { type ScriptedModel, scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

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
    await using stalled = await testEngine(store.copy(), {
      environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test", ROLECALL_MODEL_TIMEOUT_MS: "250", ROLECALL_MODEL_RETRIES: "0" },
    });
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
        if (call.port === port && (methods.length === 0 || methods.includes(call.method)))
          throw new RolecallError(port === "embedder" ? "model_unavailable" : "storage_unavailable", `The ${port} is down.`, { hint: "Start it." });
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

  test.each([[["byClientMessageId"]], [["append"]], [["session", "byClientMessageId"]]])(
    "history (%o): a retryable error before anything is spent, and the message can be sent again",
    async (methods) => {
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
    },
  );

  test("catalogue: a retryable error before anything is spent", async () => {
    await using down = await testEngine(store.copy(), { environment: model.environment, ...failing("catalog") });
    const turn = await conversation(down.engine, SEEKER).say("TypeScript jobs");
    expect(turn.error).toMatchObject({ code: "storage_unavailable", retryable: true });
    expect(model.requests).toEqual([]);
  });
});
