import { describe, expect, test } from "vitest";
import type { Entry } from "./conversation/state.ts";
import { jobMatch, sampleCandidates, sampleJobs } from "./fake-matches.ts";
import { speech } from "./spoken.ts";

describe("what is spoken", () => {
  test("a match is sentences, its score in words", () => {
    expect(speech({ kind: "matches", matches: [jobMatch(1)] })).toEqual([
      "Match 1: Senior Frontend Engineer (Trip Builder), score 0.90, strong.",
      "Fernweh, Berlin, Germany, remote, EUR 72,000 to 88,000 a year.",
      "Has TypeScript, React, GraphQL.",
      "Missing Mapbox GL.",
      "The title is the one you look for.",
      "It pays what you ask for.",
      "",
    ]);
  });

  test("an unknown score is said to be unknown", () => {
    expect(speech({ kind: "matches", matches: sampleJobs() })).toContain("Match 4 of 4: Something with Computers, not enough known.");
  });

  test("the parts of a score are sentences", () => {
    const spoken = speech({ kind: "why", match: jobMatch(1) });
    expect(spoken).toContain("title: fit 1.00, weight 0.12, adds 0.125.");
    expect(spoken).toContain("salary: unknown, weight 0.04.");
  });

  test("no bars, boxes, columns, colours or control characters are read out", () => {
    const hostile = jobMatch(1, { title: "A\u{1b}[2JB" });
    const entries: Entry[] = [
      { kind: "matches", matches: [hostile, ...sampleCandidates()] },
      { kind: "detail", match: hostile },
      { kind: "why", match: hostile },
      { kind: "answer", markdown: "# Head\n\u{1b}]0;x\u{7}**bold** `code`\n\n- item", tight: false },
      { kind: "error", message: "No\u{9b}2J.", hint: "Try." },
      { kind: "facts", title: "T", rows: [["a", "b"]], note: null },
    ];
    const text = entries.flatMap(speech).join("\n");
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[─-▟·•›`*]/u);
    expect(text).toContain("Head\n\nbold code\n\n- item");
  });
});
