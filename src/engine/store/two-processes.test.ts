import { expect, test } from "vitest";
import { sqliteCatalog } from "../catalog/sqlite.ts";
import { sqliteChatHistory } from "../sessions/sqlite.ts";
import { message, session } from "../testing/messages.ts";
import { secondProcess } from "../testing/second-process.ts";
import { WRITES } from "../testing/second-process-tasks.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { sqliteTurnLog } from "../turns/sqlite-turn-log.ts";
import { openSqlite } from "./sqlite.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test("processes that open a new store at the same time all get it", async () => {
  using folder = temporaryFolder();
  const opening = Array.from({ length: 3 }, () => secondProcess("open", folder.file("data", "rolecall.db")));
  expect(await Promise.all(opening.map(({ said }) => said))).toEqual(["opened", "opened", "opened"]);
});

test("two processes that write at once lose nothing, double nothing and leave no gap", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using database = openSqlite(path);
  const history = sqliteChatHistory(database, path);
  await history.append(message(CHAT, "hello"), {}, session(CHAT));

  const writers = [secondProcess("write", path), secondProcess("write", path)];
  expect(await Promise.all(writers.map(({ said }) => said))).toEqual(["written", "written"]);

  const messages = await history.messages(CHAT, { limit: 1_000 });
  expect(messages.map(({ seq }) => seq)).toEqual(upTo(1 + 3 * WRITES));
  expect(new Set(messages.map((each) => each.client_message_id)).size).toBe(messages.length);
  const events = await sqliteTurnLog(database, path).read(CHAT, 0, 1_000);
  expect(events.map(({ seq }) => seq)).toEqual(upTo(4 * WRITES));
  const catalog = sqliteCatalog(database, path);
  expect(await catalog.count("jobs")).toBe(WRITES);
  expect(await catalog.version()).toBe(String(WRITES));
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
});

test("what was acknowledged survives a kill of its process", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using database = openSqlite(path);
  const history = sqliteChatHistory(database, path);
  await history.append(message(CHAT, "hello"), {}, session(CHAT));
  expect(await secondProcess("die", path).said).toBeNull();
  expect((await history.messages(CHAT, { limit: 10 })).map(({ text }) => text)).toEqual(["hello", "last words"]);
});
