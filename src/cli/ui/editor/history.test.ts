import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { contentOf, displayOf } from "./cells.ts";
import { openHistory } from "./history.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-history-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `history-${files++}`);

describe("the history of the input", () => {
  test("is there again in the next chat, long pastes folded", () => {
    const file = newFile();
    const long = "line\n".repeat(30);
    openHistory(file).add("remote\njobs");
    openHistory(file).add(long);
    const { entries } = openHistory(file);
    expect(entries.map(contentOf)).toEqual(["remote\njobs", long]);
    expect(entries.map(displayOf).at(1)).toBe("[pasted 30 lines]");
  });

  test("is for its owner's eyes alone", () => {
    const file = newFile();
    openHistory(file).add("private");
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test("that is damaged or cannot be written stops nobody", () => {
    const file = newFile();
    writeFileSync(file, '"good"\n{broken\n');
    expect(openHistory(file).entries.map(contentOf)).toEqual(["good"]);
    expect(() => openHistory(join(file, "below-a-file")).add("x")).not.toThrow();
    expect(readFileSync(file, "utf8")).toContain("good");
  });

  test("without a file stays in memory", () => {
    expect(openHistory().entries).toEqual([]);
    expect(() => openHistory().add("x")).not.toThrow();
  });
});
