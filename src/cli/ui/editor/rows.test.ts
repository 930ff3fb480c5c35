import { describe, expect, test } from "vitest";
import { displayOf, typed } from "./cells.ts";
import { cursorPlace, rowAway, rowsOf } from "./rows.ts";

const rows = (text: string, width: number) => rowsOf(typed(text), width).map(({ from, to }) => displayOf(typed(text).slice(from, to)));
const place = (text: string, width: number, cursor: number) => cursorPlace(typed(text), rowsOf(typed(text), width), cursor);

describe("the rows of the input", () => {
  test("break where the screen ends and where the user broke", () => {
    expect(rows("abcdef", 4)).toEqual(["abcd", "ef"]);
    expect(rows("ab\ncd", 4)).toEqual(["ab\n", "cd"]);
    expect(rows("ab\n", 4)).toEqual(["ab\n", ""]);
    expect(rows("", 4)).toEqual([""]);
  });

  test("never break a wide character in two", () => {
    expect(rows("a日本語", 4)).toEqual(["a日", "本語"]);
  });

  test("the cursor is found by columns", () => {
    expect(place("日本語", 10, 2)).toEqual({ row: 0, column: 4 });
    expect(place("abcdef", 4, 5)).toEqual({ row: 1, column: 1 });
    expect(place("abcd", 4, 4)).toEqual({ row: 0, column: 4 });
    expect(place("ab\n", 4, 3)).toEqual({ row: 1, column: 0 });
  });

  test("up and down keep the column where they can", () => {
    const cells = typed("long line\nab\nlong again");
    expect(rowAway(cells, 40, 8, 1)).toBe(12);
    expect(rowAway(cells, 40, 12, 1)).toBe(15);
    expect(rowAway(cells, 40, 17, -1)).toBe(12);
    expect(rowAway(cells, 40, 3, -1)).toBeNull();
    expect(rowAway(cells, 40, 17, 1)).toBeNull();
  });
});
