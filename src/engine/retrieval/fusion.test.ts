import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highestBm25, inverseDocumentFrequency } from "./bm25.ts";
import { fuse } from "./fusion.ts";
import { normalisedBm25, rescaledCosine } from "./relevance.ts";

const ANCHORS = { low: 0.1, high: 0.6 };
const WEIGHTS = new Map([
  ["nurs", 2],
  ["night", 1],
]);
const highest = highestBm25(WEIGHTS.values());
const legs = (given: Partial<Parameters<typeof fuse>[0]>) => fuse({ words: [], cosines: new Map(), ids: [], weights: WEIGHTS, anchors: ANCHORS, ...given });

describe("the cosine", () => {
  test("runs from 0 at that of random pairs to 1 at that of a close fit", () => {
    expect([-1, 0.1, 0.35, 0.6, 1].map((cosine) => rescaledCosine(cosine, ANCHORS))).toEqual([0, 0, expect.closeTo(0.5, 9), 1, 1]);
  });
});

describe("BM25", () => {
  test("runs from 0 to 1 at the highest score the query allows, halfway at 35 % of it", () => {
    expect(normalisedBm25(0, WEIGHTS.values())).toBe(0);
    expect(normalisedBm25(highest, WEIGHTS.values())).toBeCloseTo(1, 9);
    expect(normalisedBm25(highest * 0.35, WEIGHTS.values())).toBeCloseTo(1.35 / 2, 9);
    expect(normalisedBm25(highest * 9, WEIGHTS.values())).toBeCloseTo(1, 9);
  });

  test("grows with the score and stays within 0 and 1", () => {
    const score = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(score, score, fc.array(fc.double({ min: 1e-6, max: 12, noNaN: true }), { minLength: 1 }), (a, b, weights) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((each) => normalisedBm25(each, weights)) as [number, number];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("of a query without known words is 0", () => {
    expect(normalisedBm25(3, [])).toBe(0);
  });

  test("rare terms weigh more, and none weighs nothing", () => {
    const statistics = { documents: 100, frequencies: new Map(Object.entries({ rare: 1, common: 40, everywhere: 99 })) };
    expect(inverseDocumentFrequency(statistics, "rare")).toBeCloseTo(Math.log(99.5 / 1.5), 9);
    expect(inverseDocumentFrequency(statistics, "common")).toBeCloseTo(Math.log(60.5 / 40.5), 9);
    expect(inverseDocumentFrequency(statistics, "everywhere")).toBe(1e-6);
  });
});

describe("fusing", () => {
  test("takes half of each leg; a document without the words has none of theirs", () => {
    const cosines = new Map([
      ["both", 0.35],
      ["dense", 0.6],
    ]);
    const hits = legs({ words: [{ id: "both", score: highest }], cosines });
    expect(hits).toEqual([
      { id: "both", relevance: expect.closeTo(0.75, 9), cosine: 0.35, bm25: highest },
      { id: "dense", relevance: expect.closeTo(0.5, 9), cosine: 0.6, bm25: null },
    ]);
  });

  test("leaves everything to the words where the vectors are down", () => {
    const [hit] = legs({ words: [{ id: "a", score: highest * 0.35 }], cosines: null });
    expect(hit).toMatchObject({ relevance: expect.closeTo(1.35 / 2, 9), cosine: null });
  });

  test("a document without a vector is judged by its words", () => {
    const [hit] = legs({ words: [{ id: "a", score: highest }], cosines: new Map([["b", 0.1]]) });
    expect(hit).toMatchObject({ id: "a", relevance: expect.closeTo(1, 9) });
  });

  test("puts the best first and breaks ties by id, in whatever order the legs come", () => {
    const names = ["d", "b", "a", "c"];
    const hits = legs({ cosines: new Map(names.map((name) => [name, name === "d" ? 0.5 : 0.3])) });
    expect(hits.map(({ id }) => id)).toEqual(["d", "a", "b", "c"]);
  });

  test("what was found without words follows, once, with nothing to compare", () => {
    const hits = legs({ words: [{ id: "a", score: 1 }], cosines: null, ids: ["z", "a", "y"] });
    expect(hits.map(({ id, relevance }) => [id, relevance === null])).toEqual([
      ["a", false],
      ["z", true],
      ["y", true],
    ]);
  });

  test("relevance lies within 0 and 1 for any legs", () => {
    const cosine = fc.double({ min: -1, max: 1, noNaN: true });
    const ids = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(ids, fc.double({ min: 0, max: 50, noNaN: true })), { selector: ([id]) => id }),
        fc.uniqueArray(fc.tuple(ids, cosine), { selector: ([id]) => id }),
        (words, near) => {
          const hits = legs({ words: words.map(([id, score]) => ({ id, score })), cosines: new Map(near) });
          expect(new Set(hits.map(({ id }) => id))).toEqual(new Set([...words, ...near].map(([id]) => id)));
          for (const { relevance } of hits) {
            expect(relevance).toBeGreaterThanOrEqual(0);
            expect(relevance).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});
