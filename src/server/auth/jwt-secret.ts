import { RolecallError } from "../../engine/index.ts";

/** RFC 7518, section 3.2: as long as what the hash gives. */
const LEAST_BYTES = 32;

/**
 * The key of HS256.
 * @throws {RolecallError} `credentials` where it is too short to protect anything.
 */
export function jwtSecret(secret: string): Uint8Array {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length >= LEAST_BYTES) return bytes;
  throw new RolecallError("credentials", `SUPABASE_JWT_SECRET has ${bytes.length} bytes; HS256 needs ${LEAST_BYTES} or more.`, {
    hint: "Use the project's JWT secret.",
  });
}
