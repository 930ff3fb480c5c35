import { mkdir, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Builds the playground into a folder: `index.html`, `styles.css` and `playground.js`, which need nothing else. */
export async function bundlePlayground(outdir: string): Promise<void> {
  await mkdir(outdir, { recursive: true });
  await copyFile(source("index.html"), join(outdir, "index.html"));
  await build({
    entryPoints: [source("playground.ts"), source("styles.css")],
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
}
