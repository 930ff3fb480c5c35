import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TurnEvent } from "../events.ts";
import type { ChatHistory } from "../sessions/chat-history.ts";
import { sqliteChatHistory } from "../sessions/sqlite.ts";
import { openSqlite } from "../store/sqlite.ts";
import { delta, message, session, start } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { type MemorySessionBus, memorySessionBus } from "./memory-session-bus.ts";
import { memorySessionLock } from "./memory-session-lock.ts";
import { type WatchBatch, watchSession } from "./session-watch.ts";
import { sqliteTurnLog } from "./sqlite-turn-log.ts";
import type { TurnLog } from "./turn-log.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const ADA = { userId: "ada", role: "job_seeker" as const };
const END: TurnEvent = { type: "turn-error", code: "interrupted", message: "Died.", retryable: true };

let database: DatabaseSync;
let history: ChatHistory;
let turnLog: TurnLog;
let bus: MemorySessionBus;
let stop: AbortController;
beforeEach(async () => {
  database = openSqlite(":memory:");
  history = sqliteChatHistory(database, ":memory:");
  turnLog = sqliteTurnLog(database, ":memory:");
  bus = memorySessionBus();
  stop = new AbortController();
  await history.append(message(CHAT, "hello", { turn_id: "first" }), {}, session(CHAT));
});
afterEach(() => {
  stop.abort();
  database.close();
});

/** A turn tells, as it does: the log first, then the bus. */
async function tell(turnId: string, events: TurnEvent[], heard = true): Promise<void> {
  const last = (await turnLog.append(CHAT, turnId, events, 0))!;
  const entries = events.map((event, index) => ({ seq: last - events.length + 1 + index, turnId, at: 1, event }));
  if (heard) bus.publish(CHAT, { type: "events", entries });
}

async function answered(turnId: string, text = "An answer"): Promise<void> {
  await history.append(message(CHAT, `${turnId}:answer`, { role: "assistant", turn_id: turnId, text }), {});
}

async function watch(afterSeq?: number, lock = memorySessionLock()) {
  await lock.acquire(CHAT, "first", 60_000);
  const watched = await watchSession({ history, turnLog, bus, lock, log: recordedLog() }, ADA, { sessionId: CHAT, afterSeq, signal: stop.signal });
  const batches = watched.batches[Symbol.asyncIterator]();
  const next = async (): Promise<WatchBatch | undefined> => (await batches.next()).value;
  return { ...watched, next };
}

const shown = (batch: WatchBatch | undefined) => {
  if (batch?.type === "events") return { seqs: batch.entries.map(({ seq }) => seq), replayed: batch.replayed };
  return batch?.type === "snapshot" ? { snapshot: batch.seq, messages: batch.messages.map(({ text }) => text) } : batch;
};

test("whoever comes while a turn runs gets it from its start, then what comes", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { lastSeq, activeTurnId, recentMessages, next } = await watch();
  expect({ lastSeq, activeTurnId, said: recentMessages.map(({ text }) => text) }).toEqual({ lastSeq: 2, activeTurnId: "first", said: ["hello"] });
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  await tell("first", [delta("b")]);
  expect(shown(await next())).toEqual({ seqs: [3], replayed: false });
});

test("whoever comes while none runs gets what comes", async () => {
  await tell("first", [start(CHAT, "first"), delta("a"), END]);
  await answered("first");
  const { lastSeq, activeTurnId, next } = await watch();
  expect({ lastSeq, activeTurnId }).toEqual({ lastSeq: 3, activeTurnId: null });
  const told = next();
  await tell("second", [start(CHAT, "second")]);
  expect(shown(await told)).toEqual({ seqs: [4], replayed: false });
});

test.each([0, 1, 2, 3, 4])("a reader who knows events up to %i gets those after it, once", async (afterSeq) => {
  await tell("first", [start(CHAT, "first"), delta("a"), delta("b"), END]);
  await answered("first");
  const { next } = await watch(afterSeq);
  const told = next();
  await tell("second", [start(CHAT, "second")]);
  const old = { seqs: [1, 2, 3, 4].filter((seq) => seq > afterSeq), replayed: true };
  const expected = [old, { seqs: [5], replayed: false }].filter(({ seqs }) => seqs.length > 0);
  const batches = [shown(await told)];
  while (batches.length < expected.length) batches.push(shown(await next()));
  expect(batches).toEqual(expected);
});

test("what nobody told is found when somebody says to look", async () => {
  const { next } = await watch();
  const told = next();
  await tell("first", [start(CHAT, "first")], false);
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await told)).toEqual({ seqs: [1], replayed: false });
});

