import { http } from "msw";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ChatRequest, OPENAI, eventStream } from "../../../fixtures/openai/handlers.ts";
import { openaiServer } from "../../../fixtures/openai/server.ts";
import { wire } from "../../engine/testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { AnyFrame, TestClient } from "../testing/test-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy } from "./testing/wordy-model.ts";

const RUNS = 3;
const SESSIONS = 20;
const WAITING = { timeout: 30_000 };

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

const message = (sessionId: string, text = `TypeScript jobs ${crypto.randomUUID()}`) => ({ sessionId, clientMessageId: crypto.randomUUID(), text });
const ended = (client: TestClient, runId: string) => client.next((frame) => /^RUN_(?:FINISHED|ERROR)$/.test(frame.type) && frame.runId === runId);

describe("unbounded use", () => {
  test(`of messages to ${SESSIONS} sessions at once, over five connections, ${RUNS} are answered; the others are told to come again, and may`, async () => {
    let calls = 0;
    const speech = () => ({ words: 150, pauseMs: 10 * Math.sign((calls += 1)) });
    await using server: RealServer = await realServer(store.copy(), { limits: { concurrentRuns: RUNS }, adapt: wordy(speech) });
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect(SEEKER)));
    const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => clients[index % 5]!.session()));
    const other = await server.connect(EMPLOYER);

    const answers = await Promise.all(sessions.map((sessionId, index) => clients[index % 5]!.command("message.send", message(sessionId))));
    const taken = answers.filter(({ type }) => type === "ack");
    expect(taken).toHaveLength(RUNS);
    expect(server.engine.running).toBe(RUNS);
    for (const { code, retryable, retryAfterMs, hint } of answers.filter(({ type }) => type === "error")) {
      expect([code, retryable]).toEqual(["too_many_runs", true]);
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(hint).toBeTruthy();
    }
    const mine = await other.session();
    expect((await other.command("message.send", message(mine))).type).toBe("ack");

    await Promise.all(taken.map(({ result }) => Promise.race(clients.map((client) => ended(client, result.runId)))));
    expect(calls).toBe(RUNS + 1);
    await vi.waitFor(async () => expect((await clients[0]!.command("message.send", message(sessions[0]!))).type).toBe("ack"), WAITING);
  });

  test("the client that frontends use tells its user so, and sends when it is asked to again", async () => {
    await using server: RealServer = await realServer(store.copy(), { limits: { concurrentRuns: 1 }, adapt: wordy({ words: 50, pauseMs: 10 }) });
    const client = server.client(SEEKER);
    const [one, two] = [await client.open(), await client.open()];
    const run = await one.send("TypeScript jobs");
    await expect(two.send("React jobs")).rejects.toMatchObject({ name: "ChatError", code: "too_many_runs", retryable: true, retryAfterMs: expect.any(Number) });
    expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
    const second = await vi.waitFor(() => two.send("React jobs"), WAITING);
    expect((await Array.fromAsync(second.events)).at(-1)!.type).toBe("RUN_FINISHED");
  });

  test.each([
    ["longer than allowed", 1_001, "message_too_long"],
    ["empty", 0, "invalid_input"],
  ])("a message that is %s is refused with its code, costs nothing and keeps no place", async (_, length, code) => {
    let calls = 0;
    await using server = await realServer(store.copy(), {
      environment: { ROLECALL_MAX_MESSAGE_CHARS: "1000" },
      limits: { concurrentRuns: 1 },
      adapt: wordy(() => ({ words: (calls += 1) })),
    });
    const client = await server.connect(SEEKER);
    expect(client.frames[0]!.limits.maxMessageChars).toBe(1_000);
    const sessionId = await client.session();
    const refused = await client.command("message.send", message(sessionId, "x".repeat(length)));
    expect(refused).toMatchObject({ type: "error", code, retryable: false, hint: expect.any(String) });
    expect(calls).toBe(0);
    expect((await server.engine.sessions.show(SEEKER, sessionId)).messages).toEqual([]);
    const longest = await client.command("message.send", message(sessionId, `TypeScript jobs ${"x".repeat(984)}`));
    expect((await ended(client, longest.result.runId)).type).toBe("RUN_FINISHED");
  });

  test("a model that calls its tools for ever is stopped after a few rounds, and answers with what it has", async () => {
    const requests: ChatRequest[] = [];
    await using model = await openaiServer(
      http.post(`${OPENAI}/chat/completions`, async ({ request }) => {
        const body = (await request.json()) as ChatRequest;
        requests.push(body);
        const calls = Array.from({ length: 20 }, (_, index) => ({ name: "search", args: { query: `nurse ${index}` } }));
        return eventStream(...wire({ says: "Looking further. ", calls }));
      }),
    );
    await using server = await realServer(store.copy(), {
      environment: { OPENAI_API_KEY: "sk-test-0123456789", OPENAI_BASE_URL: model.url, ROLECALL_EMBEDDING_MODEL: "offline", ROLECALL_MODEL_RETRIES: "0" },
    });
    const client = await server.connect(SEEKER);
    const { result } = await client.command("message.send", message(await client.session(), "TypeScript jobs"));
    const end: AnyFrame = await ended(client, result.runId);
    expect(end).toMatchObject({ type: "RUN_FINISHED", result: { status: "complete" } });
    expect(requests.length).toBeLessThanOrEqual(4);
    expect(client.frames.filter(({ type }) => type === "TOOL_CALL_CHUNK").length).toBeLessThanOrEqual(12);
  });

  test("an answer without end goes on for as long as nobody stops it, and is stopped at once by whoever sent it", async () => {
    await using server = await realServer(store.copy(), { limits: { concurrentRuns: 1 }, adapt: wordy({ words: 1_000_000, pauseMs: 2 }) });
    const [client, tab] = [await server.connect(SEEKER), await server.connect(SEEKER)];
    const sessionId = await client.session();
    const { result } = await client.command("message.send", message(sessionId));
    await client.next("TEXT_MESSAGE_CONTENT");
    expect((await tab.command("message.send", message(await tab.session()))).code).toBe("too_many_runs");
    expect((await tab.command("run.cancel", { sessionId, runId: result.runId })).result).toEqual({ cancelled: true });
    expect((await ended(client, result.runId)).result.status).toBe("cancelled");
    await vi.waitUntil(() => server.engine.running === 0, WAITING);
    const { messages } = await server.engine.sessions.show(SEEKER, sessionId);
    expect(messages.at(-1)).toMatchObject({ status: "cancelled", text: client.text() });
  });
});
