import { setTimeout as sleep } from "node:timers/promises";
import { RolecallError } from "../errors.ts";
import { guardBody } from "./stream-guard.ts";

export interface FetchPolicy {
  /** Milliseconds to the first byte of the body, and again between any two chunks of it. Nothing waits longer for a retry either. */
  timeoutMs: number;
  /** How many times a request that gave no answer is sent again. Once a byte was handed on, it never is. */
  maxRetries: number;
  /** Sends requests without an Authorization header, for servers that want no key. */
  keyless?: boolean;
  /** Milliseconds before the first retry where the server names none; doubled each time. Default 500. */
  backoffMs?: number;
}

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for model providers: repeats what failed without an answer (429, 5xx, network, silence), waits as long as
 * `Retry-After` asks but never past `timeoutMs`, and ends an answer that stalls or breaks off.
 * @throws {RolecallError} `model_unavailable` for silence; network errors as `fetch` throws them.
 */
export function modelFetch(policy: FetchPolicy): Fetch {
  return async (input, init = {}) => {
    const request = policy.keyless ? { ...init, headers: withoutKey(init.headers) } : init;
    for (let retries = 0; ; retries += 1) {
      const outcome = await attempt(input, request, policy.timeoutMs).catch((error: unknown) => ({ error }));
      request.signal?.throwIfAborted();
      const wait = retries < policy.maxRetries ? waitBeforeRetry(outcome, retries, policy) : null;
      if (wait !== null) await sleep(wait, undefined, { signal: request.signal ?? undefined });
      else if ("error" in outcome) throw outcome.error;
      else return outcome.response;
    }
  };
}

type Outcome = { response: Response; text: string | null } | { error: unknown };

async function attempt(input: string | URL | Request, init: RequestInit, timeoutMs: number): Promise<Outcome> {
  const own = new AbortController();
  const silent = setTimeout(() => own.abort(silence(timeoutMs)), timeoutMs);
  try {
    const signal = init.signal ? AbortSignal.any([init.signal, own.signal]) : own.signal;
    const response = await fetch(input, { ...init, signal });
    if (!response.ok) {
      const text = await response.text();
      return { response: new Response(text === "" ? null : text, response), text };
    }
    if (response.body === null) return { response, text: null };
    const body = await guardBody(response, { idleMs: timeoutMs, stop: (reason) => own.abort(reason) });
    return { response: new Response(body, response), text: null };
  } catch (error) {
    own.abort(error);
    throw own.signal.reason;
  } finally {
    clearTimeout(silent);
  }
}

/** Milliseconds to wait, or null where another attempt is of no use. */
function waitBeforeRetry(outcome: Outcome, retries: number, policy: FetchPolicy): number | null {
  const backoff = (policy.backoffMs ?? 500) * 2 ** retries * (0.75 + Math.random() / 4);
  if ("error" in outcome) return Math.min(backoff, policy.timeoutMs);
  const { response, text } = outcome;
  if (!canRetry(response) || (text !== null && NO_CREDIT.test(text))) return null;
  const asked = retryAfterMs(response.headers);
  if (asked !== null) return asked <= policy.timeoutMs ? asked : null;
  return Math.min(backoff, policy.timeoutMs);
}

const NO_CREDIT = /insufficient_quota|billing_hard_limit_reached/;

function canRetry({ ok, status, headers }: Response): boolean {
  const advice = headers.get("x-should-retry");
  if (ok || advice === "false") return false;
  return advice === "true" || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** What `Retry-After` (seconds or a date) or OpenAI's `retry-after-ms` asks for. */
export function retryAfterMs(headers: Headers, now = Date.now()): number | null {
  const exact = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (exact >= 0) return exact;
  const header = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function withoutKey(headers: RequestInit["headers"]): Headers {
  const open = new Headers(headers);
  open.delete("authorization");
  return open;
}

function silence(ms: number): RolecallError {
  return new RolecallError("model_unavailable", `The model provider sent nothing for ${ms / 1000} s.`, {
    hint: "Try again in a moment, or raise the time the model may take.",
    facts: { reason: "silent" },
  });
}
