import { type ErrorCode, RolecallError } from "../engine/index.ts";
import { SOCKET_ERRORS, type SocketErrorCode } from "./protocol/error-codes.ts";
import type { CommandError } from "./protocol/replies.ts";

/** Why the server itself does not carry out a command. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: SocketErrorCode;
  readonly hint: string;
  readonly retryAfterMs: number | undefined;

  constructor(code: SocketErrorCode, message: string, options: { hint: string; retryAfterMs?: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The engine's own speak of the command line. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  not_found: "Ask for session.list, or open a new session.",
  message_too_long: "Shorten it.",
};

/** How an error is told to the client. The words of one that is not ours can quote a record or a key, so they are left out. */
export function errorReply(id: CommandError["id"], error: unknown): CommandError {
  if (error instanceof Refusal) {
    const { code, message, hint, retryAfterMs } = error;
    return { type: "error", id, code, message, hint, retryable: SOCKET_ERRORS[code].retryable, retryAfterMs };
  }
  if (error instanceof RolecallError && error.code !== "internal") {
    const { code, message, retryable, facts } = error;
    const hint = HINTS[code] ?? error.hint;
    return { type: "error", id, code, message, hint, retryable, retryAfterMs: typeof facts.retryAfterMs === "number" ? facts.retryAfterMs : undefined };
  }
  const hint = "Try again; if it happens again, tell the portal's support.";
  return { type: "error", id, code: "internal", message: "Something went wrong that should not have.", hint, retryable: false };
}
