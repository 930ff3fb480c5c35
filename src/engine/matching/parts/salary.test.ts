import { expect, test } from "vitest";
import { aCandidate, aJob, ask } from "../../testing/asks.ts";
import { salaryPart } from "./salary.ts";

test.each([
  [60_000, 60_000, 1],
  [90_000, 60_000, 1],
  [54_000, 60_000, 0.6],
  [52_500, 60_000, 0.5],
  [45_000, 60_000, 0],
  [10_000, 60_000, 0],
])("paying %i where %i is asked is worth %f, whoever asks", (paid, asked, value) => {
  expect(salaryPart(ask({ salary: asked }), aJob({ salary: paid }))).toBeCloseTo(value, 9);
  expect(salaryPart(ask({ collection: "resumes", salary: paid }), aCandidate({ salary: asked }))).toBeCloseTo(value, 9);
});

test("nothing asked is always met", () => {
  expect(salaryPart(ask({ salary: 0 }), aJob({ salary: 0 }))).toBe(1);
});

test("is unknown where one side does not state it", () => {
  expect(salaryPart(ask(), aJob({ salary: 1 }))).toBeNull();
  expect(salaryPart(ask({ salary: 1 }), aJob())).toBeNull();
});
