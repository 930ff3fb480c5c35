import { asRolecallError } from "../../../engine/index.ts";
import type { Entry } from "./state.ts";

export function failureEntry(error: unknown): Entry {
  const { message, hint, retryable } = asRolecallError(error);
  return errorEntry({ message, hint, retryable });
}

export function errorEntry({ message, hint, retryable }: { message: string; hint?: string | undefined; retryable: boolean }): Entry {
  const again = retryable ? "Send it again with /retry." : null;
  const remedies = [hint ?? null, again].filter((remedy) => remedy !== null);
  return { kind: "error", message, hint: remedies.length === 0 ? null : remedies.join(" ") };
}
