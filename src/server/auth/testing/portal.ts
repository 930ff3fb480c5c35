import { type CryptoKey, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from "jose";
import type { RequestListener } from "node:http";
import { httpServer } from "../../../../fixtures/http-server.ts";

export const SECRET = "the JWT secret of the portal's project";
export const AUDIENCE = "authenticated";
/** A moment that tests take for now, in seconds since the epoch. */
export const NOW_S = 1_800_000_000;

export interface KeyPair {
  kid: string;
  alg: "ES256" | "RS256";
  private: CryptoKey;
  public: CryptoKey;
  /** As it is published. */
  jwk: JWK;
}

export async function keyPair(alg: KeyPair["alg"], kid: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, private: privateKey, public: publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** An authentication server that publishes `keys`, or answers as a test wants it to. */
export async function portal(keys: KeyPair[]) {
  const state = { keys: keys.map(({ jwk }) => jwk), fetches: 0, answer: undefined as RequestListener | undefined };
  const server = await httpServer((request, response) => {
    if (request.url !== "/auth/v1/.well-known/jwks.json") return void response.writeHead(404).end();
    state.fetches += 1;
    if (state.answer !== undefined) return state.answer(request, response);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: state.keys }));
  });
  return Object.assign(state, { url: server.origin, issuer: `${server.origin}/auth/v1`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() });
}

/** What the portal says of a job seeker that has just signed in. */
export function claims(issuer: string, overrides: JWTPayload = {}): JWTPayload {
  return {
    iss: issuer,
    aud: AUDIENCE,
    sub: "7a1c6c1e-5d0f-4c55-9d1e-0c7f5c1f2a10",
    iat: NOW_S,
    exp: NOW_S + 3600,
    role: "authenticated",
    app_metadata: { provider: "email", role: "job_seeker" },
    user_metadata: {},
    ...overrides,
  };
}

export function signed(payload: JWTPayload, { kid, alg, private: key }: KeyPair, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg, kid, typ: "JWT", ...header }).sign(key);
}

export function signedWithSecret(payload: JWTPayload, secret: string | Uint8Array = SECRET): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(typeof secret === "string" ? new TextEncoder().encode(secret) : secret);
}
