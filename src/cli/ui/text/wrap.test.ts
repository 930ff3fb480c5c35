import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fit, justify, line, lineWidth, span, textOf } from "./lines.ts";
import { graphemes, truncate, widthOf } from "./width.ts";
import { chop, flow, wrap } from "./wrap.ts";

const wrapped = (text: string, width: number) => wrap([span(text)], width).map(textOf);

describe("setting text in lines", () => {
  test("breaks at spaces", () => {
    expect(wrapped("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  });

  test("breaks a word only when it is longer than a line", () => {
    expect(wrapped("a incomprehensible b", 8)).toEqual(["a", "incompre", "hensible", "b"]);
  });

  test("keeps line ends and empty lines", () => {
    expect(wrapped("a\n\nb", 8)).toEqual(["a", "", "b"]);
  });

  test("keeps a word together across styles", () => {
    const lines = wrap([span("well "), span("bold", { bold: true }), span(", then")], 9);
    expect(lines.map(textOf)).toEqual(["well", "bold,", "then"]);
  });

  test("counts wide characters twice and starts no line with closing punctuation", () => {
    expect(wrapped("東京で働けます。", 6)).toEqual(["東京で", "働けま", "す。"]);
    expect(wrapped("働けます。はい", 8)).toEqual(["働けま", "す。はい"]);
  });

  test("never separates what reads as one character", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(wrapped(family.repeat(3), 4)).toEqual([family.repeat(2), family]);
  });

  test("no line is wider than asked for, and no word is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrap([span(text)], width);
        const widest = Math.max(2, ...graphemes(text).map(widthOf));
        for (const spans of lines) expect(lineWidth(spans)).toBeLessThanOrEqual(Math.max(width, widest));
        const letters = (shown: string) => shown.replaceAll(/[ \n]/g, "");
        expect(letters(lines.map(textOf).join(""))).toBe(letters(span(text).text));
      }),
    );
  });

  test("code keeps its spaces and breaks anywhere", () => {
    expect(chop([span("  if (x)\nend")], 5).map(textOf)).toEqual(["  if ", "(x)", "end"]);
  });

  test("items flow side by side", () => {
    const items = ["Fernweh", "Berlin", "remote"].map((text) => line(text));
    expect(flow(items, span(" · "), 17).map(textOf)).toEqual(["Fernweh · Berlin", "remote"]);
  });

  test("a long title gives way to what stands at the right", () => {
    expect(textOf(justify(line("Senior Frontend Engineer"), line("90 %"), 20, "…"))).toBe("Senior Fronte…  90 %");
    expect(textOf(justify(line("Clerk"), line("90 %"), 20, "…"))).toBe("Clerk           90 %");
  });

  test("cutting respects wide characters", () => {
    expect(truncate("日本語", 5, "…")).toBe("日本…");
    expect(textOf(fit([span("日本"), span("語です")], 7, "…"))).toBe("日本語…");
    expect(lineWidth(fit([span("日本語です")], 6, "…"))).toBeLessThanOrEqual(6);
  });
});
