import { AuthenticationError } from "./authenticator.ts";

/** RFC 6750, section 2.1. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * The token of an `Authorization` header; null where there is no such header.
 * @throws {AuthenticationError} for a header of any other form.
 */
export function bearerToken(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new AuthenticationError("unauthenticated", 'The Authorization header has to read "Bearer", a space and the token.');
  return token;
}
