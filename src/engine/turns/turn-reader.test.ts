import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TurnEvent } from "../events.ts";
import { openSqlite } from "../store/sqlite.ts";
import { delta, start } from "../testing/messages.ts";
import { sqliteTurnLog } from "./sqlite-turn-log.ts";
import type { TurnLog } from "./turn-log.ts";
import { turnReader } from "./turn-reader.ts";

const START = start("chat", "turn");

let database: DatabaseSync;
let turnLog: TurnLog;
beforeEach(() => {
  database = openSqlite(":memory:");
  turnLog = sqliteTurnLog(database, ":memory:");
});
afterEach(() => database.close());

const reader = (after = 0, log = turnLog) => turnReader({ turnLog: log, sessionId: "chat", turnId: "turn", after });
const append = (events: readonly TurnEvent[], after: number, turnId = "turn") => turnLog.append("chat", turnId, events, after);

test("tells the events of its turn as they come, and no others", async () => {
  await append([delta("x")], 0, "earlier");
  const turn = reader(1);
  expect(await turn.next(false)).toEqual([]);
  await append([START, delta("a")], 1);
  expect(await turn.next(false)).toEqual([START, delta("a")]);
  await append([delta("y")], 0, "another");
  await append([delta("b")], 0);
  expect(await turn.next(false)).toEqual([delta("b")]);
  expect(turn.unbroken).toBe(true);
});

test("goes on over a loss of what it has read already", async () => {
  const turn = reader();
  await append([START, delta("a")], 0);
  await turn.next(false);
  await turnLog.forget("chat");
  await append([delta("b")], 2);
  expect(await turn.next(false)).toEqual([delta("b")]);
});

test("tells nothing more once something was lost that it has not read", async () => {
  const turn = reader();
  await append([START, delta("a")], 0);
  await turn.next(false);
  await append([delta("b")], 2);
  await turnLog.forget("chat");
  await append([delta("c")], 3);
  expect(await turn.next(false)).toEqual([]);
  expect(turn.unbroken).toBe(false);
  await append([delta("d")], 4);
  expect(await turn.next(true)).toEqual([]);
});

test("tells nothing of a turn whose beginning is lost", async () => {
  await append([delta("b")], 7);
  const turn = reader(5);
  expect(await turn.next(false)).toEqual([]);
  expect(turn.unbroken).toBe(false);
});

test("finds a turn that ended long ago, and one whose numbers were given before", async () => {
  await append([START, delta("a")], 0);
  await append([delta("x")], 0, "later");
  expect(await reader(3).next(true)).toEqual([START, delta("a")]);
  const ahead = reader(2);
  await append([delta("b")], 0);
  expect(await ahead.next(false)).toEqual([START, delta("a"), delta("b")]);
});

test("a log that is away for a moment has nothing new", async () => {
  let away = true;
  const turn = reader(0, { ...turnLog, read: async (...args) => (away ? Promise.reject(new Error("away")) : turnLog.read(...args)) });
  await append([START, delta("a")], 0);
  expect(await turn.next(false)).toEqual([]);
  away = false;
  expect(await turn.next(false)).toEqual([START, delta("a")]);
});
