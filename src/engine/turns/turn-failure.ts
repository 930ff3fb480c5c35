import { RolecallError } from "../errors.ts";
import type { EventOf } from "../events.ts";

/** What may be told of a failure. The words of an error that is not ours can quote a record or a prompt, so they are left out. */
export function tellable(error: unknown): RolecallError {
  if (error instanceof RolecallError && error.code !== "internal") return error;
  return new RolecallError("internal", "Something went wrong that should not have.", {
    hint: "Try again; if it happens again, report it with the log.",
    cause: error,
  });
}

export function turnError({ code, message, hint, retryable }: RolecallError): EventOf<"turn-error"> {
  return { type: "turn-error", code, message, hint, retryable };
}

/** What the log keeps of a failure: its code, and of an unexpected one where it came from. */
export function loggedFailure({ code, cause }: RolecallError): Record<string, unknown> {
  const origin = cause instanceof RolecallError ? cause.cause : cause;
  if (code !== "internal" || !(origin instanceof Error)) return { code };
  return { code, reason: origin.name, at: origin.stack?.split("\n").filter((line) => /^\s+at /.test(line)) };
}
