import { describe, expect, test } from "vitest";
import { renderAnswer, renderMatches } from "./cards.ts";
import { jobMatch, sampleCandidates, sampleJobs } from "./fake-matches.ts";
import { widthOf } from "./text/width.ts";

const OPTIONS = { width: 100, colour: false, ascii: false, explain: false };
const rows = (text: string) => text.split("\n");

describe("match cards", () => {
  test("a wide card has the score beside the title, and the parts at a glance", () => {
    expect(rows(renderMatches([jobMatch(1)], OPTIONS))).toEqual([
      "1  Senior Frontend Engineer (Trip Builder)                             ━━━━━━━━━─  90 %  strong",
      "   Fernweh · Berlin, Germany · remote · EUR 72,000–88,000 a year",
      "   has TypeScript, React, GraphQL   missing Mapbox GL",
      "   relevance ▇  skills █  title █  seniority █  location █  salary –  recency ▄",
      "   The title is the one you look for · It pays what you ask for",
    ]);
  });

  test("a narrow card is compact: the score below the title, no parts", () => {
    expect(rows(renderMatches([jobMatch(1)], { ...OPTIONS, width: 44 }))).toEqual([
      "1  Senior Frontend Engineer (Trip",
      "   Builder)",
      "   ━━━━━━━━━─  90 %  strong",
      "   Fernweh · Berlin, Germany · remote",
      "   EUR 72,000–88,000 a year",
      "   has TypeScript, React, GraphQL",
      "   missing Mapbox GL",
      "   The title is the one you look for",
      "   It pays what you ask for",
    ]);
  });

  test("an unknown score has no percentage and no bar", () => {
    const text = renderMatches(sampleJobs().slice(3), OPTIONS);
    expect(text).toContain("not enough known");
    expect(text).not.toMatch(/%|━|─/);
  });

  test("a candidate shows the current position and what they ask for", () => {
    expect(renderMatches(sampleCandidates(), OPTIONS)).toContain("Charge nurse at St. Georg · Leipzig, Germany · asks EUR 48,000 a year and more");
  });

  test.each([40, 60, 80, 100, 200])("no row is wider than a screen of %i columns", (width) => {
    for (const explain of [false, true]) {
      const text = renderMatches([...sampleJobs(), ...sampleCandidates()], { ...OPTIONS, width, explain });
      for (const row of rows(text)) expect(widthOf(row)).toBeLessThan(width);
    }
  });

  test("long lists of skills end with how many more there are", () => {
    const matched = Array.from({ length: 12 }, (_, n) => `Skill ${n + 1}`);
    expect(renderMatches([jobMatch(1, { matched })], OPTIONS)).toContain("Skill 8 and 4 more");
  });

  test("an ASCII terminal gets ASCII signs alone", () => {
    expect(renderMatches(sampleJobs(), { ...OPTIONS, ascii: true, explain: true })).not.toMatch(/[^\n -~]/);
  });

  test("without colour there is no escape sequence, with colour there is", () => {
    const hostile = jobMatch(1, { title: "A\u{1b}[2J\u{9b}HB", reasons: [{ field: "x\u{1b}c", text: "\u{1b}]0;t\u{7}Reason\r\nover" }] });
    expect(renderMatches([hostile], { ...OPTIONS, explain: true })).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(renderMatches([hostile], OPTIONS)).toContain("AB");
    expect(renderMatches([hostile], { ...OPTIONS, colour: true })).toContain("\u{1b}[32m");
  });

  test("explained, the points of the parts add up to the score", () => {
    const text = renderMatches([jobMatch(1)], { ...OPTIONS, explain: true });
    const points = rows(text).flatMap((row) => /^ {3}(?:relevance|skills|title|seniority|location|salary|recency) .* ([\d.]+)$/.exec(row)?.[1] ?? []);
    const score = /score +([\d.]+)/.exec(text)?.[1];
    expect(points.map(Number).reduce((sum, value) => sum + value, 0)).toBeCloseTo(Number(score), 0);
    expect(text).toContain("   salary                 unknown    0.04");
    expect(text).toContain("96 % of the weights could be compared");
  });

  test("no matches are no text", () => {
    expect(renderMatches([], OPTIONS)).toBe("");
    expect(renderMatches([], { ...OPTIONS, explain: true })).toBe("");
  });
});

test("an answer is set for the width of its screen", () => {
  expect(renderAnswer("**Two** jobs fit, and both of them are remote.", { width: 30, colour: false, ascii: true })).toBe(
    "Two jobs fit, and both of\nthem are remote.",
  );
});
