import { expect, test } from "vitest";
import { sourceFiles } from "../../engine/testing/source-files.ts";

/** What only an engine of one's own, a server or the Ink chat needs. */
const NOT_NEEDED = ["node:sqlite", "sqlite-vec", "mongodb", "chromadb", "ioredis", "@langchain/openai", "ws", "jose", "prom-client", "ink", "react"];

test("an answer from a server loads no store, no adapter and no server", () => {
  const files = new Map(sourceFiles().map((file) => [file.path, file]));
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { target, kind } of files.get(path)?.imports ?? []) if (kind === "static") load(target);
  };
  ["src/cli/bin.ts", "src/cli/main.ts", "src/cli/commands/chat.ts", "src/cli/connect/open-connection.ts"].forEach(load);
  expect(loaded).toContain("src/server/client/connect.ts");
  expect(NOT_NEEDED.filter((name) => loaded.has(name))).toEqual([]);
});
