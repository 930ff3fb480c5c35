import type { IncomingHttpHeaders } from "node:http";
import { AuthenticationError } from "./auth/authenticator.ts";
import { bearerToken } from "./auth/bearer.ts";
import { originAllowed } from "./auth/origins.ts";
import { SOCKET_PATH, SUBPROTOCOL } from "./protocol/connection.ts";

export interface UpgradeRequest {
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

export interface UpgradeRules {
  allowedOrigins: readonly string[];
  isDraining: boolean;
  /** Whether one more may come that has not shown yet who it is. */
  hasRoom: boolean;
}

export type UpgradeDecision = { accept: true; token: string | null; subprotocol: boolean } | { accept: false; status: number; reason: string };

/** Whether a request becomes a socket. */
export function decideUpgrade({ url = "", headers }: UpgradeRequest, { allowedOrigins, isDraining, hasRoom }: UpgradeRules): UpgradeDecision {
  const [path, query] = url.split("?", 2);
  if (path !== SOCKET_PATH) return refused(404, `The chat is at ${SOCKET_PATH}.`);
  // Addresses end up in logs, so that nobody is to put a token there.
  if (query !== undefined) return refused(400, "The address takes no query: the token goes into connection_init, or into an Authorization header.");
  if (!originAllowed(headers.origin, allowedOrigins)) return refused(403, "Pages of this origin may not connect.");
  if (isDraining) return refused(503, "This server is going away.");
  if (!hasRoom) return refused(503, "Too many connections are waiting to be authenticated.");
  try {
    return { accept: true, token: bearerToken(headers.authorization), subprotocol: offered(headers["sec-websocket-protocol"]) };
  } catch (error) {
    if (error instanceof AuthenticationError) return refused(401, error.message);
    throw error;
  }
}

function offered(protocols: string | undefined): boolean {
  return (protocols ?? "").split(",").some((name) => name.trim() === SUBPROTOCOL);
}

function refused(status: number, reason: string): UpgradeDecision {
  return { accept: false, status, reason };
}
