import type { JWTPayload } from "jose";
import { claims } from "../../auth/testing/portal.ts";

/** What the portal says now of a job seeker, `expiresInS` before the token ends. */
export function currentClaims(issuer: string, overrides: JWTPayload = {}, expiresInS = 3_600): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return claims(issuer, { iat: now, exp: now + expiresInS, ...overrides });
}
