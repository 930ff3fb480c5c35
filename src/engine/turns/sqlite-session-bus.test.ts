import { expect, test, vi } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { delta } from "../testing/messages.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { sqliteSessionBus } from "./sqlite-session-bus.ts";
import { sqliteSessionLock } from "./sqlite-session-lock.ts";
import { sqliteTurnLog } from "./sqlite-turn-log.ts";
import type { SessionSignal } from "./session-bus.ts";

test("a listener in another process is told to look when something was written, and by nothing of its own", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using here = openSqlite(path);
  using there = openSqlite(path);
  await using bus = sqliteSessionBus(there);
  const heard: SessionSignal[] = [];
  const stop = bus.subscribe("chat", (signal) => heard.push(signal));
  await sqliteTurnLog(there, path).append("chat", "turn", [delta("own")], 0);
  await sqliteTurnLog(here, path).append("chat", "turn", [delta("other")], 0);
  await vi.waitFor(() => expect(heard).toEqual([{ type: "changed" }]), { timeout: 10_000 });
  stop();
  const again: SessionSignal[] = [];
  bus.subscribe("another", (signal) => again.push(signal));
  await sqliteTurnLog(here, path).append("chat", "turn", [delta("more")], 0);
  await vi.waitFor(() => expect(again).toEqual([{ type: "changed" }]), { timeout: 10_000 });
  expect(heard).toHaveLength(1);
});

test("a stop that another process asked for is told, to its session alone", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using here = openSqlite(path);
  using there = openSqlite(path);
  await using bus = sqliteSessionBus(there);
  const heard: string[] = [];
  for (const chat of ["stopped", "going on"]) bus.subscribe(chat, ({ type }) => type === "cancel" && heard.push(chat));
  for (const chat of ["stopped", "going on"]) await sqliteSessionLock(there, path).acquire(chat, "turn", 60_000);
  await sqliteSessionLock(here, path).requestCancel("stopped");
  await vi.waitFor(() => expect(heard).toEqual(["stopped"]), { timeout: 10_000 });
});
