import { build } from "esbuild";
import { expect, test } from "vitest";

test("the client runs in a page: nothing of Node, of zod or of the engine is in it", async () => {
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
  const files = Object.keys(metafile.inputs);
  expect(files.filter((file) => !/^src\/server\/(client\/[^/]+|protocol\/(close-codes|connection))\.ts$/.test(file))).toEqual([]);
  expect(Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external))).toEqual([]);
  const code = outputFiles[0]!.text;
  expect(code).not.toMatch(/node:|zod|require\(|process\.|Buffer/i);
  expect(code.length).toBeLessThan(16_500);
});
