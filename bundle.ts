import { build } from "esbuild";

/** Bundles the command line and the library into a folder. */
export async function bundle(outdir: string): Promise<void> {
  await build({
    entryPoints: { bin: "src/cli/bin.ts", engine: "src/engine/index.ts" },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    jsx: "automatic",
    chunkNames: "chunks/[name]-[hash]",
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    // Loaded from a file of its own platform package; it cannot move into a bundle.
    external: ["sqlite-vec"],
    alias: { "react-devtools-core": "./src/cli/no-devtools.ts" },
    // CommonJS dependencies inside an ES module bundle ask for `require`.
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    logLevel: "warning",
  });
}

/** Bundles `rolecall/client` for browsers, in one file without dependencies. */
export async function bundleClient(outdir: string): Promise<void> {
  await build({
    entryPoints: { client: "src/server/client/index.ts" },
    outdir,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
}
export { bundlePlayground } from "./src/server/playground/bundle.ts";
