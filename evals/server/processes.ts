import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Measured extends AsyncDisposable {
  /** The line it printed when it was ready. */
  readonly ready: string;
  /** Resident memory in KiB, after a garbage collection has had a moment. */
  memory(): number;
  /** CPU time so far, in milliseconds. */
  cpu(): number;
}

const TICK_MS = 10;

/** A Node process of this benchmark. */
export async function measured(args: readonly string[], environment: Record<string, string> = {}): Promise<Measured> {
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"], env: { PATH: process.env.PATH, ...environment } });
  const lines = createInterface({ input: child.stdout! });
  const [ready] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${args[0]} ended with ${code}.`))),
  ])) as [string];
  return {
    ready,
    memory: () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]),
    cpu() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
