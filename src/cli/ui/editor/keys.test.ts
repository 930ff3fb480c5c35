import type { Key } from "ink";
import { describe, expect, test } from "vitest";
import { intentionsOf } from "./keys.ts";

const NO_KEY = { ctrl: false, meta: false, shift: false } as Key;
const of = (input: string, key: Partial<Key> = {}) => intentionsOf(input, { ...NO_KEY, ...key });

describe("what keys mean", () => {
  test("Enter sends, Ctrl+J and Alt+Enter add a line", () => {
    expect(of("\r", { return: true })).toEqual([{ type: "submit" }]);
    expect(of("\n")).toEqual([{ type: "newline" }]);
    expect(of("", { return: true, meta: true })).toEqual([{ type: "newline" }]);
  });

  test("keys that arrive together are taken one by one", () => {
    expect(of("/he\tx\r")).toEqual([{ type: "insert", text: "/he" }, { type: "complete" }, { type: "insert", text: "x" }, { type: "submit" }]);
  });

  test("a chunk with line ends inside is a paste, so it is not sent line by line", () => {
    expect(of("one\rtwo\r")).toEqual([{ type: "paste", text: "one\rtwo\r" }]);
  });

  test("a chunk too long to be typed is a paste, and an Enter after it sends", () => {
    const long = "x\n".repeat(500);
    expect(of(`${long}\r`)).toEqual([{ type: "paste", text: long }, { type: "submit" }]);
  });

  test("readline keys edit", () => {
    const types = ["a", "e", "u", "k", "w", "y"].flatMap((letter) => of(letter, { ctrl: true }));
    expect(types.map(({ type }) => type)).toEqual(["line-start", "line-end", "cut-to-start", "cut-to-end", "cut-word-left", "put-back"]);
    expect(of("b", { meta: true })).toEqual([{ type: "word-left" }]);
    expect(of("", { leftArrow: true, ctrl: true })).toEqual([{ type: "word-left" }]);
  });

  test("what means nothing does nothing", () => {
    expect(of("q", { ctrl: true })).toEqual([]);
    expect(of("x", { meta: true })).toEqual([]);
    expect(of("", { pageUp: true })).toEqual([]);
  });
});
