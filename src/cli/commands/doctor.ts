import { type Check, asRolecallError } from "../../engine/index.ts";
import { open } from "../open.ts";
import { type CliSession, type Handler, printDocument } from "../session.ts";

export interface DoctorOptions {
  only?: string;
  fix?: boolean;
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
  try {
    await using opened = await open(session, options, { seeds: options.fix ?? false });
    const checks = await opened.engine.checks(options.only);
    const failed = checks.filter(({ status }) => status === "fail");
    return { checks, exitCode: failed.every(({ id }) => MODEL_CHECKS.includes(id)) ? 5 : 3 };
  } catch (error) {
    const { code, message, hint, exitCode } = asRolecallError(error);
    if (code === "usage" || code === "invalid_input") throw error;
    const id = code === "configuration" || code === "credentials" ? "configuration" : "store";
    return { checks: [{ id, status: "fail", detail: message, fix: hint ?? null, ms: Math.round(performance.now() - startedAt) }], exitCode };
  }
}

function print({ stdout }: CliSession, checks: readonly Check[]): void {
  const width = Math.max(...checks.map(({ id }) => id.length));
  for (const { id, status, detail, fix } of checks) {
    stdout.write(`${MARKS[status].padEnd(4)}  ${id.padEnd(width)}  ${detail}\n`);
    if (fix !== null) stdout.write(`${" ".repeat(width + 8)}${fix}\n`);
  }
}
