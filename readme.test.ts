import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configurationTable } from "./src/engine/configuration-table.ts";

test("the README's configuration table is the schema's", () => {
  const readme = readFileSync("README.md", "utf8");
  const table = /<!-- configuration:start -->\n([\s\S]*?)\n<!-- configuration:end -->/.exec(readme)?.[1];
  expect(table).toBe(configurationTable());
});
