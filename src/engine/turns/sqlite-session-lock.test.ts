import { hostname } from "node:os";
import { expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { secondProcess } from "../testing/second-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { sqliteSessionLock } from "./sqlite-session-lock.ts";

const LONG = 60_000;

test("a killed holder blocks its session no longer than it lived", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using database = openSqlite(path);
  const lock = sqliteSessionLock(database, path);
  await using holder = secondProcess("hold", path);
  expect(await holder.said).toBe("held");

  expect(await lock.holder("chat")).toBe("the other");
  expect(await lock.acquire("chat", "mine", LONG)).toBe(false);
  expect(await lock.requestCancel("chat")).toBe(true);
  await holder.kill();

  expect(await lock.holder("chat")).toBeNull();
  expect(await lock.requestCancel("chat")).toBe(false);
  expect(await lock.acquire("chat", "mine", LONG)).toBe(true);
  expect(await lock.renew("chat", "mine", LONG)).toEqual({ cancelRequested: false });
  expect(await lock.renew("chat", "the other", LONG)).toBeNull();
});

test("a process of another machine is judged by its lease alone", async () => {
  using database = openSqlite(":memory:");
  let now = 1_000;
  const lock = sqliteSessionLock(database, ":memory:", () => now);
  await lock.acquire("chat", "far away", 500);
  database.prepare("UPDATE session_locks SET pid = 2147483647, host = ?").run(`not ${hostname()}`);
  expect(await lock.holder("chat")).toBe("far away");
  expect(await lock.acquire("chat", "here", 500)).toBe(false);
  now += 501;
  expect(await lock.acquire("chat", "here", 500)).toBe(true);
});
