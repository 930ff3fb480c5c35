import { RolecallError } from "../errors.ts";

/** Why a turn is stopped by us and not by its user: its answer is kept as interrupted, not as cancelled. */
export function interruption(message: string): RolecallError {
  return new RolecallError("interrupted", message, { hint: "Send the message again.", facts: { stoppedBy: "server" } });
}

export function isInterruption(reason: unknown): reason is RolecallError {
  return reason instanceof RolecallError && reason.facts.stoppedBy === "server";
}
