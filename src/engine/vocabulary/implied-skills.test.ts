import { expect, test } from "vitest";
import { impliedSkills } from "./implied-skills.ts";

test("a database brings SQL, a framework its language, step by step", () => {
  expect(impliedSkills("PostgreSQL")).toEqual(["SQL"]);
  expect(impliedSkills("Next.js")).toEqual(["React", "JavaScript"]);
});

test("a skill that stands alone brings nothing", () => {
  expect(impliedSkills("Intensive care")).toEqual([]);
});