test("a signal that was missed is made up for by the next", async () => {
  const { next } = await watch();
  await tell("first", [start(CHAT, "first")]);
  expect(shown(await next())).toEqual({ seqs: [1], replayed: false });
  await tell("first", [delta("a")], false);
  await tell("first", [delta("b")]);
  expect(shown(await next())).toEqual({ seqs: [2, 3], replayed: false });
});

test("a reader who is slow is not remembered for, and catches up from the log", async () => {
  const { next } = await watch();
  await tell("first", [start(CHAT, "first")]);
  expect(shown(await next())).toEqual({ seqs: [1], replayed: false });
  for (let index = 0; index < 1_500; index += 1) await tell("first", [delta("x")]);
  const seqs: number[] = [];
  while (seqs.length < 1_500) {
    const batch = await next();
    if (batch?.type === "events") seqs.push(...batch.entries.map(({ seq }) => seq));
  }
  expect(seqs).toEqual(Array.from({ length: 1_500 }, (_, index) => index + 2));
});

test.each([
  ["ahead of the log", 9],
  ["below what is retained", 0],
])("a cursor %s gets the messages in place of events, then those of the running turn from its start", async (_, afterSeq) => {
  await tell("early", [start(CHAT, "early"), delta("x")]);
  database.prepare("DELETE FROM turn_events WHERE seq < 2").run();
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch(afterSeq);
  expect(shown(await next())).toEqual({ snapshot: 2, messages: ["hello"] });
  expect(shown(await next())).toEqual({ seqs: [3, 4], replayed: true });
});

test("a reader who comes back behind what is retained is told the end of the last turn, after the messages", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  await answered("first", "a");
  await tell("first", [END]);
  database.prepare("DELETE FROM turn_events WHERE seq < 3").run();
  const { next } = await watch(1);
  expect(shown(await next())).toEqual({ snapshot: 2, messages: ["hello", "a"] });
  expect(shown(await next())).toEqual({ snapshot: 2, messages: ["hello", "a"] });
  expect(shown(await next())).toEqual({ seqs: [3], replayed: true });
});

test("a turn whose beginning is lost is told by its end, with the messages before it", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  database.prepare("DELETE FROM turn_events WHERE seq < 2").run();
  const { next } = await watch();
  await tell("first", [delta("b")]);
  const told = next();
  await answered("first", "ab");
  await tell("first", [END]);
  expect(shown(await told)).toEqual({ snapshot: 3, messages: ["hello", "ab"] });
  expect(shown(await next())).toEqual({ seqs: [4], replayed: false });
});

test("a log that is lost while it is watched costs no reader who has kept up anything", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  await turnLog.forget(CHAT);
  await turnLog.append(CHAT, "first", [delta("b")], 2);
  bus.publish(CHAT, { type: "events", entries: [{ seq: 3, turnId: "first", at: 1, event: delta("b") }] });
  expect(shown(await next())).toEqual({ seqs: [3], replayed: false });
});

test("a reader who has missed what is lost gets the messages in its place", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  await tell("first", [delta("b")], false);
  await turnLog.forget(CHAT);
  await turnLog.append(CHAT, "first", [delta("c")], 3);
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await next())).toEqual({ snapshot: 3, messages: ["hello"] });
  const told = next();
  await answered("first", "abc");
  await tell("first", [END]);
  expect(shown(await told)).toEqual({ snapshot: 4, messages: ["hello", "abc"] });
  expect(shown(await next())).toEqual({ seqs: [5], replayed: false });
});

test("a log that cannot be read when something may have happened is read again when it can", { timeout: 30_000 }, async () => {
  const { read } = turnLog;
  let refusals = 2;
  turnLog = { ...turnLog, read: (...args) => (refusals-- > 0 ? Promise.reject(new Error("away")) : read(...args)) };
  const { next } = await watch();
  const told = next();
  await answered("first");
  await tell("first", [start(CHAT, "first"), delta("a"), END], false);
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await told)).toEqual({ seqs: [1, 2, 3], replayed: false });
});

test("an end that is neither told nor logged is seen in the history, once", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  const told = next();
  await turnLog.forget(CHAT);
  await answered("first", "abc");
  await history.patch(CHAT, { last_event_seq: 5 });
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await told)).toEqual({ snapshot: 4, messages: ["hello", "abc"] });
  const after = next();
  bus.publish(CHAT, { type: "changed" });
  await history.append(message(CHAT, "again", { turn_id: "second" }), {});
  await turnLog.append(CHAT, "second", [start(CHAT, "second")], 5);
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await after)).toEqual({ snapshot: 5, messages: ["hello", "abc", "again"] });
  expect(shown(await next())).toEqual({ seqs: [6], replayed: false });
});

