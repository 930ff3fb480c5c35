import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Test support: builds the scripted chat into one file that Node runs. */
export async function bundleFakeChat(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("fake-chat.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    jsx: "automatic",
    external: ["sqlite-vec"],
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: 'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);' },
    plugins: [
      {
        name: "no-devtools",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "react-devtools-core", namespace: "stub" }));
          onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "export default {};" }));
        },
      },
    ],
  });
}
