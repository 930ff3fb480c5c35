import { recordedLog } from "../../../engine/testing/recorded-log.ts";
import { type SupabaseOptions, supabaseAuthenticator } from "../supabase.ts";
import { AUDIENCE, type KeyPair, NOW_S, claims, keyPair, portal, signed } from "./portal.ts";

export const [EC, RSA] = await Promise.all([keyPair("ES256", "ec-1"), keyPair("RS256", "rsa-1")]);

/** A portal that publishes these keys, and the server's side of it with a clock that stands still unless it is moved. */
export async function trust(keys: KeyPair[], options: Partial<SupabaseOptions> = {}) {
  const site = await portal(keys);
  const clock = { ms: NOW_S * 1000 };
  const log = recordedLog();
  const authenticator = supabaseAuthenticator({ url: site.url, audience: AUDIENCE, now: () => clock.ms, log, ...options });
  return {
    site,
    clock,
    log,
    authenticator,
    /** What comes of a user's token that this key signed. */
    async says(pair: KeyPair) {
      const token = await signed(claims(site.issuer), pair);
      return await authenticator.verify(token).catch(({ failure, message }) => ({ failure, message }));
    },
    async [Symbol.asyncDispose]() {
      await authenticator[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
    },
  };
}
