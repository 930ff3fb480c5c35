import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import type { TurnEvent } from "../events.ts";
import { conversation, ofType, turnOf } from "../testing/conversation.ts";
import { SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { modelCalls, slowly } from "../testing/slow-model.ts";
import { testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

describe("a turn that is cancelled", () => {
  test("before it began: the message is kept with an empty, cancelled answer and nothing is spent", async () => {
    await using open = await testEngine(directory);
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs", { signal: AbortSignal.abort() });
    expect(turn.end).toMatchObject({ message: { status: "cancelled", text: "" }, costUsd: 0, usage: { input: 0, output: 0, cached: 0 } });
    expect(modelCalls(open)).toBe(0);
    expect((await open.engine.sessions.show(SEEKER, talk.sessionId)).messages.map(({ role, status }) => [role, status])).toEqual([
      ["user", "complete"],
      ["assistant", "cancelled"],
    ]);
  });

  test("during retrieval: no model is asked", async () => {
    const stop = new AbortController();
    await using open = await testEngine(directory, {
      adapt: (ports) => ({
        ...ports,
        embedder: {
          ...ports.embedder,
          async embedQuery(...args) {
            stop.abort();
            return ports.embedder.embedQuery(...args);
          },
        },
      }),
    });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs", { signal: stop.signal });
    expect(turn.end).toMatchObject({ message: { status: "cancelled", text: "", matches: [] } });
    expect(modelCalls(open)).toBe(0);
  });

  test("while it streams: the words and the matches are kept, and what they are asked about is known", async () => {
    await using open = await testEngine(directory, slowly(15));
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs", { signal: AbortSignal.timeout(500) });
    expect(turn.end!.message).toMatchObject({ status: "cancelled", text: turn.streamed });
    expect(turn.streamed).not.toBe("");
    expect(turn.end!.message.matches).toEqual(turn.matches);
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages[1]).toMatchObject({ status: "cancelled", text: turn.streamed, payload_type: "jobs" });
    const detail = await talk.say("tell me about 2");
    expect(detail.matches).toEqual([turn.matches[1]]);
  });

  test("with a real model: the request upstream is closed and what came is billed by estimate", async () => {
    await using server = await modelServer(async (response) => {
      beginStream(response);
      for (let word = 0; word < 200 && !response.destroyed; word += 1) {
        response.write(says(`word${word} `));
        await sleep(10);
      }
    });
    await using open = await testEngine(directory, { environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test" } });
    const stop = new AbortController();
    const events: TurnEvent[] = [];
    for await (const event of open.engine.send({ ...SEEKER, text: "TypeScript jobs", signal: stop.signal })) {
      events.push(event);
      if (event.type === "text-delta" && ofType(events, "text-delta").length === 8) stop.abort();
    }
    await server.hungUp;
    const turn = turnOf("TypeScript jobs", events);
    expect(turn.end!.message).toMatchObject({ status: "cancelled", text: turn.streamed });
    expect(turn.end!.usage.input).toBeGreaterThan(500);
    expect(turn.end!.usage.output).toBeGreaterThan(5);
    expect(turn.end!.costUsd).toBeGreaterThan(0);
    const { messages } = await open.engine.sessions.show(SEEKER, ofType(events, "turn-start")[0]!.sessionId);
    expect(messages[1]).toMatchObject({ status: "cancelled", cost_usd: turn.end!.costUsd, usage: turn.end!.usage });
  });

  test("a reader that walks away does not stop it", async () => {
    let sessionId = "";
    {
      await using open = await testEngine(directory, slowly(5));
      for await (const event of open.engine.send({ ...SEEKER, text: "TypeScript jobs" })) {
        if (event.type === "turn-start") sessionId = event.sessionId;
        if (event.type === "text-delta") break;
      }
      expect(sessionId).not.toBe("");
    }
    await using open = await testEngine(directory);
    const { messages } = await open.engine.sessions.show(SEEKER, sessionId);
    expect(messages.map(({ role, status }) => [role, status])).toEqual([
      ["user", "complete"],
      ["assistant", "complete"],
    ]);
  });
});
