import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const NAMES = ["help", "role", "sessions", "resume", "new", "retry", "quit"];

test.each([
  ["hlp", "help"],
  ["hepl", "help"],
  ["session", "sessions"],
  ["quti", "quit"],
  ["resmue", "resume"],
  ["rol", "role"],
])("/%s is taken for /%s", (typed, meant) => {
  expect(nearest(typed, NAMES)).toBe(meant);
});

test("what is like nothing is taken for nothing", () => {
  expect(nearest("frobnicate", NAMES)).toBeNull();
  expect(nearest("", NAMES)).toBeNull();
});
