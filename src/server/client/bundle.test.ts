import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const { outputFiles, metafile } = await build({
  entryPoints: ["src/server/client/index.ts"],
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  write: false,
  metafile: true,
});
const code = outputFiles[0]!.text;

test("the client runs in a page: nothing of Node, of zod or of the engine is in it", () => {
  const files = Object.keys(metafile.inputs);
  expect(files.filter((file) => !/^src\/server\/(client\/[^/]+|protocol\/(close-codes|connection))\.ts$/.test(file))).toEqual([]);
  expect(Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external))).toEqual([]);
  expect(code).not.toMatch(/node:|zod|require\(|process\.|Buffer/i);
});

test("the client does not grow unnoticed", () => {
  expect(code.length).toBeLessThan(17_000);
  expect(gzipSync(code).length).toBeLessThan(7_500);
});
