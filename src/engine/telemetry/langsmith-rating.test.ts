import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { KeptFeedback } from "../../../fixtures/langsmith/handlers.ts";
import { type LangSmithServer, langsmithServer } from "../../../fixtures/langsmith/server.ts";
import { settingsOf } from "../connect.ts";
import { readConfig } from "../config.ts";
import type { Ports } from "../deps.ts";
import { rateAnswer } from "../sessions/rate-answer.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TracedChat, logAt, tracedChat, tracedTo } from "../testing/traced-chat.ts";
import type { Tracing } from "./tracing.ts";

let store: SeededStore;
let langsmith: LangSmithServer;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  langsmith = await langsmithServer();
});
afterEach(() => langsmith[Symbol.asyncDispose]());

const settings = settingsOf(readConfig({ ROLECALL_DATA_DIR: "unused" }));

/** A chat whose answers can be rated. */
async function ratedChat(tracing: Tracing, log = logAt("info")) {
  let ports!: Ports;
  const chat: TracedChat = await tracedChat(store.copy(), SEEKER, tracing, { adapt: (opened) => (ports = opened) });
  return {
    chat,
    async rate(sessionId: string, rating: "up" | "down", text?: string, at = -1) {
      const answers = (await ports.history.messages(sessionId, { limit: 100 })).filter(({ role }) => role === "assistant");
      await rateAnswer({ history: ports.history, tracing, settings, log }, SEEKER, { sessionId, messageId: answers.at(at)!.message_id, rating, text });
    },
    [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose](),
  };
}

async function feedback(count: number): Promise<KeptFeedback[]> {
  await vi.waitFor(() => expect(langsmith.feedback.size).toBe(count), { timeout: 10_000 });
  return [...langsmith.feedback.values()];
}

test("a rating stands with the trace of its turn, and another takes its place", async () => {
  const { tracing, traces } = tracedTo(langsmith);
  await using rated = await ratedChat(tracing);
  const { sessionId } = await rated.chat.say("TypeScript jobs");
  await rated.chat.say("more");
  const [first, second] = await traces(2);
  await rated.rate(sessionId, "down", "Too far away");
  expect(await feedback(1)).toMatchObject([{ run_id: second!.id, trace_id: second!.id, score: 0, comment: "Too far away" }]);
  await rated.rate(sessionId, "up", undefined, 0);
  expect(await feedback(2)).toMatchObject([{ run_id: second!.id }, { run_id: first!.id, score: 1 }]);
  await rated.rate(sessionId, "up");
  await vi.waitFor(() => expect(langsmith.feedback.get([...langsmith.feedback.keys()][0]!)).toMatchObject({ run_id: second!.id, score: 1 }), {
    timeout: 10_000,
  });
  expect(langsmith.feedback.size).toBe(2);
  await tracing[Symbol.asyncDispose]();
});

test("whom the user names in a comment or has named before is not told", async () => {
  const { tracing, traces, sent } = tracedTo(langsmith);
  await using rated = await ratedChat(tracing);
  const { sessionId } = await rated.chat.say("My name is Zoë Quill. TypeScript jobs");
  await traces(1);
  await rated.rate(sessionId, "down", "Quill is not amused: call 0161 496 0000 or zoe@example.net about salaries");
  const [{ comment }] = (await feedback(1)) as [KeptFeedback];
  expect(comment).toContain("salaries");
  await tracing[Symbol.asyncDispose]();
  expect(sent()).not.toMatch(/quill|496 0000|example\.net/i);
});

test("nothing is sent of a turn that is not traced", async () => {
  const { tracing } = tracedTo(langsmith, { samplingRate: 0 });
  await using rated = await ratedChat(tracing);
  const { sessionId } = await rated.chat.say("TypeScript jobs");
  await rated.rate(sessionId, "up");
  await tracing[Symbol.asyncDispose]();
  expect(langsmith.asked).toBe(0);
});

test("a rating is kept, and nobody waits, while LangSmith hangs", async () => {
  langsmith.behave("hangs");
  const { tracing } = tracedTo(langsmith);
  await using rated = await ratedChat(tracing);
  const { sessionId } = await rated.chat.say("TypeScript jobs");
  await rated.rate(sessionId, "up");
  expect(langsmith.feedback.size).toBe(0);
  langsmith.behave("works");
  await feedback(1);
  await tracing[Symbol.asyncDispose]();
});

test("the log tells of it without the words, and with the ids that the trace has", async () => {
  const log = logAt("info");
  const { tracing, traces } = tracedTo(langsmith, { log });
  await using rated = await ratedChat(tracing);
  const { sessionId, turnId } = await rated.chat.say("TypeScript jobs");
  const [root] = await traces(1);
  await rated.rate(sessionId, "down", "Too far away");
  expect(log.lines.at(-1)).toEqual({ level: "info", facts: { turn: turnId, run: root!.id, rating: "down", commented: true }, text: "An answer was rated." });
  await tracing[Symbol.asyncDispose]();
});

test("another user's answer, and what is no answer, cannot be rated", async () => {
  const log = logAt("info");
  const { tracing } = tracedTo(langsmith, { log });
  let ports!: Ports;
  await using chat = await tracedChat(store.copy(), SEEKER, tracing, { adapt: (opened) => (ports = opened) });
  const { sessionId } = await chat.say("TypeScript jobs");
  const [question, answer] = await ports.history.messages(sessionId, { limit: 2 });
  const deps = { history: ports.history, tracing, settings, log };
  const rating = { sessionId, messageId: answer!.message_id, rating: "up" as const };
  for (const [actor, given] of [
    [EMPLOYER, rating],
    [{ ...SEEKER, role: "employer" as const }, rating],
    [SEEKER, { ...rating, messageId: question!.message_id }],
    [SEEKER, { ...rating, sessionId: crypto.randomUUID() }],
  ] as const) {
    await expect(rateAnswer(deps, actor, given)).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(rateAnswer(deps, SEEKER, { ...rating, text: "x".repeat(settings.maxMessageChars + 1) })).rejects.toMatchObject({ code: "message_too_long" });
  expect((await ports.history.messages(sessionId, { limit: 2 })).map(({ feedback }) => feedback)).toEqual([null, null]);
  expect(log.lines.filter(({ text }) => text.includes("rated"))).toEqual([]);
  await tracing[Symbol.asyncDispose]();
});
