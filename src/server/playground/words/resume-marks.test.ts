import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MARK, withMarks } from "./resume-marks.ts";

const marked = (text: string, ...offsets: number[]) =>
  withMarks(
    text,
    offsets.map((offset, index) => ({ offset, seq: index + 1 })),
  ).text.replaceAll(MARK, "|");

describe("the place where a connection was lost", () => {
  test.each([
    ["is the next gap between words", "Found seven jobs.", 8, "Found seven |jobs."],
    ["is after a word that has come in part", "Found seven jobs.", 3, "Found |seven jobs."],
    ["does not break emphasis", "At **Fernweh Software** now", 4, "At **Fernweh |Software** now"],
    ["does not break a citation", "TypeScript [1, 2] and more", 12, "TypeScript [1, 2] and |more"],
    ["does not break a list", "One:\n- two three\n- four five", 5, "One:\n- two |three\n- four five"],
    ["does not break a numbered list", "One:\n1. two three", 5, "One:\n1. two |three"],
    ["is not there before the words go on", "Found seven", 11, "Found seven"],
  ])("%s", (_, text, offset, expected) => {
    expect(marked(text, offset)).toBe(expected);
  });

  test("is one of several, each of its own", () => {
    expect(marked("one two three four five", 1, 5, 5)).toBe("one |two |three |four five");
  });

  test("changes no character of the text, and no mark is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "Ö", " ", ".", "\n", "[", "1", "*", "💻") }), fc.array(fc.nat(40)), (text, offsets) => {
        const marks = offsets.toSorted((one, other) => one - other).map((offset, seq) => ({ offset, seq }));
        const { text: out, placed, rest } = withMarks(text, marks);
        expect(out.replaceAll(MARK, "")).toBe(text);
        expect(out.split(MARK)).toHaveLength(placed.length + 1);
        expect([...placed, ...rest]).toEqual(marks);
      }),
    );
  });

  test("is not what an answer makes up", () => {
    expect(withMarks(`one ${MARK} two`, [])).toMatchObject({ text: "one \u{fffd} two", placed: [] });
  });
});
