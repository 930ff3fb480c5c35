import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DatabaseSync } from "node:sqlite";
import { RolecallError } from "../errors.ts";
import type { TurnEvent } from "../events.ts";
import { openSqlite } from "../store/sqlite.ts";
import { delta } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { memorySessionBus } from "./memory-session-bus.ts";
import type { SessionBus } from "./session-bus.ts";
import { sqliteTurnLog } from "./sqlite-turn-log.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";
import { turnRecorder } from "./turn-recorder.ts";

const END: TurnEvent = { type: "turn-error", code: "interrupted", message: "Died.", retryable: true };

let database: DatabaseSync;
let stored: TurnLog;
let bus: SessionBus;
let told: LoggedEvent[];
let ends: string[];
let log: ReturnType<typeof recordedLog>;
beforeEach(() => {
  database = openSqlite(":memory:");
  stored = sqliteTurnLog(database, ":memory:");
  log = recordedLog();
  bus = memorySessionBus();
  [told, ends] = [[], []];
  bus.subscribe("chat", (signal) => signal.type === "events" && told.push(...signal.entries));
});
afterEach(() => database.close());

/** A log whose next appends fail, before or after they are done. */
function failing(...failures: ("before" | "after")[]): TurnLog {
  return {
    ...stored,
    async append(...args) {
      const failure = failures.shift();
      if (failure === "before") throw new RolecallError("storage_unavailable", "away");
      const seq = await stored.append(...args);
      if (failure === "after") throw new RolecallError("storage_unavailable", "away");
      return seq;
    },
  };
}

const recorderOn = (turnLog: TurnLog, after = 0) =>
  turnRecorder({ turnLog, bus, log, sessionId: "chat", turnId: "turn", after, onEnded: () => ends.push("ended") });
const words = async () => (await stored.readTurn("chat", "turn")).map(({ event }) => (event.type === "text-delta" ? event.text : event.type)).join("");

test.each([
  ["was not written", "before"],
  ["was written, but its acknowledgement was lost", "after"],
] as const)("what %s is in the log once, with what follows it", async (_, failure) => {
  const recorder = recorderOn(failing(failure, failure));
  for (const word of ["a", "b", "c", "d"]) {
    recorder.record(delta(word));
    await recorder.flush();
  }
  expect(await words()).toBe("abcd");
  const seqs = (await stored.read("chat", 0, 10)).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test("what is logged is told at once, with its numbers; what is not logged yet is told with those it will have", async () => {
  const recorder = recorderOn(failing("before"), 7);
  recorder.record(delta("a"));
  await recorder.flush();
  expect(told).toMatchObject([{ seq: 8, turnId: "turn", event: delta("a") }]);
  recorder.record(delta("b"));
  await recorder.flush();
  expect(told.map(({ seq }) => seq)).toEqual([8, 9]);
  expect((await stored.read("chat", 0, 10)).map(({ seq }) => seq)).toEqual([8, 9]);
});

test("a turn that somebody else has ended hears of it, and tells no more", async () => {
  const recorder = recorderOn(stored);
  recorder.record(delta("a"));
  await recorder.flush();
  await stored.append("chat", "turn", [END], 0);
  recorder.record(delta("b"));
  await recorder.flush();
  recorder.record(delta("c"));
  await recorder.flush();
  expect(ends).toEqual(["ended"]);
  expect(told.map(({ event }) => event)).toEqual([delta("a")]);
  expect(await stored.read("chat", 0, 10)).toHaveLength(2);
});

test("a log that lacks what was told before begins anew: no number is given twice", async () => {
  await stored.append("chat", "earlier", [delta("x")], 0);
  const recorder = recorderOn(failing("after"), 500);
  recorder.record(delta("a"));
  await recorder.flush();
  recorder.record(delta("b"));
  expect(await recorder.flush()).toBe(502);
  expect(await words()).toBe("ab");
});

test("while the log is away all is told, and written when it is back, also after the turn's end", async () => {
  const recorder = recorderOn(failing("before", "before", "before"));
  for (const word of ["a", "b"]) {
    recorder.record(delta(word));
    await recorder.flush();
  }
  recorder.record(END);
  await recorder.flush();
  expect(told.map(({ seq, event }) => [seq, event])).toEqual([
    [1, delta("a")],
    [2, delta("b")],
    [3, END],
  ]);
  expect(await stored.extent("chat")).toBeNull();
  await vi.waitUntil(async () => (await stored.extent("chat")) !== null, 10_000);
  expect((await stored.read("chat", 0, 10)).map(({ seq, event }) => [seq, event])).toEqual(told.map(({ seq, event }) => [seq, event]));
});

test("others hear that they should look when a log is back that had taken all after all", async () => {
  const heard: string[] = [];
  bus.subscribe("chat", ({ type }) => heard.push(type));
  const recorder = recorderOn(failing("after"));
  recorder.record(END);
  await recorder.flush();
  expect(heard).toEqual(["events"]);
  await recorder.flush();
  expect(heard).toEqual(["events", "changed"]);
});

test("what the log could not take is not written behind a turn that has begun since", async () => {
  const recorder = recorderOn(failing("before"));
  recorder.record(delta("a"));
  recorder.record(END);
  await recorder.flush();
  await stored.append("chat", "next", [delta("b")], 2);
  expect(await recorder.flush()).toBe(0);
  expect((await stored.read("chat", 0, 10)).map(({ seq, turnId }) => [seq, turnId])).toEqual([[3, "next"]]);
});

test("the sequence goes on where it was when the log is lost in between", async () => {
  const recorder = recorderOn(stored, 7);
  recorder.record(delta("a"));
  expect(await recorder.flush()).toBe(8);
  await stored.forget("chat");
  recorder.record(delta("b"));
  expect(await recorder.flush()).toBe(9);
  expect((await stored.read("chat", 0, 10)).map(({ seq }) => seq)).toEqual([9]);
});

test("a log that is away costs no event its number, and is told once an outage, by whichever turn", async () => {
  const away = failing(...Array.from({ length: 4 }, () => "before" as const));
  const [one, other] = [recorderOn(away, 3), recorderOn(away)];
  for (const word of ["a", "b"]) {
    one.record(delta(word));
    expect(await one.flush()).toBe(word === "a" ? 4 : 5);
    other.record(delta(word));
    await other.flush();
  }
  expect(log.lines).toMatchObject([{ level: "warn", text: expect.stringContaining("turn log") }]);
  one.record(delta("c"));
  await one.flush();
  expect(await words()).toBe("abc");
});

test("a log that hangs is not asked many times over", async () => {
  const hung = Promise.withResolvers<number>();
  const reached = Promise.withResolvers<void>();
  const asked: number[] = [];
  const recorder = recorderOn({
    ...stored,
    append(...args) {
      reached.resolve();
      return asked.push(args[2].length) === 1 ? hung.promise : stored.append(...args);
    },
  });
  recorder.record({ type: "notice", code: "first", text: "" });
  const flushes = [recorder.flush()];
  await reached.promise;
  for (const code of ["second", "third", "fourth"]) {
    recorder.record({ type: "notice", code, text: "" });
    flushes.push(recorder.flush());
  }
  hung.resolve(1);
  await Promise.all(flushes);
  expect(asked).toEqual([1, 3]);
});
