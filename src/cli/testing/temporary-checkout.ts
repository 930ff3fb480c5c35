import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import type { Running } from "./built-program.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface TemporaryCheckout extends Disposable {
  /** A path inside it. */
  file(...names: string[]): string;
  /** Changes a source, as an editor does. */
  edit(path: string, change: (text: string) => string): void;
  /** The command line from the sources as they are. */
  start(args: readonly string[], variables: Record<string, string>): Running;
}

/** A checkout whose sources may be changed; packages and fixtures are this one's. */
export function temporaryCheckout(): TemporaryCheckout {
  const folder = temporaryFolder();
  for (const name of ["src", "bundle.ts", "package.json"]) cpSync(join(ROOT, name), folder.file(name), { recursive: true });
  for (const name of ["node_modules", "fixtures"]) symlinkSync(join(ROOT, name), folder.file(name), "junction");
  mkdirSync(folder.file("home"));
  return {
    file: folder.file,
    edit: (path, change) => writeFileSync(folder.file(path), change(readFileSync(folder.file(path), "utf8"))),
    start(args, variables) {
      const child = spawn(process.execPath, ["--", folder.file("src/cli/bin.ts"), ...args], {
        cwd: folder.path,
        stdio: ["ignore", "pipe", "pipe"],
        env: { PATH: process.env.PATH, HOME: folder.file("home"), ...variables },
      });
      let [out, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
      return {
        child,
        async says(text) {
          while (!out.includes(text) && !err.includes(text)) {
            if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended without "${text}":\n${out}${err}`);
            await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), once(child, "close")]);
          }
        },
        ended: once(child, "close").then(([code, signal]) => ({ code, signal, out, err })),
      };
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  };
}
