import { type ErrorCode, RolecallError } from "../errors.ts";
import { modelFailure } from "../models/failure.ts";

const OUTAGES: ReadonlySet<ErrorCode> = new Set(["storage_unavailable", "storage_full", "model_unavailable"]);

/** The failure as an error of ours where the dependency could not do its work; null where it did answer, if only with a refusal. */
export function outageOf(error: unknown): RolecallError | null {
  if (wasCancelled(error)) return null;
  const failure = error instanceof RolecallError ? error : modelFailure(error);
  return OUTAGES.has(failure.code) ? failure : null;
}

/** The caller did not want the answer any more. */
export function wasCancelled(error: unknown): boolean {
  try {
    return error instanceof RolecallError ? error.code === "interrupted" : modelFailure(error) === undefined;
  } catch {
    return true;
  }
}
