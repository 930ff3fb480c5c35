import { expect, test } from "vitest";
import { aCandidate, aJob, ask } from "../../testing/asks.ts";
import { seniorityPart } from "./seniority.ts";

test.each([
  ["mid", "mid", 1],
  ["mid", "senior", 2 / 3],
  ["mid", "lead", 1 / 3],
  ["mid", "executive", 0],
  ["senior", "mid", 0.5],
  ["lead", "mid", 0],
  ["executive", "intern", 0],
] as const)("a %s job and a %s person fit by %f, whoever asks", (level, person, value) => {
  expect(seniorityPart(ask({ seniority: person }), aJob({ seniority: level }))).toBeCloseTo(value, 9);
  expect(seniorityPart(ask({ collection: "resumes", seniority: level }), aCandidate({ seniority: person }))).toBeCloseTo(value, 9);
});

test("is unknown where one side does not state it", () => {
  expect(seniorityPart(ask(), aJob({ seniority: "mid" }))).toBeNull();
  expect(seniorityPart(ask({ seniority: "mid" }), aJob())).toBeNull();
});
