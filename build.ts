// Bundles the command line and the library into dist/, or into `--outdir <folder>`, and writes the library's types beside them.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.ts";

const { outdir } = parseArgs({ options: { outdir: { type: "string", default: "dist" } } }).values;
rmSync(outdir, { recursive: true, force: true });
await bundle(outdir);
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json", "--outDir", `${outdir}/types`], { stdio: "inherit" });
