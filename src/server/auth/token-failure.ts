import { errors } from "jose";
import { AuthenticationError } from "./authenticator.ts";
import { projectKeyRefusal, wrongClaim } from "./claims.ts";

/** What is wrong with a token, told to whoever sent it. `accepted` says which signatures are taken. */
export function tokenFailure(error: unknown, accepted: string): AuthenticationError {
  if (error instanceof AuthenticationError) return error;
  // Errors of jose carry claims and pieces of the token, which would come into the log with them.
  const cause = error instanceof errors.JOSEError ? undefined : error;
  const refused = (message: string) => new AuthenticationError("unauthenticated", message, { cause });
  if (error instanceof errors.JWTExpired) return refused("The token has expired: sign in again.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    // The signature was right: claims are looked at after it.
    return projectKeyRefusal(error.payload) ?? wrongClaim(error.claim);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return refused(accepted);
  if (error instanceof errors.JWSSignatureVerificationFailed) return refused("The token was changed, or not signed by the portal of this server.");
  return refused("This is not a token of the portal.");
}
