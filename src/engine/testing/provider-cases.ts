import type { HttpHandler } from "msw";
import { STALL, answers, recordedStream, refuses, streams } from "../../../fixtures/openai/handlers.ts";
import type { ErrorCode } from "../errors.ts";
import type { Usage } from "../events.ts";

/** Something a model provider does, and what comes of it where two repeats are allowed. */
export interface ProviderCase {
  handlers: () => HttpHandler[];
  /** Word by word, whatever came after them. */
  says?: string[];
  calls?: { name: string; args: object }[];
  usage?: Usage;
  failure?: { code: ErrorCode; message: string; hint: string; facts: object };
  requests?: number;
  timeoutMs?: number;
  atLeastMs?: number;
  /** The client closes the request. */
  hangsUp?: boolean;
}

/** What the malformed answers quote. */
export const PROMPT = "I earn 4,271 a month and live in Ushuaia";

/** The first event names the speaker, each of the next says a word, the last three end it. */
const EVENTS = recordedStream("chat-text").split(/(?<=\n\n)/);
const WORDS = ["Two", " jobs", " fit", ":", " [1]", " asks", " for", " TypeScript", " in", " Łódź", ",", " [2]", " is", " fully", " remote", "."];
const ANSWERED = { says: WORDS, usage: { input: 1312, output: 18, cached: 1024 } };

const words = (n: number) => EVENTS.slice(0, n + 1).join("");
const DONE = EVENTS.at(-1)!;

export const ANSWERS: Record<string, ProviderCase> = {
  "a stream, with its usage": { handlers: () => [answers("chat-text")], ...ANSWERED },
  "a stream without usage": { handlers: () => [streams(...EVENTS.filter((event) => !event.includes('"choices":[]')))], says: WORDS },
  "a stream in pieces of 7 bytes": { handlers: () => [streams(...inPieces(EVENTS.join(""), 7))], ...ANSWERED },
  "tool calls": {
    handlers: () => [answers("chat-tool-calls")],
    says: ["Let", " me", " look", "."],
    calls: [
      { name: "search_jobs", args: { query: "remote TypeScript" } },
      { name: "job_details", args: { n: 2 } },
    ],
    usage: { input: 1405, output: 41, cached: 0 },
  },
  "429 with a Retry-After, then an answer": {
    handlers: () => [refuses("rate-limit", { times: 2, headers: { "retry-after": "0.1", "retry-after-ms": "100" } }), answers("chat-text")],
    ...ANSWERED,
    requests: 3,
    atLeastMs: 195,
  },
  "500, then an answer": {
    handlers: () => [refuses("server-error", { times: 1, headers: { "retry-after": "0" } }), answers("chat-text")],
    ...ANSWERED,
    requests: 2,
  },
};

const SOON = "Try again in a moment.";
const REQUEST_ID = "req_rolecall0001";
const UNREADABLE = { code: "model_unavailable", message: "The model sent an answer that cannot be read.", hint: SOON, facts: {} } as const;

export const FAILURES: Record<string, ProviderCase & Required<Pick<ProviderCase, "failure">>> = {
  "401": {
    handlers: () => [refuses("wrong-key")],
    failure: {
      code: "credentials",
      message: "The model provider does not accept the key.",
      hint: "Set OPENAI_API_KEY to a key that may use the model, or unset it to answer offline.",
      facts: { status: 401, providerCode: "invalid_api_key", requestId: REQUEST_ID },
    },
  },
  "429 with a Retry-After longer than the time-out": {
    handlers: () => [refuses("rate-limit")],
    failure: {
      code: "model_unavailable",
      message: "The model provider takes no more requests for now.",
      hint: "Try again in 20 s.",
      facts: { status: 429, providerCode: "rate_limit_exceeded", requestId: REQUEST_ID, retryAfterMs: 20_000 },
    },
  },
  "500, again and again": {
    handlers: () => [refuses("server-error", { headers: { "retry-after": "0" } })],
    failure: {
      code: "model_unavailable",
      message: "The model provider failed with status 500.",
      hint: SOON,
      facts: { status: 500, providerCode: "server_error", requestId: REQUEST_ID, retryAfterMs: 0 },
    },
    requests: 3,
  },
  "malformed SSE: an event that breaks off": {
    handlers: () => [streams(words(2), `data: {"choices":[{"delta":"${PROMPT}\n\n`, DONE)],
    says: WORDS.slice(0, 2),
    failure: UNREADABLE,
  },
  "malformed SSE: an event that is no chunk": {
    handlers: () => [streams(words(2), "data: null\n\n", DONE)],
    says: WORDS.slice(0, 2),
    failure: UNREADABLE,
  },
  "an error inside the stream": {
    handlers: () => [streams(words(2), `data: ${JSON.stringify({ error: { message: PROMPT, type: "server_error", param: null, code: null } })}\n\n`)],
    says: WORDS.slice(0, 2),
    failure: {
      code: "model_unavailable",
      message: "The model provider failed in the middle of its answer.",
      hint: SOON,
      facts: { providerCode: "server_error" },
    },
  },
  "cut in the middle of a word: the connection breaks": {
    handlers: () => [streams(upToHalfOf("ó"), new Error("The connection was reset."))],
    says: WORDS.slice(0, 9),
    failure: {
      code: "model_unavailable",
      message: "The connection to the model provider failed (UND_ERR_SOCKET).",
      hint: "Check the network and OPENAI_BASE_URL, then try again.",
      facts: { reason: "UND_ERR_SOCKET" },
    },
  },
  "cut in the middle of a word: the stream ends": {
    handlers: () => [streams(upToHalfOf("ó"))],
    says: WORDS.slice(0, 9),
    failure: {
      code: "model_unavailable",
      message: "The model provider closed the connection before the answer was finished.",
      hint: SOON,
      facts: { reason: "broken-off" },
    },
  },
  "a stall": {
    handlers: () => [streams(words(3), STALL)],
    timeoutMs: 1_000,
    says: WORDS.slice(0, 3),
    failure: {
      code: "model_unavailable",
      message: "The model stopped in the middle of its answer for 1 s.",
      hint: SOON,
      facts: { reason: "stalled" },
    },
    hangsUp: true,
  },
  "a content filter refuses the prompt": {
    handlers: () => [refuses("filtered-prompt")],
    failure: {
      code: "invalid_input",
      message: "The model provider's content filter refused the message.",
      hint: "Say it in other words.",
      facts: { status: 400, providerCode: "invalid_prompt", requestId: REQUEST_ID },
    },
  },
  "a content filter stops the answer": {
    handlers: () => [answers("chat-filtered")],
    says: WORDS.slice(0, 6),
    usage: { input: 1312, output: 6, cached: 1024 },
    failure: {
      code: "invalid_input",
      message: "The model provider's content filter stopped the answer.",
      hint: "Say it in other words.",
      facts: { reason: "content-filter" },
    },
  },
  "the context length is exceeded": {
    handlers: () => [refuses("too-long")],
    failure: {
      code: "message_too_long",
      message: "The message is too long for the model.",
      hint: "Shorten it, or start a new session.",
      facts: { status: 400, providerCode: "context_length_exceeded", requestId: REQUEST_ID },
    },
  },
};

/** The stream to the first of the letter's two bytes. */
function upToHalfOf(letter: string): Uint8Array {
  const bytes = Buffer.from(EVENTS.join(""));
  return bytes.subarray(0, bytes.indexOf(letter) + 1);
}

function inPieces(stream: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(stream);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