test("of a turn that is among the messages in place of what is lost, no more is told than its end", async () => {
  const { next } = await watch(0);
  const told = next();
  await answered("first", "abc");
  await turnLog.append(CHAT, "first", [start(CHAT, "first"), delta("abc"), END], 10);
  bus.publish(CHAT, { type: "changed" });
  expect(shown(await told)).toEqual({ snapshot: 12, messages: ["hello", "abc"] });
  expect(shown(await next())).toEqual({ snapshot: 12, messages: ["hello", "abc"] });
  expect(shown(await next())).toEqual({ seqs: [13], replayed: false });
});

test("an end that is logged a moment after the history knows of it costs no event", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  const told = next();
  await history.patch(CHAT, { last_event_seq: 3 });
  bus.publish(CHAT, { type: "changed" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await tell("first", [END], false);
  expect(shown(await told)).toEqual({ seqs: [3], replayed: false });
});

test("events that the log cannot take are passed over once, and their turn is told by its end", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  const heard = (seq: number, event: TurnEvent) => bus.publish(CHAT, { type: "events", entries: [{ seq, turnId: "first", at: 1, event }] });
  heard(5, delta("d"));
  expect(shown(await next())).toEqual({ snapshot: 4, messages: ["hello"] });
  const told = next();
  heard(6, delta("e"));
  await answered("first", "abcde");
  heard(7, END);
  expect(shown(await told)).toEqual({ snapshot: 6, messages: ["hello", "abcde"] });
  expect(shown(await next())).toEqual({ seqs: [7], replayed: false });
});

test("numbers that were told and never logged are taken back with the end of their turn", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const { next } = await watch();
  expect(shown(await next())).toEqual({ seqs: [1, 2], replayed: true });
  bus.publish(CHAT, { type: "events", entries: [3, 4, 5, 6].map((seq) => ({ seq, turnId: "first", at: 1, event: delta("x") })) });
  expect(shown(await next())).toEqual({ seqs: [3, 4, 5, 6], replayed: false });
  const told = next();
  await answered("first", "a");
  await tell("first", [END]);
  expect(shown(await told)).toEqual({ snapshot: 2, messages: ["hello", "a"] });
  expect(shown(await next())).toEqual({ snapshot: 2, messages: ["hello", "a"] });
  expect(shown(await next())).toEqual({ seqs: [3], replayed: false });
});

test("a session that was deleted unheard is missed when its reader looks", async () => {
  await tell("first", [start(CHAT, "first"), END]);
  await answered("first");
  const { next } = await watch();
  const told = next();
  await history.deleteSession(CHAT);
  bus.publish(CHAT, { type: "changed" });
  expect(await told).toEqual({ type: "deleted" });
});

test("ends when the session is deleted, and when its reader has had enough", async () => {
  const [one, other] = [await watch(), await watch()];
  const [told, ended] = [one.next(), other.next()];
  bus.publish(CHAT, { type: "deleted" });
  expect(await told).toEqual({ type: "deleted" });
  expect(await ended).toEqual({ type: "deleted" });
  const third = await watch();
  const last = third.next();
  stop.abort();
  expect(await last).toBeUndefined();
  expect(bus.isHeard(CHAT)).toBe(false);
});

test("another user's session is as unknown as one that never was", async () => {
  const watching = watchSession(
    { history, turnLog, bus, lock: memorySessionLock(), log: recordedLog() },
    { ...ADA, userId: "eve" },
    { sessionId: CHAT, signal: stop.signal },
  );
  await expect(watching).rejects.toMatchObject({ code: "not_found" });
  expect(bus.isHeard(CHAT)).toBe(false);
});

test("a turn that died where nobody keeps a list of the dead is ended by whoever opens its session", async () => {
  await tell("first", [start(CHAT, "first"), delta("a")]);
  const watched = await watchSession({ history, turnLog, bus, lock: memorySessionLock(), log: recordedLog() }, ADA, { sessionId: CHAT, signal: stop.signal });
  const batches = watched.batches[Symbol.asyncIterator]();
  expect(shown((await batches.next()).value)).toEqual({ seqs: [1, 2], replayed: true });
  const { value } = await batches.next();
  expect(value.entries.at(-1)).toMatchObject({ seq: 4, event: { type: "turn-end", message: { status: "interrupted", text: "a" } } });
});
