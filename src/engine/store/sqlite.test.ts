import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sqliteCache } from "../cache/sqlite.ts";
import type { ErrorCode } from "../errors.ts";
import { secondProcess } from "../testing/second-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { openSqlite, transaction } from "./sqlite.ts";

const KILOBYTE = "x".repeat(1_024);
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A failure with its code, one sentence that names the store, and a remedy. */
function failure(code: ErrorCode, { path, remedy = "--data-dir" }: { path: string; remedy?: string }) {
  return expect.objectContaining({ name: "RolecallError", code, message: expect.stringContaining(path), hint: expect.stringContaining(remedy) });
}

function written(path: string): string {
  using database = openSqlite(path);
  database.prepare("INSERT INTO notes VALUES ('kept', 'yes')").run();
  return path;
}

test("a store is created with its folder, and opens again with what it held", () => {
  using folder = temporaryFolder();
  const path = written(folder.file("deep", "down", "rolecall.db"));
  using database = openSqlite(path);
  expect(database.prepare("SELECT value FROM notes").get()).toEqual({ value: "yes" });
});

describe("a damaged store", () => {
  test("of random bytes is named, and left as it is", () => {
    using folder = temporaryFolder();
    const path = folder.file("rolecall.db");
    const bytes = randomBytes(20_000);
    writeFileSync(path, bytes);
    expect(() => openSqlite(path)).toThrow(failure("storage_corrupt", { path }));
    expect(readFileSync(path)).toEqual(bytes);
  });

  test.each([50, 512, 4_096, 50_000])("of which %i bytes are left is named", (size) => {
    using folder = temporaryFolder();
    const path = written(folder.file("rolecall.db"));
    truncateSync(path, size);
    expect(() => openSqlite(path)).toThrow(failure("storage_corrupt", { path }));
  });

  test("is named when the damage is met later", async () => {
    using folder = temporaryFolder();
    const path = folder.file("rolecall.db");
    {
      using database = openSqlite(path);
      const cache = sqliteCache(database, path);
      for (let index = 0; index < 500; index += 1) await cache.set(`key ${index}`, KILOBYTE, 60_000);
    }
    const bytes = readFileSync(path);
    const half = Math.floor(bytes.length / 2);
    randomBytes(half).copy(bytes, half);
    writeFileSync(path, bytes);
    using database = openSqlite(path);
    const cache = sqliteCache(database, path);
    const reading = Promise.all(Array.from({ length: 500 }, (_, index) => cache.get(`key ${index}`)));
    await expect(reading).rejects.toEqual(failure("storage_corrupt", { path }));
  });
});

test("a store of a newer version is not touched", () => {
  using folder = temporaryFolder();
  const path = written(folder.file("rolecall.db"));
  {
    using database = openSqlite(path);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  }
  const bytes = readFileSync(path);
  expect(() => openSqlite(path)).toThrow(failure("storage_newer", { path, remedy: "Update Rolecall" }));
  expect(readFileSync(path)).toEqual(bytes);
});

describe("a place that cannot hold a store", () => {
  test.each([
    ["under a file", ["file", "rolecall.db"]],
    ["deep under a file", ["file", "deep", "rolecall.db"]],
    ["that is a folder itself", ["folder"]],
    ["with too long a name", ["x".repeat(300), "rolecall.db"]],
  ])("%s is named", (_, names) => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("file"), "");
    mkdirSync(folder.file("folder"));
    const path = folder.file(...names);
    expect(() => openSqlite(path)).toThrow(failure("storage_unavailable", { path }));
  });

  test.runIf(!isRoot || canStepDown()).each([
    ["a folder that may not be written", 0o555, "fresh.db"],
    ["a folder that may not be entered", 0o000, "deep/fresh.db"],
    ["a store whose folder may not be written", 0o555, "rolecall.db"],
  ])("%s is named", async (_, mode, name) => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o755);
    const path = written(folder.file("data", "rolecall.db"));
    chmodSync(path, 0o444);
    chmodSync(folder.file("data"), mode);
    await using other = secondProcess("open", folder.file("data", name), isRoot ? { uid: NOBODY } : {});
    expect(await other.said).toMatch(/^storage_unavailable: .*--data-dir/);
    chmodSync(folder.file("data"), 0o755);
  });
});

describe("a full disk", () => {
  test("is named, and what was stored stays", async () => {
    using folder = temporaryFolder();
    const path = written(folder.file("rolecall.db"));
    using database = openSqlite(path);
    const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${pages + 10}`);
    const cache = sqliteCache(database, path);
    const filling = async () => {
      for (let index = 0; index < 200; index += 1) await cache.set(`key ${index}`, KILOBYTE, 60_000);
    };
    await expect(filling()).rejects.toEqual(failure("storage_full", { path, remedy: "Free some space" }));
    expect(await cache.get("key 0")).toBe(KILOBYTE);
    expect(database.prepare("SELECT value FROM notes").get()).toEqual({ value: "yes" });
  });

  test.runIf(canMount())("is named when a store is opened on it", async () => {
    using folder = temporaryFolder();
    const under = (command: readonly string[]) => [
      "unshare",
      "--mount",
      "sh",
      "-c",
      'mount -t tmpfs -o size=64k none "$0" && exec "$@"',
      folder.path,
      ...command,
    ];
    await using other = secondProcess("open", folder.file("rolecall.db"), { under });
    expect(await other.said).toMatch(/^storage_full: Free some space/);
  });
});

/** Whether somebody without rights could run the tests from where they are. */
function canStepDown(): boolean {
  return spawnSync(process.execPath, ["--check", import.meta.filename], { uid: NOBODY, gid: NOBODY }).status === 0;
}

/** Whether this process may mount a small disk where nobody else sees it. */
function canMount(): boolean {
  return isRoot && spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
}

test("a store that another process keeps locked is named after the wait", async () => {
  using folder = temporaryFolder();
  const path = folder.file("rolecall.db");
  using busy = openSqlite(path);
  using database = openSqlite(path);
  const cache = sqliteCache(database, path);
  database.exec("PRAGMA busy_timeout = 30");
  busy.exec("BEGIN IMMEDIATE");
  await expect(cache.set("key", "value", 1_000)).rejects.toEqual(failure("storage_unavailable", { path, remedy: "try again" }));
  expect(await cache.get("key")).toBeNull();
  busy.exec("COMMIT");
  await cache.set("key", "value", 60_000);
  expect(await cache.get("key")).toBe("value");
});

test("a writer waits for the other one instead of failing at once", () => {
  using folder = temporaryFolder();
  using database = openSqlite(folder.file("rolecall.db"));
  const { timeout } = database.prepare("PRAGMA busy_timeout").get() as { timeout: number };
  expect(timeout).toBeGreaterThanOrEqual(5_000);
});

test("a transaction that fails leaves nothing, and the next one works", () => {
  using database = openSqlite(":memory:");
  const note = (key: string) => database.prepare("INSERT INTO notes VALUES (?, '')").run(key);
  const failing = () =>
    transaction(database, () => {
      note("first");
      throw new Error("half-way");
    });
  expect(failing).toThrow("half-way");
  transaction(database, () => note("second"));
  expect(database.prepare("SELECT key FROM notes").all()).toEqual([{ key: "second" }]);
});
