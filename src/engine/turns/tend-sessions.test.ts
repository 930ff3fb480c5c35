import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sqliteChatHistory } from "../sessions/sqlite.ts";
import { openSqlite } from "../store/sqlite.ts";
import { delta, message, session, start } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { memorySessionBus } from "./memory-session-bus.ts";
import { memorySessionLock } from "./memory-session-lock.ts";
import { sqliteTurnLog } from "./sqlite-turn-log.ts";
import { tendSessions } from "./tend-sessions.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";

let database: DatabaseSync;
let deps: Parameters<typeof tendSessions>[0];
beforeEach(() => {
  database = openSqlite(":memory:");
  deps = {
    history: sqliteChatHistory(database, ":memory:"),
    turnLog: sqliteTurnLog(database, ":memory:"),
    bus: memorySessionBus(),
    lock: memorySessionLock(),
    log: recordedLog(),
  };
});
afterEach(() => database.close());

const ends = async () => (await deps.turnLog.read(CHAT, 0, 100)).filter(({ event }) => event.type === "turn-end");

test("a turn whose process died is ended once, with its words, however many tend", async () => {
  await deps.history.append(message(CHAT, "hello", { turn_id: "turn" }), {}, session(CHAT));
  await deps.turnLog.append(CHAT, "turn", [start(CHAT, "turn"), { type: "text-start", messageId: "m" }, delta("They fit")], 0);
  await deps.lock.acquire(CHAT, "turn", 50);
  {
    using _one = tendSessions(deps);
    using _other = tendSessions(deps);
    await vi.waitFor(async () => expect(await deps.lock.orphans()).toEqual([]), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await ends()).toHaveLength(1), { timeout: 10_000 });
  }
  const [end] = await ends();
  expect(end).toMatchObject({ seq: 5, event: { message: { status: "interrupted", text: "They fit" } } });
  expect((await deps.turnLog.read(CHAT, 3, 1))[0]!.event.type).toBe("text-end");
  expect(await deps.history.turn(CHAT, "turn")).toMatchObject([{ role: "user" }, { role: "assistant", status: "interrupted", text: "They fit" }]);
});

test("a turn that died between its answer and its end is ended as its answer says", async () => {
  await deps.history.append(message(CHAT, "hello", { turn_id: "turn" }), {}, session(CHAT));
  await deps.turnLog.append(CHAT, "turn", [start(CHAT, "turn"), delta("All of it")], 0);
  await deps.history.append(message(CHAT, "turn:answer", { role: "assistant", turn_id: "turn", text: "All of it" }), {});
  await deps.lock.acquire(CHAT, "turn", 50);
  using _tending = tendSessions(deps);
  await vi.waitFor(async () => expect(await ends()).toMatchObject([{ event: { message: { status: "complete", text: "All of it" } } }]), { timeout: 10_000 });
});

test("a store that is away is asked again until it is back", async () => {
  await deps.history.append(message(CHAT, "hello", { turn_id: "turn" }), {}, session(CHAT));
  await deps.lock.abandon(CHAT, "turn");
  await deps.lock.acquire(CHAT, "turn", 50);
  let asked = 0;
  const { history } = deps;
  deps = { ...deps, history: { ...history, session: async (id) => ((asked += 1) < 3 ? Promise.reject(new Error("away")) : history.session(id)) } };
  using _tending = tendSessions(deps);
  await vi.waitFor(async () => expect(await history.turn(CHAT, "turn")).toHaveLength(2), { timeout: 10_000 });
  expect(asked).toBeGreaterThanOrEqual(3);
});

test("turns that run are left alone", async () => {
  await deps.history.append(message(CHAT, "hello", { turn_id: "turn" }), {}, session(CHAT));
  await deps.lock.acquire(CHAT, "turn", 60_000);
  await deps.lock.acquire("gone", "deletion", 10);
  using _tending = tendSessions(deps);
  await vi.waitFor(async () => expect(await deps.lock.orphans()).toEqual([]), { timeout: 10_000 });
  expect(await deps.history.turn(CHAT, "turn")).toHaveLength(1);
});
