import type { JWTPayload } from "jose";
import { z } from "zod";
import { Role } from "../../engine/index.ts";
import { AuthenticationError, type Identity } from "./authenticator.ts";

/** The last second that a `Date` can hold. */
const END_OF_TIME = 8_640_000_000_000;

const Subject = z.object({ sub: z.string().regex(/\S/) });
const Lifetime = z.object({ exp: z.number().positive().max(END_OF_TIME), iat: z.number().optional() });
const SignedIn = z.object({ role: z.literal("authenticated") });
/** Users can change their `user_metadata` themselves, so that what it says counts for nothing. */
const PortalRole = z.object({ app_metadata: z.object({ role: Role }) });

/**
 * The user that the claims of a token name, once its signature, issuer, audience and times are known to be right.
 * @param latestIssue seconds since the epoch; what was issued later is not valid yet.
 * @throws {AuthenticationError}
 */
export function identityOf(claims: JWTPayload, latestIssue: number): Identity {
  const projectKey = projectKeyRefusal(claims);
  if (projectKey !== null) throw projectKey;
  const lifetime = Lifetime.safeParse(claims);
  if (!lifetime.success) throw wrongClaim("exp");
  const { exp, iat } = lifetime.data;
  if (iat !== undefined && iat > latestIssue) throw wrongClaim("iat");
  const subject = Subject.safeParse(claims);
  if (!subject.success) throw wrongClaim("sub");
  if (!SignedIn.safeParse(claims).success) throw new AuthenticationError("forbidden", "The token is not that of a signed-in user: sign in to the portal.");
  const portal = PortalRole.safeParse(claims);
  if (!portal.success) {
    throw new AuthenticationError(
      "forbidden",
      "The token names no role in the portal: app_metadata.role has to be job_seeker or employer. Once that is set, sign in again.",
    );
  }
  return { userId: subject.data.sub, role: portal.data.app_metadata.role, expiresAt: Math.floor(exp * 1000) };
}

/** The keys of a Supabase project are tokens as well, but of no user and of another issuer. */
export function projectKeyRefusal({ role }: JWTPayload): AuthenticationError | null {
  if (role !== "service_role" && role !== "anon") return null;
  const name = role === "anon" ? "the anonymous key" : "the service key";
  return new AuthenticationError("forbidden", `The token is ${name} of the project, not that of a user: sign in to the portal, and send the access token.`);
}

const WRONG: Record<string, string> = {
  iss: "The token was issued by somebody else than the portal of this server, which SUPABASE_URL names.",
  aud: "The token is for another audience than SUPABASE_JWT_AUDIENCE.",
  exp: "The token says nothing of when it expires.",
  iat: "The token is not valid yet: check the clock of the machine that issued it.",
  nbf: "The token is not valid yet: check the clock of the machine that issued it.",
  sub: "The token names no user.",
};

export function wrongClaim(claim: string): AuthenticationError {
  return new AuthenticationError("unauthenticated", WRONG[claim] ?? "The token has a claim that does not fit.");
}
