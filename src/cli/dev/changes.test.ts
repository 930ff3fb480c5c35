import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import { type Changes, watchSources } from "./changes.ts";

let folder: TemporaryFolder;
let stop: AbortController;
let changes: Changes;
beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ["server", "testing"]) mkdirSync(folder.file(name));
  stop = new AbortController();
  changes = watchSources(folder.path, stop.signal);
});
afterEach(() => {
  changes[Symbol.dispose]();
  folder[Symbol.dispose]();
});

const write = (...path: string[]) => writeFileSync(folder.file(...path), "changed");

test("files that change together are told at once, and tests and what editors leave are not told", async () => {
  for (const path of [["a.ts"], ["a.test.ts"], ["testing", "fake.ts"], ["server", "b.tsx"], ["a.ts~"], [".a.ts.swp"], ["page.css"]]) write(...path);
  expect(await changes.next()).toEqual(["a.ts", "page.css", "server/b.tsx"]);
});

test("what changes while nobody asks is told when somebody does", async () => {
  write("a.ts");
  expect(await changes.next()).toEqual(["a.ts"]);
  write("b.ts");
  expect(await changes.next()).toEqual(["b.ts"]);
});

test("nothing more comes once it is stopped, also for someone who waits", async () => {
  const waiting = changes.next();
  stop.abort();
  expect(await waiting).toBeNull();
  expect(await changes.next()).toBeNull();
});
