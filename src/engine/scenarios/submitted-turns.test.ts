import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { TurnEvent } from "../events.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { modelCalls, slowly } from "../testing/slow-model.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const MESSAGE = { ...SEEKER, text: "TypeScript jobs" };
const WAITING = { timeout: 20_000 };

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

/** Everything a watcher of the session is told, from its beginning. */
function watching({ engine }: TestEngine, sessionId: string) {
  const stop = new AbortController();
  const events: TurnEvent[] = [];
  const seqs: number[] = [];
  const done = (async () => {
    const { batches } = await engine.watch(SEEKER, { sessionId, afterSeq: 0, signal: stop.signal });
    for await (const batch of batches) {
      if (batch.type !== "events") continue;
      events.push(...batch.entries.map(({ event }) => event));
      seqs.push(...batch.entries.map(({ seq }) => seq));
    }
  })();
  const words = () => events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  const ended = () => events.some(({ type }) => type === "turn-end" || type === "turn-error");
  return { events, seqs, words, ended, done, stop: () => stop.abort() };
}

const answerOf = async ({ engine }: TestEngine, sessionId: string) => (await engine.sessions.show(SEEKER, sessionId)).messages.at(-1)!;

test("a message is taken, and its turn goes on to its end while nobody listens; whoever comes later is told all of it", async () => {
  await using open = await testEngine(directory);
  const sessionId = await open.engine.sessions.create(SEEKER);
  const taken = await open.engine.submit({ ...MESSAGE, sessionId });
  expect(taken).toMatchObject({ sessionId, duplicate: false });
  await taken.ended;
  const watch = watching(open, sessionId);
  await vi.waitUntil(watch.ended, WAITING);
  const answer = await answerOf(open, sessionId);
  expect(watch.words()).toBe(answer.text);
  expect(watch.seqs).toEqual(watch.seqs.map((_, index) => index + 1));
  expect(watch.events.at(-1)).toMatchObject({ type: "turn-end", message: { id: answer.message_id, text: answer.text } });
  expect(watch.events.filter(({ type }) => type === "title")).toEqual([{ type: "title", title: "TypeScript jobs" }]);
  watch.stop();
  await watch.done;
});

test("fifty at once with one client message id are one turn, and every one is told which", async () => {
  await using open = await testEngine(directory);
  const sessionId = await open.engine.sessions.create(SEEKER);
  const all = await Promise.all(Array.from({ length: 50 }, () => open.engine.submit({ ...MESSAGE, sessionId, clientMessageId: "the-one" })));
  expect(new Set(all.map(({ turnId, messageId }) => `${turnId} ${messageId}`)).size).toBe(1);
  expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  await Promise.all(all.map(({ ended }) => ended));
  expect(modelCalls(open)).toBe(1);
  expect((await open.engine.sessions.show(SEEKER, sessionId)).messages).toHaveLength(2);
});

test("what cannot be taken is told before anything is stored", async () => {
  await using open = await testEngine(directory, slowly(20));
  const { engine } = open;
  await expect(engine.submit({ ...MESSAGE, sessionId: crypto.randomUUID() })).rejects.toMatchObject({ code: "not_found" });
  await expect(engine.submit({ ...MESSAGE, text: " " })).rejects.toMatchObject({ code: "invalid_input" });
  const { sessionId, ended } = await engine.submit(MESSAGE);
  await expect(engine.submit({ ...MESSAGE, sessionId })).rejects.toMatchObject({ code: "session_busy", retryable: true });
  await engine.cancel(SEEKER, sessionId);
  await ended;
  await engine.sessions.end(SEEKER, sessionId);
  await expect(engine.submit({ ...MESSAGE, sessionId })).rejects.toMatchObject({ code: "session_ended" });
});

test("a stop is heard at once by the turn it names, and by no other", async () => {
  await using open = await testEngine(directory, slowly(100));
  const { sessionId, turnId, ended } = await open.engine.submit(MESSAGE);
  const watch = watching(open, sessionId);
  await vi.waitUntil(() => watch.words() !== "", WAITING);
  expect(await open.engine.cancel(SEEKER, sessionId, crypto.randomUUID())).toBe(false);
  const isOver = ended.then(() => "stopped");
  expect(await Promise.race([isOver, sleep(150, "running")])).toBe("running");
  expect(await open.engine.cancel(SEEKER, sessionId, turnId)).toBe(true);
  await ended;
  await vi.waitUntil(watch.ended, WAITING);
  const answer = await answerOf(open, sessionId);
  expect(answer).toMatchObject({ status: "cancelled", text: watch.words() });
  expect(watch.events.at(-1)).toMatchObject({ type: "turn-end", message: { status: "cancelled" } });
  const types = watch.events.map(({ type }) => type);
  expect(types.indexOf("text-end")).toBeGreaterThan(types.lastIndexOf("text-delta"));
  expect(await open.engine.cancel(SEEKER, sessionId, turnId)).toBe(false);
  watch.stop();
});

test("a turn that takes longer than it may is interrupted, with its words", async () => {
  await using open = await testEngine(directory, { ...slowly(100), settings: { turnLimitMs: 1_000 } });
  const { sessionId, ended } = await open.engine.submit(MESSAGE);
  await ended;
  expect(await answerOf(open, sessionId)).toMatchObject({ role: "assistant", status: "interrupted" });
});

test("an engine that drains takes nothing more and lets its turns end", async () => {
  await using open = await testEngine(directory, slowly(5));
  const { sessionId } = await open.engine.submit(MESSAGE);
  expect(open.engine.running).toBe(1);
  const drained = open.engine.drain(60_000);
  await expect(open.engine.submit(MESSAGE)).rejects.toMatchObject({ code: "draining", retryable: true });
  await drained;
  expect(open.engine.running).toBe(0);
  expect(await answerOf(open, sessionId)).toMatchObject({ role: "assistant", status: "complete" });
});

test("turns that do not end in time are interrupted, each with its words, and told so once", async () => {
  await using open = await testEngine(directory, slowly(200));
  const { sessionId } = await open.engine.submit(MESSAGE);
  const watch = watching(open, sessionId);
  await vi.waitUntil(() => watch.words() !== "", WAITING);
  await open.engine.drain(50);
  await vi.waitUntil(watch.ended, WAITING);
  const answer = await answerOf(open, sessionId);
  expect(answer).toMatchObject({ status: "interrupted", text: watch.words() });
  expect(watch.events.at(-1)).toMatchObject({ type: "turn-end", message: { status: "interrupted" } });
  expect(watch.events.filter(({ type }) => type === "turn-end" || type === "turn-error")).toHaveLength(1);
  watch.stop();
});
