import { describe, expect, test } from "vitest";
import { end } from "./fake-engine.ts";
import { statusLines } from "./status-line.ts";
import { textOf } from "./text/lines.ts";

const ACTOR = { userId: "e", role: "employer" } as const;
const TOTALS = { turns: 3, tokens: 3630, cached: 0, costUsd: 0.0012 };
const MODEL = { store: "services", chatModel: "gpt-4o-mini", embeddings: "", offline: false } as const;
const status = (width: number, changes: object = {}) =>
  statusLines({ actor: ACTOR, totals: TOTALS, lastTurn: end, ...changes }, MODEL, { width, colour: false, ascii: false }).map(textOf);

describe("the status line", () => {
  test("names the role, the model, what it took so far and the last turn", () => {
    expect(status(110)).toEqual(["employer · gpt-4o-mini · 3 turns · 3.6k tokens · $0.0012 · cache miss · first token 0.21 s · total 1.38 s"]);
  });

  test("takes two lines on a narrow screen", () => {
    expect(status(54)).toEqual(["employer · gpt-4o-mini · 3 turns · 3.6k tokens", "$0.0012 · cache miss · first 0.21 s · total 1.38 s"]);
  });

  test("says when the model is offline, and nothing of turns before the first", () => {
    const lines = statusLines(
      { actor: ACTOR, totals: { ...TOTALS, turns: 0 }, lastTurn: null },
      { ...MODEL, offline: true },
      { width: 90, colour: false, ascii: true },
    );
    expect(lines.map(textOf)).toEqual(["employer | offline model"]);
  });

  test("leaves out the first token where there was none", () => {
    expect(status(110, { lastTurn: { ...end, cache: "hit", latency: { first_event: 1, first_token: null, total: 9 } } })[0]).toContain(
      "cache hit · total 9 ms",
    );
  });
});
