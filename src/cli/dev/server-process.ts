import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly wsUrl: string;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Has it end without waiting for running answers. */
  hurry(): void;
}

interface Start {
  program: string;
  args: readonly string[];
  cwd: string;
  variables: Record<string, string | undefined>;
  /** What it logs. */
  stderr: NodeJS.WritableStream;
  signal: AbortSignal;
}

const Ready = z.object({ url: z.string(), ws_url: z.string() });
const Failed = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable(), retryable: z.boolean() }) });

/** Of a server that did not start, as it told it. */
export class ServerFailure extends Error {
  override readonly name = "RolecallError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly exitCode: number;

  constructor({ code, message, hint, retryable }: z.infer<typeof Failed>["error"], exitCode: number) {
    super(message);
    this.code = code;
    this.hint = hint ?? undefined;
    this.retryable = retryable;
    this.exitCode = exitCode;
  }
}

/**
 * Starts `serve` and waits until it is ready. To dispose of it is to tell it to stop, and to wait for that.
 * @throws {ServerFailure} when it ends before
 */
export async function startServer({ program, args, cwd, variables, stderr, signal }: Start): Promise<ServerProcess> {
  // In a group of its own, so that Ctrl+C reaches the one who started it alone. When that one dies, its standard input ends, and so does it.
  const child = spawn(process.execPath, ["--", program, "serve", "--development", "--json", ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    cwd,
    env: variables,
  });
  child.stdin.on("error", () => {});
  child.stderr.on("data", (chunk: Buffer) => stderr.write(chunk));
  const ended = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  const onAbort = () => void child.kill("SIGTERM");
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const line = await firstLine(child);
  signal.removeEventListener("abort", onAbort);
  // Nobody reads on, and a pipe that is not read never closes.
  child.stdout.resume();
  const ready = Ready.safeParse(line);
  if (ready.success && !signal.aborted)
    return { url: ready.data.url, wsUrl: ready.data.ws_url, ended, hurry: () => void child.stdin.end(), [Symbol.asyncDispose]: stop };
  await stop();
  signal.throwIfAborted();
  throw failureOf(line, child.exitCode ?? 1);
}

/** Null where it ends without one. */
async function firstLine({ stdout }: ChildProcess): Promise<unknown> {
  for await (const line of createInterface({ input: stdout! })) {
    try {
      return JSON.parse(line);
    } catch {
      // Not its document; what else prints there is of no use here.
    }
  }
  return null;
}

function failureOf(line: unknown, exitCode: number): ServerFailure {
  const failed = Failed.safeParse(line);
  const unknown = { code: "internal", message: `The server ended with exit code ${exitCode} before it was ready.`, hint: null, retryable: false };
  return new ServerFailure(failed.success ? failed.data.error : unknown, exitCode);
}
