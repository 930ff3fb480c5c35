import type { OutputFormat } from "./output-format.ts";
import type { CliSession } from "./session.ts";

interface Failure {
  code: string;
  message: string;
  hint?: string;
  retryable: boolean;
  exitCode: number;
}

interface Telling {
  format: OutputFormat;
  /** Adds the stack trace. */
  debug?: boolean;
}

/** Tells a failure once: a sentence and its remedy on stderr, or the JSON document on stdout. Returns the exit code. */
export function reportFailure({ stdout, stderr }: Pick<CliSession, "stdout" | "stderr">, { format, debug }: Telling, error: unknown): number {
  const failure = describe(error);
  const document = { schema_version: 1, error: errorDocument(failure) };
  if (format === "text") stderr.write(`${sentence(failure)}\n`);
  else stdout.write(`${JSON.stringify(format === "json" ? document : { type: "result", ...document })}\n`);
  if (debug && error instanceof Error) stderr.write(`${error.stack ?? ""}\n`);
  return failure.exitCode;
}

export function sentence({ message, hint }: { message: string; hint?: string }): string {
  return `rolecall: ${message}${hint === undefined ? "" : ` ${hint}`}`;
}

/** The shape of `error` in every command's JSON. */
export function errorDocument({ code, message, hint, retryable }: Omit<Failure, "exitCode">) {
  return { code, message, hint: hint ?? null, retryable };
}

function describe(error: unknown): Failure {
  if (isFailure(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "internal",
    message: `Something unexpected went wrong: ${message.replace(/[.\s]+$/, "")}.`,
    hint: "Run it again with --debug for details.",
    retryable: false,
    exitCode: 1,
  };
}

/** By shape, so that reporting a usage error does not load the engine. */
function isFailure(error: unknown): error is Error & Failure {
  return error instanceof Error && error.name === "RolecallError" && "code" in error && "exitCode" in error;
}
