import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLine, plainText, plainTextStream } from "./plain-text.ts";

const ESC = "\u{1b}";

describe("what a text may do to the terminal", () => {
  test.each([
    ["moves the cursor", `a${ESC}[2J${ESC}[Hb`, "ab"],
    ["sets a colour", `a${ESC}[31mb${ESC}[0m`, "ab"],
    ["sets the title", `a${ESC}]0;owned\u{7}b`, "ab"],
    ["hides a link", `a${ESC}]8;;https://evil.example${ESC}\\b${ESC}]8;;${ESC}\\c`, "abc"],
    ["asks the terminal for an answer", `a${ESC}P+q544e${ESC}\\b`, "ab"],
    ["uses the one-byte forms", "a\u{9b}31mb\u{9d}0;t\u{9c}c\u{85}d", "abcd"],
    ["switches the character set", `a${ESC}(0b${ESC}cc`, "abc"],
    ["rings, backspaces and deletes", "a\u{7}b\u{8}c\u{7f}d", "abcd"],
    ["turns the direction around", "a\u{202e}b\u{2066}c", "abc"],
    ["overwrites the line", "good\rbad", "good\nbad"],
    ["ends lines the Windows way", "a\r\nb", "a\nb"],
    ["indents with tabs", "a\tb", "a    b"],
    ["breaks a surrogate pair", "a\u{d800}b", "a\u{fffd}b"],
  ])("drops what %s", (_, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  test("keeps letters of every script and emoji", () => {
    const text = "Zoë, 日本語, עברית, 👩‍👩‍👧‍👦 é\n- ok";
    expect(plainText(text)).toBe(text);
  });

  test("a string sequence without an end swallows no more than its line", () => {
    expect(plainText(`a${ESC}]0;never closed\nb`)).toBe("a\nb");
  });

  test("no input gets a control character through", () => {
    const nasty = fc.array(fc.oneof(fc.string(), fc.constantFrom(ESC, `${ESC}[`, `${ESC}]`, "\u{9b}", "\u{7}", "\r", "\n", "\\", "1;31m")));
    fc.assert(
      fc.property(nasty, (parts) => {
        expect(plainText(parts.join(""))).not.toMatch(/(?!\n)\p{Cc}/u);
      }),
    );
  });

  test("it does not matter where a text is cut while it streams", () => {
    const pieces = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(`${ESC}[31m`, `${ESC}]8;;x${ESC}\\`, "\r\n", "👋🏽")));
    fc.assert(
      fc.property(pieces, fc.array(fc.nat()), (parts, cuts) => {
        const whole = parts.join("");
        const stream = plainTextStream();
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
        const shown = places.slice(1).map((end, index) => stream(whole.slice(places[index], end)));
        expect(shown.join("")).toBe(plainTextStream()(whole));
      }),
    );
  });

  test("a title stays on one line", () => {
    expect(plainLine(" Senior\n  Engineer\t(f/m) ")).toBe("Senior Engineer (f/m)");
  });
});
