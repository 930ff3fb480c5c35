import { RolecallError } from "../engine/index.ts";

/** What the log keeps of a failure. The words of one that is not ours can quote a message, a record or a token: where it came from says enough. */
export function failureFacts(error: unknown): Record<string, unknown> {
  if (error instanceof RolecallError && error.code !== "internal") return { code: error.code };
  const origin = error instanceof RolecallError ? (error.cause ?? error) : error;
  if (!(origin instanceof Error)) return { reason: typeof origin };
  return { reason: origin.name, at: origin.stack?.split("\n").filter((line) => /^\s+at /.test(line)) };
}
