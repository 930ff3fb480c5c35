import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TurnDeps } from "./deps.ts";
import { buildTurnGraph } from "./graph.ts";

test("ARCHITECTURE.md draws the turn as the graph runs it", async () => {
  const drawing = (await buildTurnGraph({ settings: {} } as TurnDeps).getGraphAsync()).drawMermaid({ withStyles: false }).trim();
  const shown = /```mermaid\n([\s\S]*?)\n```/.exec(readFileSync("ARCHITECTURE.md", "utf8"))?.[1];
  expect(shown).toBe(drawing);
});
