import type { EventOf, RolecallError } from "../../engine/index.ts";

export function turnError({ code, message, hint, retryable }: RolecallError): EventOf<"turn-error"> {
  return { type: "turn-error", code, message, hint, retryable };
}
