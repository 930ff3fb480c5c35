import type { CliSession, GlobalOptions } from "./session.ts";

interface Failure {
  code: string;
  message: string;
  hint?: string;
  retryable: boolean;
  exitCode: number;
}

/** Tells a failure once: a sentence and its remedy on stderr, or the JSON document on stdout. Returns the exit code. */
export function reportFailure({ stdout, stderr }: CliSession, options: GlobalOptions, error: unknown): number {
  const failure = describe(error);
  if (options.json) stdout.write(`${JSON.stringify({ schema_version: 1, error: errorDocument(failure) })}\n`);
  else stderr.write(`rolecall: ${failure.message}${failure.hint === undefined ? "" : ` ${failure.hint}`}\n`);
  if (options.debug && error instanceof Error) stderr.write(`${error.stack ?? ""}\n`);
  return failure.exitCode;
}

/** The shape of `error` in every command's JSON. */
export function errorDocument({ code, message, hint, retryable }: Omit<Failure, "exitCode">) {
  return { code, message, hint: hint ?? null, retryable };
}

function describe(error: unknown): Failure {
  if (isFailure(error)) return { code: error.code, message: error.message, hint: error.hint, retryable: error.retryable, exitCode: error.exitCode };
  if (error instanceof Error && "usage" in error) return { code: "usage", message: error.message, hint: 'See "rolecall --help".', retryable: false, exitCode: 2 };
  if (error instanceof Error && error.name === "AbortError") return { code: "interrupted", message: "Stopped.", retryable: true, exitCode: 130 };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `Something unexpected went wrong: ${message}`, hint: "Run it again with --debug for details.", retryable: false, exitCode: 1 };
}

/** By shape, so that reporting a usage error does not load the engine. */
function isFailure(error: unknown): error is Error & Failure {
  return error instanceof Error && error.name === "RolecallError" && "code" in error && "exitCode" in error;
}
