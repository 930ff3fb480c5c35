import { expect, test } from "vitest";
import type { SearchState } from "./intent.ts";
import { understand } from "./understand.ts";

const state: SearchState = { filters: { seniority: ["senior"], skills: ["Intensive care"] }, query: "ICU nurses", shown: ["a"], page: ["a"] };
const read = (message: string) => understand(message, { role: "employer", state, now: new Date("2026-11-22") }).intent;

test("going back to the search shows it again", () => {
  for (const message of ["back to the nurses", "ok, back to the search", "Back to my candidates please", "let's go back to the results"]) {
    expect(read(message)).toMatchObject({ kind: "search", mode: "refine", filters: state.filters, query: "ICU nurses" });
  }
});

test("what follows refines the search that is gone back to", () => {
  expect(read("back to the nurses, but only with 5+ years")).toMatchObject({
    kind: "search",
    mode: "refine",
    query: "ICU nurses",
    filters: { ...state.filters, min_years: 5 },
  });
  expect(read("back to the nurses: in Leeds")).toMatchObject({
    mode: "refine",
    query: "ICU nurses",
    filters: { seniority: ["senior"], places: [{ city: "Leeds" }] },
  });
});

test("going back to something else is a search of its own", () => {
  expect(read("back to the forklift drivers in Leeds")).toMatchObject({ kind: "search", mode: "new" });
});
