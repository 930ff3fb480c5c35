import type { Log } from "../engine/index.ts";
import { AuthenticationError, type AuthenticationFailure, type Authenticator, type Identity } from "./auth/authenticator.ts";
import { failureFacts } from "./failure-facts.ts";
import type { Limiter, Refused, Slot } from "./limits/limiter.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { CloseName } from "./protocol/close-codes.ts";

export interface HandshakeOptions {
  authenticator: Pick<Authenticator, "verify">;
  limiter: Limiter;
  metrics: ServerMetrics;
  log: Log;
}

/** Who has come, with the user's slot for the connection; or why the connection is closed. */
export type Admission = { identity: Identity; slot: Slot } | { close: CloseName; reason: string };

/** Finds out who a token speaks for, and whether that user may have another connection. Never rejects. */
export async function admit({ authenticator, limiter, metrics, log }: HandshakeOptions, connectionId: string, token: string | null): Promise<Admission> {
  try {
    if (token === null) throw new AuthenticationError("unauthenticated", "There is no token");
    const identity = await verified(authenticator, token);
    const tooOften = await limiter.connection(identity.userId);
    if (tooOften !== null) {
      metrics.limited("connection");
      return { close: "flooding", reason: `Too many connections a minute; try again in ${seconds(tooOften)} s` };
    }
    const slot = await limiter.socket(identity.userId, connectionId);
    if (!("retryAfterMs" in slot)) return { identity, slot };
    metrics.limited("socket");
    return { close: "flooding", reason: "Too many connections at a time; close another one" };
  } catch (error) {
    if (error instanceof AuthenticationError) {
      metrics.authenticationFailed(error.failure);
      return { close: CLOSES[error.failure], reason: error.message };
    }
    log.error({ connection: connectionId, ...failureFacts(error) }, "A connection could not be authenticated.");
    return { close: "internal", reason: "Something went wrong that should not have" };
  }
}

/** @throws {AuthenticationError} also where the token was good until just now. */
export async function verified(authenticator: Pick<Authenticator, "verify">, token: string): Promise<Identity> {
  const identity = await authenticator.verify(token);
  if (identity.expiresAt <= Date.now()) throw new AuthenticationError("unauthenticated", "The token has expired");
  return identity;
}

const CLOSES: Record<AuthenticationFailure, CloseName> = { unauthenticated: "unauthenticated", forbidden: "forbidden", unavailable: "dependenciesLost" };

function seconds({ retryAfterMs }: Refused): number {
  return Math.ceil(retryAfterMs / 1_000);
}
