import { type ChildProcess, type StdioPipe, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../bundle.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Settles when stdout or stderr has said it. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

interface Options {
  variables?: Record<string, string>;
  /** What is piped in; `open` keeps the pipe open without a word, `none` is /dev/null. */
  stdin?: string | { pipe: "open" | "none" };
  /** The file that stdout is; it is read where there is none. */
  stdout?: string;
}

export interface BuiltProgram extends Disposable {
  start(args: readonly string[], options?: Options): Running;
  run(args: readonly string[], options?: Options): Promise<Ended>;
}

/** The command line as it is shipped: bundled, and run in processes of its own. Lies below node_modules, where packages are found. */
export async function builtProgram(): Promise<BuiltProgram> {
  const cache = join(ROOT, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "rolecall-"));
  symlinkSync(join(ROOT, "fixtures"), join(folder, "fixtures"), "junction");
  await bundle(join(folder, "dist"));

  const start = (args: readonly string[], { variables = {}, stdin = { pipe: "none" }, stdout }: Options = {}): Running => {
    const input: StdioPipe | "ignore" = typeof stdin === "object" && stdin.pipe === "none" ? "ignore" : "pipe";
    // Without "--", Node takes some flags of the program for its own.
    const child = spawn(process.execPath, ["--", join(folder, "dist", "bin.js"), ...args], {
      stdio: [input, stdout === undefined ? "pipe" : openSync(stdout, "w"), "pipe"],
      env: { PATH: process.env.PATH, ...variables },
    });
    if (typeof stdin === "string") child.stdin!.end(stdin);
    let [out, err] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (err += text));
    return {
      child,
      async says(text) {
        while (!out.includes(text) && !err.includes(text)) {
          if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended without "${text}":\n${out}${err}`);
          await Promise.race([once(child.stdout!, "data"), once(child.stderr!, "data"), once(child, "close")]);
        }
      },
      ended: once(child, "close").then(([code, signal]) => ({ code, signal, out, err })),
    };
  };
  return { start, run: (args, options) => start(args, options).ended, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
