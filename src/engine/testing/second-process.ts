import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Task } from "./second-process-tasks.ts";

const SCRIPT = fileURLToPath(new URL("second-process-tasks.ts", import.meta.url));

export interface SecondProcess extends AsyncDisposable {
  /** The line it says when its task is done; null when it died without a word. */
  said: Promise<string | null>;
  /** Ends it the hard way, and waits until it is gone. */
  kill(): Promise<void>;
}

interface Options {
  /** Runs it as another user; only root may. */
  uid?: number;
  /** A command that runs it in turn, e.g. in a mount namespace of its own. */
  under?: (command: readonly string[]) => readonly string[];
}

/** Starts a task in a process of its own, on a store that this process may use at the same time. */
export function secondProcess(task: Task, path: string, { uid, under = (command) => command }: Options = {}): SecondProcess {
  const [program, ...args] = under([process.execPath, SCRIPT, task, path]);
  const child = spawn(program!, args, { stdio: ["ignore", "pipe", "inherit"], uid, gid: uid });
  const gone = once(child, "exit");
  const said = new Promise<string | null>((resolve, reject) => {
    const lines = createInterface(child.stdout);
    lines.once("line", resolve);
    lines.once("close", () => resolve(null));
    child.once("error", reject);
  });
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await gone;
    }
  };
  return { said, kill, [Symbol.asyncDispose]: kill };
}
