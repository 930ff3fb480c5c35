import fc from "fast-check";
import { expect, test } from "vitest";
import { pauseBefore } from "./pause.ts";

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("a thousand clients that were cut off together come back spread over the whole first pause", () => {
  const random = seeded(1);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let client = 0; client < 1_000; client += 1) {
    const pause = pauseBefore(0, { leastMs: 250, mostMs: 30_000, random });
    tenths[Math.floor(pause / 25)]! += 1;
  }
  // 100 are expected in each; 60 and 140 are four standard deviations away.
  for (const clients of tenths) expect(clients).toBeGreaterThan(60);
  for (const clients of tenths) expect(clients).toBeLessThan(140);
});

test("the limit doubles with each attempt and stops at the longest", () => {
  const longest = (attempt: number) => pauseBefore(attempt, { leastMs: 250, mostMs: 30_000, random: () => 1 });
  expect([0, 1, 2, 6, 7, 2_000].map(longest)).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000]);
});

test("no pause is longer than it may be, whatever the attempt", () => {
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 60_000 }), unit, (attempt, mostMs, chance) => {
      const pause = pauseBefore(attempt, { leastMs: 250, mostMs, random: () => chance });
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThanOrEqual(mostMs);
    }),
  );
});
