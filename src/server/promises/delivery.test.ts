import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ModelServer, beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { AnyFrame, TestClient } from "../testing/test-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const WORDS = 40;
const ANSWER = Array.from({ length: WORDS }, (_, index) => `word${index} `).join("");

let store: SeededStore;
let directory: string;
let model: ModelServer;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  directory = store.copy();
  model = await modelServer(async (response) => {
    beginStream(response);
    for (let word = 0; word < WORDS && !response.destroyed; word += 1) {
      response.write(says(`word${word} `));
      await sleep(20);
    }
    response.end("data: [DONE]\n\n");
  });
});
afterEach(() => model[Symbol.asyncDispose]());

const start = (options: { port?: number } = {}): Promise<RealServer> =>
  realServer(directory, { ...options, environment: { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: model.url, ROLECALL_EMBEDDING_MODEL: "offline" } });

/** A message to the session, always with the same id. */
const sends = (client: TestClient, sessionId: string, more: AnyFrame = {}) =>
  client.command("message.send", { sessionId, clientMessageId: "the-one", text: "TypeScript jobs", ...more });
const ended = (client: TestClient, runId: string) => client.next(({ type, runId: of }) => /^RUN_(?:FINISHED|ERROR)$/.test(type) && of === runId);

async function expectOnce(server: RealServer, sessionId: string, status: string): Promise<void> {
  const { messages } = await server.engine.sessions.show(SEEKER, sessionId);
  expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
  expect(messages[1]!.status).toBe(status);
  expect(await server.engine.sessions.list(SEEKER)).toHaveLength(1);
  expect(model.requests).toBe(1);
}

describe("delivery", () => {
  test("the same message three times, the third time to a server that was started since: one message, one model call, one answer", async () => {
    const first = await start();
    const client = await first.connect(SEEKER);
    const sessionId = await client.session();
    const answers = [await sends(client, sessionId), await sends(client, sessionId)];
    await ended(client, answers[0]!.result.runId);
    await first[Symbol.asyncDispose]();

    await using second = await start();
    const again = await second.connect(SEEKER);
    await again.session({ sessionId, afterSeq: 0 });
    answers.push(await sends(again, sessionId));
    expect(answers.map(({ result }) => result.duplicate)).toEqual([false, true, true]);
    expect(new Set(answers.map(({ result }) => `${result.runId} ${result.messageId}`)).size).toBe(1);
    await ended(again, answers[0]!.result.runId);
    expect([client.text(), again.text()]).toEqual([ANSWER, ANSWER]);
    await expectOnce(second, sessionId, "complete");
  });

  test("the same message again, after its server went away in the middle of the answer: it keeps the words it had, and is not answered twice", async () => {
    const first = await start();
    const client = await first.connect(SEEKER);
    const sessionId = await client.session();
    const { result } = await sends(client, sessionId);
    await client.next("TEXT_MESSAGE_CONTENT");
    await first.drain(200);
    await first[Symbol.asyncDispose]();

    await using second = await start();
    const again = await second.connect(SEEKER);
    expect((await sends(again, sessionId)).result).toMatchObject({ runId: result.runId, duplicate: true });
    await again.session({ sessionId, afterSeq: 0 });
    await ended(again, result.runId);
    expect(ANSWER.startsWith(again.text())).toBe(true);
    expect(again.text()).not.toBe("");
    await expectOnce(second, sessionId, "interrupted");
  });

  test("twenty times at once, over ten connections and with other words: the first is the message, and the others are told so", async () => {
    await using server = await start();
    const clients = await Promise.all(Array.from({ length: 10 }, () => server.connect(SEEKER)));
    const sessionId = await clients[0]!.session();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => sends(clients[index % 10]!, sessionId, index < 10 ? {} : { onBusy: "interrupt" })),
    );
    expect(answers.map(({ type }) => type)).toEqual(answers.map(() => "ack"));
    expect(answers.filter(({ result }) => !result.duplicate)).toHaveLength(1);
    await ended(clients[0]!, answers[0]!.result.runId);
    expect((await sends(clients[1]!, sessionId, { text: "nurse jobs" })).result.duplicate).toBe(true);
    await expectOnce(server, sessionId, "complete");
  });

  test("an acknowledgement that is lost: the client that frontends use sends the message again, and has one answer", async () => {
    await using server = await start();
    await using proxy = await tcpProxy({ port: server.port });
    const client = server.client(SEEKER, { port: proxy.port });
    const session = await client.open();
    // The message arrives. Nothing that the server says to it does.
    await proxy.fault({ kind: "reset", afterBytes: 0 });
    const sent = session.send("TypeScript jobs", { clientMessageId: "the-one" });
    while (model.requests === 0) await sleep(20);
    await proxy.clear();
    const run = await sent;
    expect(run.duplicate).toBe(true);
    const events = await Array.fromAsync(run.events);
    expect(events.at(-1)!.type).toBe("RUN_FINISHED");
    expect(session.messages.map(({ role, content }) => [role, content])).toEqual([
      ["user", "TypeScript jobs"],
      ["assistant", ANSWER],
    ]);
    await expectOnce(server, session.id, "complete");
  });

  test("a server that restarts at the same address: what was sent meanwhile arrives once, without anybody doing anything", { timeout: 60_000 }, async () => {
    const first = await start();
    const client = first.client(SEEKER);
    const session = await client.open();
    const { port } = first;
    await first.drain(1_000);
    const sent = session.send("TypeScript jobs");
    await using second = await start({ port });
    const run = await sent;
    await Array.fromAsync(run.events);
    expect(session.messages.at(-1)!.content).toBe(ANSWER);
    await expectOnce(second, session.id, "complete");
    client.close();
    await first[Symbol.asyncDispose]();
  });
});
