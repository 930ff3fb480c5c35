import type { CompactJWSHeaderParameters, CryptoKey } from "jose";
import { AuthenticationError } from "./authenticator.ts";
import { type KeySet, fetchKeySet } from "./key-set.ts";

const COOLDOWN_MS = 30_000;
const REFRESH_MS = 10 * 60_000;
const TIMEOUT_MS = 5_000;
/** Without any key nobody gets in, so that it is soon tried again. */
const RETRY_MS = 1_000;

export interface SigningKeysOptions {
  /** Shortest pause between two fetches that unknown keys ask for. */
  cooldownMs?: number;
  /** Age at which known keys are fetched again, so that a withdrawn one does not stay for long. */
  refreshMs?: number;
  timeoutMs?: number;
  /** Epoch milliseconds. */
  now?: () => number;
  log?: { info(facts: Record<string, unknown>, text: string): void; warn(facts: Record<string, unknown>, text: string): void };
}

export interface SigningKeys extends AsyncDisposable {
  /** @throws {AuthenticationError} */
  find(header: CompactJWSHeaderParameters): Promise<CryptoKey>;
}

/**
 * The public keys at an address. They never become too old to be used: an outage over there keeps nobody out whose key is known. What
 * tokens say can cause one fetch a cooldown, whether it succeeds or not, and all who wait share it.
 */
export function signingKeys(url: string, options: SigningKeysOptions = {}): SigningKeys {
  const { cooldownMs = COOLDOWN_MS, refreshMs = REFRESH_MS, timeoutMs = TIMEOUT_MS, now = Date.now, log } = options;
  const closing = new AbortController();
  let keys: KeySet | undefined;
  let running: Promise<void> | undefined;
  let last: { at: number; failed: boolean } | undefined;

  async function load(): Promise<void> {
    try {
      keys = await fetchKeySet(url, { timeoutMs, signal: closing.signal });
      if (last?.failed === true) log?.info({ url }, "The portal's signing keys can be had again.");
      last = { at: now(), failed: false };
    } catch (error) {
      if (last?.failed !== true && !closing.signal.aborted) log?.warn({ url, reason: reasonOf(error) }, "The portal's signing keys cannot be had.");
      last = { at: now(), failed: true };
    }
  }

  function loaded(): Promise<void> {
    running ??= load().finally(() => (running = undefined));
    return running;
  }

  function resting(): boolean {
    if (last === undefined) return false;
    const passed = now() - last.at;
    // A clock that was set back must not make the pause longer.
    return passed >= 0 && passed < (keys === undefined ? Math.min(RETRY_MS, cooldownMs) : cooldownMs);
  }

  const refresh = setInterval(() => void loaded(), refreshMs).unref();

  return {
    async find(header) {
      if (typeof header.kid !== "string") throw new AuthenticationError("unauthenticated", "The token does not say which key signed it (kid).");
      const known = await keys?.(header);
      if (known) return known;
      if (running !== undefined || !resting()) await loaded();
      const found = await keys?.(header);
      if (found) return found;
      if (last?.failed === true) throw new AuthenticationError("unavailable", "The portal's signing keys cannot be had now: try again in a moment.");
      throw new AuthenticationError("unauthenticated", "The token is signed with a key that the portal does not know, or not any more: sign in again.");
    },
    async [Symbol.asyncDispose]() {
      clearInterval(refresh);
      closing.abort();
      await running;
    },
  };
}

/** `fetch` itself only says that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.cause instanceof Error && "code" in error.cause ? `${error.message}: ${String(error.cause.code)}` : error.message;
}
