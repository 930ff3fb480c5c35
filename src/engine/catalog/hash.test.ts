import { expect, test } from "vitest";
import { contentHash } from "./hash.ts";

const hash = (content: unknown) => contentHash(content, "one");

test("a document has one hash, in whatever order a store gives its fields back", () => {
  const job = { _id: "a", salary: { min: 1, max: 2 }, skills: [{ name: "TIG", required: true }] };
  expect(hash({ skills: [{ required: true, name: "TIG" }], remote: undefined, salary: { max: 2, min: 1 }, _id: "a" })).toBe(hash(job));
});

test.each([
  ["another value", { title: "Cook" }, { title: "Baker" }],
  ["another field", { title: "Cook" }, { headline: "Cook" }],
  ["another order of a list", { skills: ["a", "b"] }, { skills: ["b", "a"] }],
  ["a number for a word", { size: 1 }, { size: "1" }],
  ["a field in another place", { a: { b: 1 } }, { a: {}, b: 1 }],
])("%s has another hash", (_, one, other) => {
  expect(hash(one)).not.toBe(hash(other));
});

test("another derivation has another hash", () => {
  expect(contentHash("nurse", "one")).not.toBe(contentHash("nurse", "two"));
});
