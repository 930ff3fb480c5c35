import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Actor, type Config, Environment } from "../../engine/index.ts";
import { signDevelopmentToken } from "../auth/development-token.ts";

const PROGRAM = fileURLToPath(new URL("../../cli/bin.ts", import.meta.url));

/** Of every replica that a test starts. */
export const SECRET = "a secret that is long enough for tests";

/** `rolecall serve` in a process of its own. */
export interface Replica extends AsyncDisposable {
  readonly url: string;
  readonly wsUrl: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What it has logged so far. */
  log(): string;
  /** Sends the signal, and settles when the process has ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export async function replica(environment: Record<string, string>, args: readonly string[] = []): Promise<Replica> {
  const child = spawn(process.execPath, [PROGRAM, "serve", "--json", "--host", "127.0.0.1", "--port", "0", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, SUPABASE_JWT_SECRET: SECRET, ROLECALL_LOG_LEVEL: "info", ...environment },
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log += String(chunk)));
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const told = once(createInterface({ input: child.stdout }), "line") as Promise<[string]>;
  const line = await Promise.race([told.then(([text]) => text), ended.then(([code]) => `It ended with ${code}.`)]);
  if (!line.includes('"ws_url"')) throw new Error(`The replica did not start: ${line} ${log}`);
  const { url, ws_url: wsUrl } = JSON.parse(line) as { url: string; ws_url: string };

  async function end(signal: NodeJS.Signals) {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code, by] = await ended;
    return { code, signal: by };
  }

  return {
    url,
    wsUrl,
    port: Number(new URL(url).port),
    process: child,
    log: () => log,
    end,
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
    },
  };
}

const HOUR_S = 3_600;
const KEYS: Pick<Config, "SUPABASE_JWT_SECRET" | "SUPABASE_URL" | "SUPABASE_JWT_AUDIENCE"> = {
  SUPABASE_JWT_SECRET: SECRET,
  SUPABASE_URL: undefined,
  SUPABASE_JWT_AUDIENCE: Environment.shape.SUPABASE_JWT_AUDIENCE.parse(undefined),
};

/** A token that every replica of a test takes. */
export async function tokenFor(actor: Actor, ttlS = HOUR_S): Promise<string> {
  return (await signDevelopmentToken(actor, ttlS, KEYS)).token;
}
