import { type CompactJWSHeaderParameters, type CryptoKey, jwtVerify } from "jose";
import { RolecallError } from "../../engine/index.ts";
import type { Authenticator } from "./authenticator.ts";
import { identityOf } from "./claims.ts";
import { issuerOf } from "./issuer.ts";
import { jwtSecret } from "./jwt-secret.ts";
import { type SigningKeysOptions, signingKeys } from "./signing-keys.ts";
import { tokenFailure } from "./token-failure.ts";

/** How far the clocks of the portal and of this server may be apart. */
export const CLOCK_TOLERANCE_S = 10;

export interface SupabaseOptions extends SigningKeysOptions {
  /** Of the project: its issuer, and where its public keys are. */
  url?: string;
  /** Of the project, for HS256. */
  secret?: string;
  audience: string;
}

type KeyOf = (header: CompactJWSHeaderParameters) => Promise<CryptoKey | Uint8Array>;

/**
 * Verifies the access tokens of a Supabase project. Each algorithm has its own kind of key, so that no token can choose another: HS256 is
 * checked with the secret alone, ES256 and RS256 with the public keys alone.
 * @throws {RolecallError} `credentials`
 */
export function supabaseAuthenticator({ url, secret, audience, now = Date.now, ...options }: SupabaseOptions): Authenticator {
  if (url === undefined && secret === undefined) {
    throw new RolecallError("credentials", "Tokens cannot be checked: neither SUPABASE_URL nor SUPABASE_JWT_SECRET is set.", {
      hint: "Set SUPABASE_URL to the portal's Supabase project; for development, set SUPABASE_JWT_SECRET and sign tokens with `rolecall token`.",
    });
  }
  const keyOf = new Map<string, KeyOf>();
  if (secret !== undefined) {
    const bytes = jwtSecret(secret);
    keyOf.set("HS256", async () => bytes);
  }
  const issuer = issuerOf(url);
  const keys = url === undefined ? undefined : signingKeys(`${issuer}/.well-known/jwks.json`, { now, ...options });
  if (keys !== undefined) for (const algorithm of ["ES256", "RS256"]) keyOf.set(algorithm, keys.find);
  const algorithms = [...keyOf.keys()];
  const accepted = describeAccepted(url, secret);

  return {
    async verify(token) {
      const at = now();
      try {
        const { payload } = await jwtVerify(token, async (header) => keyOf.get(header.alg)!(header), {
          algorithms,
          issuer,
          audience,
          clockTolerance: CLOCK_TOLERANCE_S,
          currentDate: new Date(at),
        });
        return identityOf(payload, Math.floor(at / 1000) + CLOCK_TOLERANCE_S);
      } catch (error) {
        throw tokenFailure(error, accepted);
      }
    },
    async [Symbol.asyncDispose]() {
      await keys?.[Symbol.asyncDispose]();
    },
  };
}

function describeAccepted(url: string | undefined, secret: string | undefined): string {
  if (secret === undefined) return "The token is not signed with ES256 or RS256; for HS256 the server needs SUPABASE_JWT_SECRET.";
  if (url === undefined) return "The token is not signed with HS256; for ES256 and RS256 the server needs SUPABASE_URL.";
  return "The token is not signed with HS256, ES256 or RS256.";
}
