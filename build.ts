// Bundles the command line, the library, the browser client and the playground into dist/, or into `--outdir <folder>`, and writes types and the
// protocol's JSON Schema beside them.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bundle, bundleClient, bundlePlayground } from "./bundle.ts";
import { protocolSchema } from "./src/server/protocol/json-schema.ts";

const { outdir } = parseArgs({ options: { outdir: { type: "string", default: "dist" } } }).values;
rmSync(outdir, { recursive: true, force: true });
await Promise.all([bundle(outdir), bundleClient(outdir), bundlePlayground(`${outdir}/playground`)]);
writeFileSync(`${outdir}/protocol.schema.json`, `${JSON.stringify(protocolSchema(), null, 2)}\n`);
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json", "--outDir", `${outdir}/types`], { stdio: "inherit" });
