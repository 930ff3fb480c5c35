import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMoney } from "./money.ts";
import { findPlaces } from "./places.ts";
import { findSkills } from "./skills.ts";
import { tokenize } from "./tokens.ts";

const scraps = [
  "react",
  "Go",
  "C++",
  ".NET",
  "Reading",
  "in ",
  "the us",
  ", ",
  " and ",
  "Köln",
  "İzmir",
  "70k",
  "€",
  "at least ",
  " min ",
  "60-80",
  " a month",
  "🙂",
  "\n",
  "(UK)",
  "A&E",
  "R",
  "/",
];
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string()), { maxLength: 20 }).map((parts) => parts.join("")),
);

describe.each([
  ["findSkills", findSkills],
  ["findPlaces", findPlaces],
  ["findMoney", findMoney],
])("%s", (_, find: (text: string) => { start: number; end: number; text: string }[]) => {
  test("quotes the text and never overlaps, whatever the text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const hit of find(text)) {
          expect(text.slice(hit.start, hit.end)).toBe(hit.text);
          expect(hit.start).toBeGreaterThanOrEqual(last);
          expect(hit.end).toBeGreaterThan(hit.start);
          last = hit.end;
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test("gives the same answer twice", () => {
    const text = "Senior Go developer in Reading, UK for £60-80k";
    expect(find(text)).toEqual(find(text));
  });
});

describe("tokenize", () => {
  const words = (text: string): string[] => tokenize(text).map(({ key }) => key);

  test("keeps names with signs whole", () => {
    expect(words("C++, C# and .NET; Node.js A&E driver's Köln")).toEqual(["c++", "c#", "and", ".net", "node", "js", "a", "and", "e", "drivers", "koln"]);
  });

  test("joins across spaces, hyphens and one line end, not across commas, sentences and paragraphs", () => {
    const joined = (text: string): boolean => tokenize(text)[1]!.joined;
    expect(["a b", "a-b", "a/b", "a.b", "a\nb"].map(joined)).toEqual([true, true, true, true, true]);
    expect(["a, b", "a. b", "a\n\nb", "a; b", "a (b", "a - b"].map(joined)).toEqual([false, false, false, false, false, false]);
  });
});
