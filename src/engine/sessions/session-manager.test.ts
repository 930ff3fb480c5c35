import { expect, test } from "vitest";
import { sqliteCache } from "../cache/sqlite.ts";
import { readConfig } from "../config.ts";
import { settingsOf } from "../connect.ts";
import { openSqlite } from "../store/sqlite.ts";
import { logTracing } from "../telemetry/log-tracing.ts";
import { message, session } from "../testing/messages.ts";
import { logAt } from "../testing/traced-chat.ts";
import { memorySessionBus } from "../turns/memory-session-bus.ts";
import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { sqliteTurnLog } from "../turns/sqlite-turn-log.ts";
import { answerIdOf } from "./answer-id.ts";
import { recentMessages } from "./recent-messages.ts";
import { sessionManager } from "./session-manager.ts";
import { sqliteChatHistory } from "./sqlite.ts";

const ADA = { userId: "ada", role: "job_seeker" } as const;
const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const NEVER = "ffffffff-ffff-4fff-8fff-ffffffffffff";

function opened() {
  const database = openSqlite(":memory:");
  const log = logAt("warn");
  const history = sqliteChatHistory(database, ":memory:");
  const deps = {
    history,
    cache: sqliteCache(database, ":memory:"),
    turnLog: sqliteTurnLog(database, ":memory:"),
    bus: memorySessionBus(),
    lock: memorySessionLock(),
    tracing: logTracing(log),
    settings: { ...settingsOf(readConfig({ ROLECALL_DATA_DIR: "unused" })), recentTtlMs: 60_000 },
    log,
  };
  return { ...deps, deps, sessions: sessionManager(deps), [Symbol.dispose]: () => database.close() };
}

test("a new session can be shown, ended and deleted, and is listed once it has a message", async () => {
  using open = opened();
  const { sessions, history } = open;
  const [first, second] = [await sessions.create(ADA), await sessions.create(ADA)];
  expect(await sessions.show(ADA, first)).toMatchObject({ session: { title: "", status: "active", role: "job_seeker" }, messages: [] });
  expect(await sessions.list(ADA)).toEqual([]);
  expect(await sessions.page(ADA)).toEqual({ sessions: [], nextCursor: null });
  await expect(sessions.show({ ...ADA, role: "employer" }, first)).rejects.toMatchObject({ code: "not_found" });

  await history.append(message(first, "hello"), { title: "Nights" });
  expect(await sessions.list(ADA)).toMatchObject([{ session_id: first, title: "Nights" }]);
  await sessions.delete(ADA, second);
  await expect(sessions.show(ADA, second)).rejects.toMatchObject({ code: "not_found" });

  const waiting = await sessions.create(ADA);
  const heard: string[] = [];
  open.bus.subscribe(waiting, ({ type }) => heard.push(type));
  expect(await sessions.forget("ada")).toBe(1);
  expect(heard).toEqual(["deleted"]);
  expect(await sessions.forget("ada")).toBe(0);
});

test("pages bring every session once, newest first, and say where the last one ends", async () => {
  using open = opened();
  const { sessions, history } = open;
  const ids = Array.from({ length: 7 }, (_, n) => `${n}e9a8c74-7b2e-4d65-9f8c-2e3b4c5d6e7f`);
  for (const id of ids) await history.append(message(id, id), {}, session(id));
  await sessions.create(ADA);
  const seen: string[][] = [];
  let next: string | null | undefined;
  do {
    const page = await sessions.page(ADA, { limit: 3, cursor: next ?? undefined });
    seen.push(page.sessions.map(({ session_id: id }) => id));
    next = page.nextCursor;
  } while (next !== null);
  expect(seen).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)]);
  expect((await sessions.page(ADA, { limit: 7 })).nextCursor).toBeNull();
  expect((await sessions.page(ADA)).sessions).toEqual(await sessions.list(ADA));
});

test("what is no cursor or no length of a page is refused", async () => {
  using open = opened();
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const cursors = ["", "x", "💙", encoded(null), encoded(["2026-03-01T12:00:00.000Z", "id"]), encoded(["yesterday", CHAT]), encoded([1, CHAT])];
  for (const cursor of cursors) await expect(open.sessions.page(ADA, { cursor })).rejects.toMatchObject({ code: "invalid_input", hint: expect.any(String) });
  for (const limit of [0, -1, 1.5, Number.NaN]) await expect(open.sessions.page(ADA, { limit })).rejects.toMatchObject({ code: "invalid_input" });
});

test("an ended session stays ended, and stays in the list", async () => {
  using open = opened();
  const { sessions, history } = open;
  await history.append(message(CHAT, "hello"), {}, session(CHAT));
  await sessions.end(ADA, CHAT);
  await sessions.end(ADA, CHAT);
  await history.append(message(CHAT, "the answer of a turn that ran", { role: "assistant" }), { search_state: null });
  expect(await sessions.list(ADA)).toMatchObject([{ session_id: CHAT, status: "ended" }]);
  for (const [actor, id] of [
    [{ userId: "grace", role: "job_seeker" } as const, CHAT],
    [ADA, NEVER],
  ] as const) {
    await expect(sessions.end(actor, id)).rejects.toMatchObject({ code: "not_found" });
  }
});

test("a rating comes with its message ever after, and is not in the cache to grow old there", async () => {
  using open = opened();
  const { sessions, history, cache, deps } = open;
  const messageId = answerIdOf("turn");
  await history.append(message(CHAT, "hello", { turn_id: "turn" }), {}, session(CHAT));
  await history.append(message(CHAT, "turn:answer", { message_id: messageId, turn_id: "turn", role: "assistant" }), {});
  await sessions.rate(ADA, { sessionId: CHAT, messageId, rating: "up", text: "  Good \n" });
  expect((await sessions.show(ADA, CHAT)).messages[1]!.feedback).toEqual({ rating: "up", text: "Good" });
  await recentMessages(deps).keep(CHAT, await history.messages(CHAT, { limit: 2 }));
  expect(JSON.parse((await cache.get(`chat:session:${CHAT}:recent`))!)).toMatchObject([{ feedback: null }, { message_id: messageId, feedback: null }]);
  await sessions.rate(ADA, { sessionId: CHAT, messageId, rating: "down", text: " " });
  expect((await sessions.show(ADA, CHAT)).messages[1]!.feedback).toEqual({ rating: "down" });
});

test("an answer's id is a UUID that its turn alone decides", () => {
  const id = answerIdOf("7cf2b1aa-09d3-8e4f-a1b2-0123456789ab");
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(answerIdOf("7cf2b1aa-09d3-8e4f-a1b2-0123456789ab")).toBe(id);
  expect(answerIdOf("7cf2b1aa-09d3-8e4f-a1b2-0123456789ac")).not.toBe(id);
});
