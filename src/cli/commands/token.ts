import { SignJWT } from "jose";
import { readDemo } from "../../../fixtures/demo.ts";
import { type Role, RolecallError } from "../../engine/index.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { type Handler, printDocument } from "../session.ts";
import { settingsFor } from "../settings.ts";

export interface TokenOptions {
  role?: Role;
  user?: string;
  ttl: number;
}

const LEAST_SECRET_BYTES = 32;

/** Signs a token of Supabase's shape with the project's own secret: for development, as the portal issues the real ones. */
export const token: Handler<TokenOptions> = async (session, options) => {
  const config = settingsFor(session, options);
  const secret = new TextEncoder().encode(config.SUPABASE_JWT_SECRET ?? "");
  if (secret.length === 0)
    throw new RolecallError("credentials", "SUPABASE_JWT_SECRET is not set, so no token can be signed.", { hint: "Set it to the project's JWT secret." });
  if (secret.length < LEAST_SECRET_BYTES) {
    throw new RolecallError("credentials", `SUPABASE_JWT_SECRET has ${secret.length} bytes; HS256 needs ${LEAST_SECRET_BYTES} or more.`, {
      hint: "Use the project's JWT secret.",
    });
  }
  const role = options.role ?? "job_seeker";
  const expiresAt = new Date((Math.floor(Date.now() / 1000) + options.ttl) * 1000);
  const issuer = config.SUPABASE_URL === undefined ? "rolecall-development" : `${config.SUPABASE_URL.replace(/\/$/, "")}/auth/v1`;
  const signed = await new SignJWT({ role: "authenticated", app_metadata: { role } })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(options.user ?? readDemo(FIXTURES)[role].user_id)
    .setIssuer(issuer)
    .setAudience("authenticated")
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(secret);
  if (options.json) printDocument(session, { token: signed, expires_at: expiresAt.toISOString() });
  else session.stdout.write(`${signed}\n`);
  return 0;
};
