import { type Check, type Engine, asRolecallError } from "../../engine/index.ts";
import { interruptible } from "../interruption.ts";
import { open } from "../open.ts";
import { spinner } from "../progress.ts";
import { type CliSession, type Handler, printDocument } from "../session.ts";

export interface DoctorOptions {
  only?: string;
  fix?: boolean;
  maxCost?: number;
}

const MARKS = { ok: "ok", warn: "warn", fail: "FAIL" } as const;
const MODEL_CHECKS = ["embeddings", "chat-model"];

export const doctor: Handler<DoctorOptions> = async (session, options) => {
  const { checks, exitCode } = await examine(session, options);
  const ok = checks.every(({ status }) => status !== "fail");
  if (options.json) printDocument(session, { ok, checks });
  else print(session, checks);
  return ok ? 0 : exitCode;
};

/** A store that does not open is a finding, not a failure of the doctor; a wrong flag is. */
async function examine(...[session, options]: Parameters<typeof doctor>): Promise<{ checks: Check[]; exitCode: number }> {
  const startedAt = performance.now();
  using interruption = interruptible(session, "Stopped; what was put right stays.", "Run the same command again to go on.");
  const { signal } = interruption;
  try {
    await using opened = await open(session, options, { seeds: options.fix ?? false, signal });
    const { engine } = opened;
    const checks = options.fix ? await fixed(engine, signal, session, options) : await engine.checks(options.only);
    signal.throwIfAborted();
    const failed = checks.filter(({ status }) => status === "fail");
    return { checks, exitCode: failed.every(({ id }) => MODEL_CHECKS.includes(id)) ? 5 : 3 };
  } catch (error) {
    const { code, message, hint, exitCode } = asRolecallError(error);
    if (code === "usage" || code === "invalid_input" || code === "interrupted") throw error;
    const id = code === "configuration" || code === "credentials" ? "configuration" : "store";
    return { checks: [{ id, status: "fail", detail: message, fix: hint ?? null, ms: Math.round(performance.now() - startedAt) }], exitCode };
  }
}

/** Says on stderr how far it is, and then what was done. */
async function fixed(engine: Engine, signal: AbortSignal, ...[session, options]: Parameters<typeof doctor>): Promise<Check[]> {
  const done: string[] = [];
  let checks: Check[];
  {
    await using progress = await spinner(session, options, "Checking");
    checks = await engine.fix(options.only, {
      signal,
      maxCostUsd: options.maxCost,
      onProgress: (check, text) => progress.say(`${check}: ${text}`),
      onFixed: (check, text) => done.push(`${check}: ${text}`),
    });
  }
  if (!options.quiet) for (const line of done) session.stderr.write(`${line}\n`);
  return checks;
}

function print({ stdout }: CliSession, checks: readonly Check[]): void {
  const width = Math.max(...checks.map(({ id }) => id.length));
  for (const { id, status, detail, fix } of checks) {
    stdout.write(`${MARKS[status].padEnd(4)}  ${id.padEnd(width)}  ${detail}\n`);
    if (fix !== null) stdout.write(`${" ".repeat(width + 8)}${fix}\n`);
  }
}
