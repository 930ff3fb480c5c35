import { describe, expect, test } from "vitest";
import { contentOf, displayOf } from "./cells.ts";
import { type Edit, edit, emptyEditor } from "./editor.ts";

const type = (text: string): Edit => ({ type: "insert", text });
const after = (...actions: (Edit | Edit["type"])[]) =>
  actions.map((action) => (typeof action === "string" ? ({ type: action } as Edit) : action)).reduce(edit, emptyEditor());
const content = (...actions: (Edit | Edit["type"])[]) => contentOf(after(...actions).cells);
/** The input with a bar where the cursor is. */
const seen = (...actions: (Edit | Edit["type"])[]) => {
  const { cells, cursor } = after(...actions);
  return `${displayOf(cells.slice(0, cursor))}|${displayOf(cells.slice(cursor))}`;
};
const lines = (amount: number) => Array.from({ length: amount }, (_, n) => `line ${n + 1}`).join("\n");

describe("editing the input", () => {
  test("types where the cursor is", () => {
    expect(seen(type("remote jobs"), "word-left", type("Rust "))).toBe("remote Rust |jobs");
  });

  test("steps over what reads as one character", () => {
    expect(seen(type("a👩‍👩‍👧‍👦é"), "left")).toBe("a👩‍👩‍👧‍👦|é");
    expect(content(type("a👩‍👩‍👧‍👦é"), "left", "backspace")).toBe("aé");
  });

  test("an accent or a skin tone that comes later joins its letter", () => {
    expect(content(type("e"), type("\u{301}"), "backspace")).toBe("");
    expect(content(type("👋"), type("🏽"), "backspace")).toBe("");
  });

  test("moves by words, over punctuation and back", () => {
    expect(seen(type("salary over 70k, please"), "word-left", "word-left")).toBe("salary over 70k|, please");
    expect(seen(type("one  two"), "line-start", "word-right", "word-right")).toBe("one  two|");
  });

  test("moves to the ends of its line, not of the whole input", () => {
    expect(seen(type("first"), "newline", type("second"), "line-start")).toBe("first\n|second");
    expect(seen(type("first"), "newline", type("second"), "line-start", "left", "line-start", "line-end")).toBe("first|\nsecond");
  });

  test("cuts to the end, to the start and by words, and puts back what it cut", () => {
    expect(seen(type("keep this"), "word-left", "cut-to-end")).toBe("keep |");
    expect(seen(type("drop this"), "word-left", "cut-to-start")).toBe("|this");
    expect(seen(type("one two"), "cut-word-left", "line-start", "put-back")).toBe("two|one ");
    expect(seen(type("one two"), "line-start", "cut-word-right")).toBe("| two");
  });

  test("cutting at the end of a line joins the next one", () => {
    expect(seen(type("a"), "newline", type("b"), "line-start", "left", "cut-to-end")).toBe("a|b");
  });

  test("deleting at the ends does nothing", () => {
    expect(content("backspace", "delete", type("a"), "delete")).toBe("a");
  });

  test("escape sequences cannot be typed in", () => {
    expect(content(type("a\u{1b}[2Jb"))).toBe("ab");
  });
});

describe("pasting", () => {
  test("a short paste is text like any other", () => {
    expect(seen({ type: "paste", text: "one\r\ntwo" })).toBe("one\ntwo|");
  });

  test("2,000 lines are one step of the cursor and stay whole", () => {
    const pasted = { type: "paste", text: lines(2000) } as const;
    expect(seen(type("Look: "), pasted, type(" ok?"))).toBe("Look: [pasted 2,000 lines] ok?|");
    expect(content(pasted)).toBe(lines(2000));
    expect(content(pasted, type("x"), "left", "backspace")).toBe("x");
  });

  test("one very long line counts its characters", () => {
    expect(seen({ type: "paste", text: "x".repeat(1234) })).toBe("[pasted 1,234 characters]|");
  });

  test("a paste is a word of its own", () => {
    expect(seen(type("a "), { type: "paste", text: lines(10) }, "word-left")).toBe("a |[pasted 10 lines]");
  });
});

describe("the history", () => {
  const sent = (text: string): Edit[] => [type(text), { type: "remember", cells: edit(emptyEditor(), type(text)).cells }, { type: "replace", cells: [] }];

  test("goes back and forth and keeps what was being written", () => {
    const past = [...sent("one"), ...sent("two"), type("dra")];
    expect(content(...past, "older")).toBe("two");
    expect(content(...past, "older", "older", "older")).toBe("one");
    expect(content(...past, "older", "newer")).toBe("dra");
    expect(content(...past, "newer")).toBe("dra");
  });

  test("keeps the same message once", () => {
    expect(after(...sent("one"), ...sent("one")).history).toHaveLength(1);
  });

  test("an entry that is changed becomes the draft", () => {
    expect(content(...sent("one"), "older", type("!"), "older", "newer")).toBe("one!");
  });
});
