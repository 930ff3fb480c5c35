import { type Check, asRolecallError } from "../../engine/index.ts";
import { ensureSeeded } from "../first-run.ts";
import { open } from "../open.ts";
import type { Handler } from "../session.ts";

export interface DoctorOptions {
  only?: string;
  fix?: boolean;
}

const MARKS = { ok: "ok  ", warn: "warn", fail: "FAIL" } as const;

export const doctor: Handler<DoctorOptions, []> = async (session, options) => {
  const { checks, exitCode } = await examine(session, options);
  const ok = checks.every(({ status }) => status !== "fail");
  if (options.json) session.stdout.write(`${JSON.stringify({ schema_version: 1, ok, checks })}\n`);
  else for (const { id, status, detail, fix } of checks) session.stdout.write(`${MARKS[status]}  ${id.padEnd(11)} ${detail}${fix === null ? "" : ` ${fix}`}\n`);
  return ok ? 0 : exitCode;
};

/** A store that does not open is a finding, not a failure of the doctor; a wrong flag is. */
async function examine(...[session, options]: Parameters<typeof doctor>): Promise<{ checks: Check[]; exitCode: number }> {
  const startedAt = performance.now();
  try {
    await using opened = await open(session, options, { seeds: false });
    if (options.fix) await ensureSeeded(opened.engine, session, options);
    return { checks: await opened.engine.checks(options.only), exitCode: 3 };
  } catch (error) {
    const { code, message, hint, exitCode } = asRolecallError(error);
    if (code === "usage" || code === "invalid_input") throw error;
    const id = code === "configuration" || code === "credentials" ? "configuration" : "store";
    return { checks: [{ id, status: "fail", detail: message, fix: hint ?? null, ms: Math.round(performance.now() - startedAt) }], exitCode };
  }
}
