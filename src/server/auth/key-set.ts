import { type CompactJWSHeaderParameters, type CryptoKey, type JSONWebKeySet, createLocalJWKSet, errors } from "jose";
import { z } from "zod";

const MAX_BYTES = 64 * 1024;
const ALGORITHMS = { EC: "ES256", RSA: "RS256" } as const;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

/** The key that a token's header names; null where there is none. */
export type KeySet = (header: CompactJWSHeaderParameters) => Promise<CryptoKey | null>;

/** Fetches the public keys of a project, and makes sure that each can be used before any is. Throws whatever goes wrong. */
export async function fetchKeySet(url: string, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<KeySet> {
  const own = new AbortController();
  const slow = setTimeout(() => own.abort(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  try {
    const response = await fetch(url, { headers: { accept: "application/json" }, redirect: "error", signal: AbortSignal.any([signal, own.signal]) });
    if (response.status !== 200) throw new Error(`HTTP status ${response.status}`);
    return await readKeySet(await textOf(response));
  } finally {
    clearTimeout(slow);
    own.abort();
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`the answer has more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function readKeySet(text: string): Promise<KeySet> {
  try {
    const { keys } = KeySet.parse(JSON.parse(text));
    const find = lookup(createLocalJWKSet({ keys } as JSONWebKeySet));
    // Keys of kinds that are not ours are nobody's mistake (RFC 7517, section 5); one of ours that cannot be read, or is there twice, is.
    for (const { kty, kid } of keys) if (kid !== undefined && (kty === "EC" || kty === "RSA")) await find({ alg: ALGORITHMS[kty], kid });
    return find;
  } catch (cause) {
    throw new Error("the answer is not a set of public keys", { cause });
  }
}

function lookup(find: ReturnType<typeof createLocalJWKSet>): KeySet {
  return async (header) => {
    try {
      return await find(header);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return null;
      throw error;
    }
  };
}
