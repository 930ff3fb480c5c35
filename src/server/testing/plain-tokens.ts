import type { Actor } from "../../engine/index.ts";
import { AuthenticationError, type AuthenticationFailure, type Identity } from "../auth/authenticator.ts";

export const SEEKER: Actor = { userId: "seeker", role: "job_seeker" };
export const OTHER_SEEKER: Actor = { userId: "other", role: "job_seeker" };
export const EMPLOYER: Actor = { userId: "employer", role: "employer" };

const HOUR_MS = 3_600_000;

/** A token of this user, good for an hour unless said otherwise. */
export function tokenOf({ userId, role }: Actor, expiresInMs = HOUR_MS): string {
  return written({ userId, role, expiresAt: Date.now() + expiresInMs } satisfies Identity);
}

/** A token that is refused. */
export function refusedToken(failure: AuthenticationFailure): string {
  return written({ failure });
}

/** Fit for a header. */
function written(said: unknown): string {
  return Buffer.from(JSON.stringify(said)).toString("base64url");
}

/** Believes every token: whether real ones are told apart is tested where they are. */
export function plainTokens() {
  return {
    /** Tokens wait for it, where it is there. */
    gate: null as Promise<void> | null,
    verified: 0,
    async verify(token: string): Promise<Identity> {
      this.verified += 1;
      await this.gate;
      const said = JSON.parse(String(Buffer.from(token, "base64url"))) as Identity | { failure: AuthenticationFailure };
      if ("failure" in said) throw new AuthenticationError(said.failure, `The token is ${said.failure}`);
      return said;
    },
  };
}
