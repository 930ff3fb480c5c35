import { expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { delta, message, session, start } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { memorySessionBus } from "../turns/memory-session-bus.ts";
import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { sqliteTurnLog } from "../turns/sqlite-turn-log.ts";
import { recoverSession } from "./recover.ts";
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
  expect((await deps.history.session(CHAT))!.last_event_seq).toBe(3 + events.length);
  expect(await recoverSession(deps, session(CHAT))).toBeNull();
});
