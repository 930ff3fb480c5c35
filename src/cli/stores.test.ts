import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SeededStore, seededStore } from "../engine/testing/seeded-store.ts";
import { type TemporaryFolder, temporaryFolder } from "../engine/testing/temporary-folder.ts";
import { FailureDocument } from "./testing/documents.ts";
import { rolecall } from "./testing/rolecall.ts";

let store: SeededStore;
let folder: TemporaryFolder;
beforeAll(async () => {
  store = await seededStore();
  folder = temporaryFolder();
});
afterAll(() => {
  store[Symbol.dispose]();
  folder[Symbol.dispose]();
});

const COMMANDS = [
  ["chat", "-p", "nurse in Leeds"],
  ["search", "nurse"],
  ["seed", "--size", "50", "-q"],
  ["sessions", "list"],
];

/** Every command says the same, once as text and once as JSON, and ends with exit code 3. */
async function refused(dataDir: string, code: string, message: string, remedy = "--data-dir"): Promise<void> {
  for (const command of COMMANDS) {
    const text = await rolecall([...command, "--data-dir", dataDir]);
    expect({ command, code: text.code, out: text.out }).toEqual({ command, code: 3, out: "" });
    expect(text.err).toMatch(/^rolecall: .*\n$/);
    expect(text.err).toContain(message);
    const json = await rolecall([...command, "--data-dir", dataDir, "--json"]);
    expect({ command, code: json.code, err: json.err }).toEqual({ command, code: 3, err: "" });
    expect(FailureDocument.parse(json.document()).error).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(remedy),
    });
  }
}

describe("a store", () => {
  test("of random bytes is damaged", async () => {
    const dataDir = folder.file("random");
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "rolecall.db"), randomBytes(50_000));
    await refused(dataDir, "storage_corrupt", "is damaged, or is not a Rolecall store.", "Move the file away");
  });

  test("that breaks off is damaged", async () => {
    const dataDir = store.copy();
    truncateSync(join(dataDir, "rolecall.db"), 2_000_000);
    await refused(dataDir, "storage_corrupt", "is damaged, or is not a Rolecall store.", "Move the file away");
  });

  test("of a newer version is left alone", async () => {
    const dataDir = store.copy();
    using database = new DatabaseSync(join(dataDir, "rolecall.db"));
    database.exec("PRAGMA user_version = 99");
    await refused(dataDir, "storage_newer", "was written by a newer Rolecall (schema 99, this one knows 3).", "Update Rolecall");
  });

  test("below a file cannot be", async () => {
    writeFileSync(folder.file("file"), "");
    await refused(folder.file("file", "below"), "storage_unavailable", "is not in a folder.");
  });

  test.runIf(process.platform === "linux")("where the system allows no folder cannot be", async () => {
    await refused("/proc/nothing/here", "storage_unavailable", "cannot be created.");
  });
});

/** A file system of a few megabytes, or null where mounting is not allowed. */
function smallDisk(path: string): Disposable | null {
  mkdirSync(path);
  if (process.platform !== "linux" || spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", path]).status !== 0) return null;
  return {
    [Symbol.dispose]() {
      execFileSync("umount", [path]);
      rmSync(path, { recursive: true });
    },
  };
}

test("a disk that is full is named", async ({ skip }) => {
  using disk = smallDisk(folder.file("disk"));
  if (disk === null) skip("mounting a small file system is not allowed here");
  const { code, out, err } = await rolecall(["seed", "-q", "--data-dir", folder.file("disk", "store")]);
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toMatch(/^rolecall: The disk that holds .* is full\. Free some space, or choose another folder with --data-dir\.\n$/);
});
