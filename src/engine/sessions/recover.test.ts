import { expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { delta, message, session, start } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { memorySessionBus } from "../turns/memory-session-bus.ts";
import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { sqliteTurnLog } from "../turns/sqlite-turn-log.ts";
import { endInLog, recoverSession } from "./recover.ts";
import { sqliteChatHistory } from "./sqlite.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const START = start(CHAT, "turn");

test.each([
  ["its words are kept", [START, delta("They "), delta("fit")], "They fit"],
  ["words whose beginning was lost are not: they would read as something else", [delta("fit"), delta(" well")], ""],
])("of a turn that died %s", async (_, events, text) => {
  using database = openSqlite(":memory:");
  const deps = {
    history: sqliteChatHistory(database, ":memory:"),
    turnLog: sqliteTurnLog(database, ":memory:"),
    bus: memorySessionBus(),
    lock: memorySessionLock(),
    log: recordedLog(),
  };
  await deps.history.append(message(CHAT, "question", { turn_id: "turn" }), {}, session(CHAT));
  await deps.turnLog.append(CHAT, "turn", events, 3);
  expect(await recoverSession(deps, session(CHAT))).toMatchObject({ status: "interrupted", text, turn_id: "turn" });
  const extent = await deps.turnLog.extent(CHAT);
  expect(extent!.openTurn).toBeNull();
  expect((await deps.history.session(CHAT))!.last_event_seq).toBe(extent!.last);
  expect(await recoverSession(deps, session(CHAT))).toBeNull();
});

test.each([
  ["whose last words are not in the log", "They fit", [{ seq: 9, type: "turn-end" }]],
  [
    "that is all there",
    "They ",
    [
      { seq: 6, type: "text-end" },
      { seq: 7, type: "turn-end" },
    ],
  ],
])("an answer %s is ended so that nobody takes half of it for all", async (_, text, told) => {
  using database = openSqlite(":memory:");
  const deps = {
    history: sqliteChatHistory(database, ":memory:"),
    turnLog: sqliteTurnLog(database, ":memory:"),
    bus: memorySessionBus(),
    lock: memorySessionLock(),
    log: recordedLog(),
  };
  await deps.history.append(message(CHAT, "question", { turn_id: "turn" }), {}, session(CHAT));
  await deps.turnLog.append(CHAT, "turn", [START, delta("They ")], 3);
  await deps.history.append(message(CHAT, "turn:answer", { role: "assistant", turn_id: "turn", text }), {});
  await endInLog(deps, session(CHAT, { last_event_seq: 7 }), "turn");
  const after = await deps.turnLog.read(CHAT, 5, 10);
  expect(after.map(({ seq, event: { type } }) => ({ seq, type }))).toEqual(told);
  await endInLog(deps, session(CHAT, { last_event_seq: 7 }), "turn");
  expect(await deps.turnLog.read(CHAT, 5, 10)).toEqual(after);
});

test("a turn after which the session has gone on is not ended in the middle of the next", async () => {
  using database = openSqlite(":memory:");
  const deps = {
    history: sqliteChatHistory(database, ":memory:"),
    turnLog: sqliteTurnLog(database, ":memory:"),
    bus: memorySessionBus(),
    lock: memorySessionLock(),
    log: recordedLog(),
  };
  await deps.history.append(message(CHAT, "question", { turn_id: "turn" }), {}, session(CHAT));
  await deps.history.append(message(CHAT, "turn:answer", { role: "assistant", turn_id: "turn", text: "They" }), {});
  await deps.history.append(message(CHAT, "another", { turn_id: "next" }), {});
  await endInLog(deps, session(CHAT), "turn");
  expect(await deps.turnLog.extent(CHAT)).toBeNull();
});
