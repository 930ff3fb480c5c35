import { SignJWT } from "jose";
import { type Actor, type Config, RolecallError } from "../../engine/index.ts";
import { issuerOf } from "./issuer.ts";

export interface DevelopmentToken {
  token: string;
  expiresAt: Date;
}

type Keys = Pick<Config, "SUPABASE_JWT_SECRET" | "SUPABASE_URL" | "SUPABASE_JWT_AUDIENCE">;

/** HS256 is as strong as its secret. */
const LEAST_SECRET_BYTES = 32;

/**
 * Signs a token of Supabase's shape with the project's own secret: for development, as the portal issues the real ones.
 * @throws {RolecallError} `credentials` without a secret that can sign.
 */
export async function signDevelopmentToken({ userId, role }: Actor, ttlS: number, keys: Keys): Promise<DevelopmentToken> {
  const secret = secretOf(keys);
  const expiresAt = new Date((Math.floor(Date.now() / 1000) + ttlS) * 1000);
  const token = await new SignJWT({ role: "authenticated", app_metadata: { role } })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setIssuer(issuerOf(keys.SUPABASE_URL))
    .setAudience(keys.SUPABASE_JWT_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(secret);
  return { token, expiresAt };
}

function secretOf({ SUPABASE_JWT_SECRET = "" }: Keys): Uint8Array {
  const secret = new TextEncoder().encode(SUPABASE_JWT_SECRET);
  if (secret.length === 0)
    throw new RolecallError("credentials", "SUPABASE_JWT_SECRET is not set, so no token can be signed.", { hint: "Set it to the project's JWT secret." });
  if (secret.length < LEAST_SECRET_BYTES) {
    throw new RolecallError("credentials", `SUPABASE_JWT_SECRET has ${secret.length} bytes; HS256 needs ${LEAST_SECRET_BYTES} or more.`, {
      hint: "Use the project's JWT secret.",
    });
  }
  return secret;
}
