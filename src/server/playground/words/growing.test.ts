import { expect, test } from "vitest";
import { growing } from "./growing.ts";

test.each([
  ["words stay as they are", "Found 2 jobs.", "Found 2 jobs."],
  ["an open emphasis is closed", "- **Engineering Le", "- **Engineering Le**"],
  ["one that is closed stays", "- **Engineering Lead** at", "- **Engineering Lead** at"],
  ["one that is about to close is closed", "- **Engineering Lead*", "- **Engineering Lead**"],
  ["one that has only begun waits", "Found:\n\n- **", "Found:"],
  ["a list item of which nothing has come waits", "- one\n-", "- one"],
  ["so does a numbered one", "1. one\n2. ", "1. one"],
  ["a number in a line does not", "It pays 12.", "It pays 12."],
  ["another line is another emphasis", "**a\n**b", "**a\n**b**"],
  ["nothing is nothing", "", ""],
])("%s", (_, text, shown) => {
  expect(growing(text)).toBe(shown);
});
