import type { Actor } from "../../engine/index.ts";

/** Who a token speaks for. */
export interface Identity extends Actor {
  /** Epoch milliseconds. */
  expiresAt: number;
}

export interface Authenticator extends AsyncDisposable {
  /** @throws {AuthenticationError} */
  verify(token: string): Promise<Identity>;
}

/**
 * `unauthenticated`: the token is not one of ours, or not any more. `forbidden`: it is, but not one of a user with a role in the portal.
 * `unavailable`: the keys it would be checked with cannot be had now.
 */
export type AuthenticationFailure = "unauthenticated" | "forbidden" | "unavailable";

/** `message` may be told to the client: it never quotes the token. */
export class AuthenticationError extends Error {
  override readonly name = "AuthenticationError";
  readonly failure: AuthenticationFailure;

  constructor(failure: AuthenticationFailure, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.failure = failure;
  }
}
