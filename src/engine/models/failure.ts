import { asRolecallError, RolecallError, type ErrorCode } from "../errors.ts";
import { retryAfterMs } from "./model-fetch.ts";

export interface CallContext {
  model?: string;
  /** Default "chat". */
  purpose?: "chat" | "embeddings";
  /** When it is aborted, whatever was thrown counts as the abort. */
  signal?: AbortSignal;
}

interface Verdict {
  code: ErrorCode;
  message: string;
  hint: string;
}

/**
 * Says in our terms why a call to a model failed. The provider's own words are dropped, with the cause that holds them: they can
 * quote the prompt and the key. What remains is in `facts` (status, providerCode, requestId, retryAfterMs, reason).
 * @throws the error itself when it is an abort.
 */
export function modelFailure(error: unknown, { model, purpose = "chat", signal }: CallContext = {}): RolecallError {
  if (error instanceof RolecallError) return error;
  if (signal?.aborted || isAbort(error)) throw error;
  const own = causes(error).find((cause) => cause instanceof RolecallError);
  if (own) return own;
  const facts = factsOf(error);
  const verdict = judge(error, facts, purpose);
  if (!verdict) return asRolecallError(error);
  return new RolecallError(verdict.code, verdict.message, { hint: verdict.hint, facts: { ...facts, ...(model ? { model } : {}) } });
}

interface Facts {
  status?: number;
  providerCode?: string;
  requestId?: string;
  retryAfterMs?: number;
  /** The code of a network error, such as ECONNREFUSED. */
  reason?: string;
}

function judge(error: unknown, facts: Facts, purpose: "chat" | "embeddings"): Verdict | null {
  const { status, providerCode = "", reason } = facts;
  const chooseModel = purpose === "chat" ? "Choose another model with --model" : "Choose another embedding model";

  if (nameOf(error) === "ContextOverflowError" || status === 413 || TOO_LONG.has(providerCode)) {
    return { code: "message_too_long", message: "The message is too long for the model.", hint: "Shorten it, or start a new session." };
  }
  if (status === 401 || status === 403) {
    return {
      code: "credentials",
      message: status === 401 ? "The model provider does not accept the key." : "The model provider does not allow this key to do that.",
      hint: "Set OPENAI_API_KEY to a key that may use the model, or unset it to answer offline.",
    };
  }
  if (NO_CREDIT.has(providerCode) || status === 402) {
    return unavailable("The account at the model provider has no credit left.", "Add credit to it, or unset OPENAI_API_KEY to answer offline.");
  }
  if (status === 429 || providerCode === "rate_limit_exceeded") {
    const wait = facts.retryAfterMs === undefined ? "in a moment" : `in ${Math.ceil(facts.retryAfterMs / 1000)} s`;
    return unavailable("The model provider takes no more requests for now.", `Try again ${wait}.`);
  }
  if (status === 404 || providerCode === "model_not_found") {
    return {
      code: "configuration",
      message: "The model provider does not have this model, or not for this key.",
      hint: `${chooseModel}, such as ${purpose === "chat" ? "gpt-4o-mini" : "text-embedding-3-large"}, or check OPENAI_BASE_URL.`,
    };
  }
  if (FILTERED.has(providerCode)) {
    return { code: "invalid_input", message: "The model provider's content filter refused the message.", hint: "Say it in other words." };
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409) {
    return {
      code: "configuration",
      message: `The model provider refused the request with status ${status}${providerCode && ` (${providerCode})`}.`,
      hint: `${chooseModel} or check OPENAI_BASE_URL: this one does not take what Rolecall sends.`,
    };
  }
  if (status !== undefined) return unavailable(`The model provider failed with status ${status}.`, "Try again in a moment.");
  if (/Timeout/.test(nameOf(error))) return unavailable("The model did not answer in time.", "Try again in a moment.");
  if (reason !== undefined || isNetworkError(error)) {
    return unavailable(`The connection to the model provider failed${reason ? ` (${reason})` : ""}.`, "Check the network and OPENAI_BASE_URL, then try again.");
  }
  if (isUnreadable(error)) return unavailable("The model sent an answer that cannot be read.", "Try again in a moment.");
  if (providerCode !== "" || isProviderError(error)) return unavailable("The model provider failed in the middle of its answer.", "Try again in a moment.");
  return null;
}

const TOO_LONG = new Set(["context_length_exceeded", "string_above_max_length"]);
const NO_CREDIT = new Set(["insufficient_quota", "billing_hard_limit_reached"]);
const FILTERED = new Set(["content_filter", "content_policy_violation", "invalid_prompt"]);

function unavailable(message: string, hint: string): Verdict {
  return { code: "model_unavailable", message, hint };
}

function factsOf(error: unknown): Facts {
  const chain = causes(error);
  // LangChain wraps some of the SDK's errors; the facts are on the SDK's.
  const { status, code, type, requestID, headers } = Object(chain.find(isProviderError) ?? error) as Record<string, unknown>;
  const facts: Facts = {};
  if (typeof status === "number") facts.status = status;
  const providerCode = matching(code, CODE) ?? matching(type, CODE);
  const reason = chain.map(networkCode).find(Boolean);
  if (reason) facts.reason = reason;
  else if (providerCode) facts.providerCode = providerCode;
  const requestId = matching(requestID, /^[\w-]{1,64}$/);
  if (requestId) facts.requestId = requestId;
  const wait = headers instanceof Headers ? retryAfterMs(headers) : null;
  if (wait !== null) facts.retryAfterMs = wait;
  return facts;
}

/** The error and what caused it, outermost first. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let cause = error; cause && !chain.includes(cause); cause = Object(cause).cause) chain.push(cause);
  return chain;
}

function networkCode(error: unknown): string | undefined {
  const { code } = Object(error);
  return typeof code === "string" && /^(E[A-Z_]{3,}|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED[A-Z_]*|UNABLE_TO_[A-Z_]+)$/.test(code) ? code : undefined;
}

/** What the provider wrote is passed on only where it looks like a code; keys have dashes, prompts have spaces. */
const CODE = /^[a-z][a-z0-9_]{1,63}$/;

function matching(value: unknown, form: RegExp): string | undefined {
  return typeof value === "string" && form.test(value) ? value : undefined;
}

function isAbort(error: unknown): boolean {
  return /^(AbortError|APIUserAbortError|ModelAbortError)$/.test(nameOf(error)) || /^(AbortError|Aborted|Request was aborted\.?)$/.test(messageOf(error));
}

function isNetworkError(error: unknown): boolean {
  return messageOf(error).startsWith("Connection error") || (error instanceof TypeError && /^(fetch failed|terminated|network error)$/i.test(error.message));
}

function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || /^OutputParser|^LengthFinishReason/.test(nameOf(error));
}

function isProviderError(error: unknown): boolean {
  return error instanceof Error && "requestID" in error;
}

/** SDK errors leave `name` at "Error" and are told apart by their class. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return error.name === "Error" ? error.constructor.name : error.name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
