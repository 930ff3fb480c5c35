import { ERROR_CODES, type ErrorCode, RolecallError, asRolecallError } from "../../engine/index.ts";
import { ChatError, type Closed } from "../../server/client/index.ts";
import type { SocketErrorCode } from "../../server/protocol/error-codes.ts";

const ANOTHER_TOKEN = 'Get another one. For development: "rolecall token", with the SUPABASE_JWT_SECRET of the server.';

/** What the socket refuses by itself, as what a command can end with. */
const OF_SOCKET: Record<Exclude<SocketErrorCode, ErrorCode>, ErrorCode> = {
  rate_limited: "session_busy",
  too_many_runs: "session_busy",
  too_many_sessions: "internal",
  unknown_command: "internal",
  unauthenticated: "credentials",
  auth_unavailable: "storage_unavailable",
};

/** What the server, or the way to it, did not do. */
export function failureOf(error: unknown, closed: Closed | null, url: string): RolecallError {
  if (!(error instanceof ChatError)) return asRolecallError(error);
  if (error.code === "closed" && closed !== null) return closedFailure(closed, url);
  if (error.code === "not_found")
    return new RolecallError("not_found", error.message, { hint: "In the chat, /sessions lists those of this user.", cause: error });
  const code = codeOf(error);
  if (code === "storage_unavailable" && error.code !== code) {
    return new RolecallError(code, `The server at ${url} did not answer: ${error.message}`, { hint: error.hint, cause: error });
  }
  return new RolecallError(code, error.message, { hint: error.hint, cause: error });
}

function codeOf({ code, retryable }: ChatError): ErrorCode {
  const known = ERROR_CODES.find((known) => known === code);
  if (known !== undefined) return known;
  if (Object.hasOwn(OF_SOCKET, code)) return OF_SOCKET[code as keyof typeof OF_SOCKET];
  return retryable ? "storage_unavailable" : "internal";
}

/** Why a connection is not tried again. */
export function closedFailure({ code, name, reason }: Closed, url: string): RolecallError {
  const why = reason === "" ? "" : ` ${reason.replace(/\.?$/, ".")}`;
  switch (name) {
    case "unauthenticated":
      return new RolecallError("credentials", `The server at ${url} does not accept the token.${why}`, { hint: ANOTHER_TOKEN });
    case "forbidden":
      return new RolecallError("credentials", `The server at ${url} does not let the user of this token in.${why}`, { hint: ANOTHER_TOKEN });
    case "normal":
      return new RolecallError("storage_unavailable", `The server at ${url} closed the connection.${why}`, { hint: "Connect again." });
    default:
      return new RolecallError("internal", `The server at ${url} and this program do not understand each other (${code ?? "no code"}).${why}`, {
        hint: "Use the same version of Rolecall on both sides.",
      });
  }
}

/** `reason` is what the server said when it closed the last one, if it did. */
export function unreachable(url: string, patienceMs: number, reason: string): RolecallError {
  const why = reason === "" ? "" : ` ${reason.replace(/\.?$/, ".")}`;
  return new RolecallError("storage_unavailable", `No chat server could be reached at ${url} within ${patienceMs / 1000} s.${why}`, {
    hint: 'Check the address, and that "rolecall serve" runs there.',
  });
}
