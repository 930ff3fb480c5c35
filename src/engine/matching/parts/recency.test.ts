import { expect, test } from "vitest";
import { aJob } from "../../testing/asks.ts";
import { NOW, daysAgo } from "../../testing/records.ts";
import { recencyPart } from "./recency.ts";

const after = (days: number) => recencyPart(aJob({ dated: Date.parse(daysAgo(days)) }), NOW);

test.each([
  [0, 1],
  [30, 0.5],
  [60, 0.25],
  [300, 2 ** -10],
])("after %i days it is worth %f", (days, value) => {
  expect(after(days)).toBeCloseTo(value, 9);
});

test("a date in the future is as good as today", () => {
  expect(after(-3)).toBe(1);
});

test("is unknown without a date", () => {
  expect(recencyPart(aJob(), NOW)).toBeNull();
});
