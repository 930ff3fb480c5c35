import { inspect } from "node:util";
import type { AIMessageChunk } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { type HttpHandler, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { STALL, answers, recordedStream, refuses, streams } from "../../../fixtures/openai/handlers.ts";
import { openaiServer } from "../../../fixtures/openai/server.ts";
import type { ErrorCode } from "../errors.ts";
import type { Usage } from "../events.ts";
import { conversation, ofType } from "../testing/conversation.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { testEngine } from "../testing/test-engine.ts";
import { modelFailure } from "./failure.ts";
import { openaiChatModel } from "./openai-chat.ts";
import { usageOf } from "./usage.ts";

const KEY = "sk-test-0123456789";
const PROMPT = "I earn 4,200 a month and live in Gdynia";
const TEXT = recordedStream("chat-text");
const REQUEST_ID = "req_rolecall0001";

interface Case {
  handlers: () => HttpHandler[];
  /** The words that came, whatever came after them. */
  says?: string;
  calls?: { name: string; args: object }[];
  usage?: Usage;
  failure?: { code: ErrorCode; message: string; hint: string; facts: object };
  /** Two repeats are allowed. */
  requests?: number;
  timeoutMs?: number;
  atLeastMs?: number;
  /** The request is closed by the client. */
  hangsUp?: boolean;
}

const SOON = "Try again in a moment.";
const ANSWERED = { says: "Two jobs fit: [1] asks for TypeScript in Łódź, [2] is fully remote.", usage: { input: 1312, output: 18, cached: 1024 } };

const ANSWERS: Record<string, Case> = {
  "a stream, with its usage": { handlers: () => [answers("chat-text")], ...ANSWERED },
  "a stream that is cut anywhere between two bytes": { handlers: () => [streams(...bytesOf(TEXT, 7))], ...ANSWERED },
  "a stream without usage": {
    handlers: () => [streams(eventsOf(TEXT, (event) => !event.includes('"choices":[]')))],
    says: ANSWERED.says,
  },
  "tool calls": {
    handlers: () => [answers("chat-tool-calls")],
    says: "Let me look.",
    calls: [
      { name: "search_jobs", args: { query: "remote TypeScript" } },
      { name: "job_details", args: { n: 2 } },
    ],
    usage: { input: 1405, output: 41, cached: 0 },
  },
  "429 with a Retry-After that can be waited for": {
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

const CUT_OFF = "Two jobs fit: [1] asks for TypeScript in";
const UNREADABLE = { code: "model_unavailable", message: "The model sent an answer that cannot be read.", hint: SOON, facts: {} } as const;

const FAILURES: Record<string, Case> = {
  "401": {
    handlers: () => [refuses("wrong-key")],
    failure: {
      code: "credentials",
      message: "The model provider does not accept the key.",
      hint: "Set OPENAI_API_KEY to a key that may use the model, or unset it to answer offline.",
      facts: { status: 401, providerCode: "invalid_api_key", requestId: REQUEST_ID },
    },
  },
  "429 with a Retry-After that is too long to wait for": {
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
  "an event that breaks off": {
    handlers: () => [streams(wordsOf(TEXT, 2), `data: {"choices":[{"delta":"${PROMPT}\n\n`, "data: [DONE]\n\n")],
    says: "Two jobs",
    failure: UNREADABLE,
  },
  "an event that is no chunk": { handlers: () => [streams(wordsOf(TEXT, 2), "data: null\n\n", "data: [DONE]\n\n")], says: "Two jobs", failure: UNREADABLE },
  "an event that tells of an error": {
    handlers: () => [streams(wordsOf(TEXT, 2), `data: ${JSON.stringify({ error: { message: PROMPT, type: "server_error", param: null, code: null } })}\n\n`)],
    says: "Two jobs",
    failure: {
      code: "model_unavailable",
      message: "The model provider failed in the middle of its answer.",
      hint: SOON,
      facts: { providerCode: "server_error" },
    },
  },
  "a connection that breaks in the middle of a word": {
    handlers: () => [streams(upTo("ódź"), new Error("The connection was reset."))],
    says: CUT_OFF,
    failure: {
      code: "model_unavailable",
      message: "The connection to the model provider failed (UND_ERR_SOCKET).",
      hint: "Check the network and OPENAI_BASE_URL, then try again.",
      facts: { reason: "UND_ERR_SOCKET" },
    },
  },
  "a stream that ends in the middle of a word": {
    handlers: () => [streams(upTo("ódź"))],
    says: CUT_OFF,
    failure: {
      code: "model_unavailable",
      message: "The model provider closed the connection before the answer was finished.",
      hint: SOON,
      facts: { reason: "broken-off" },
    },
  },
  "a stall": {
    handlers: () => [streams(wordsOf(TEXT, 3), STALL)],
    timeoutMs: 300,
    says: "Two jobs fit",
    failure: { code: "model_unavailable", message: "The model stopped in the middle of its answer for 0.3 s.", hint: SOON, facts: { reason: "stalled" } },
    hangsUp: true,
  },
  "a content filter that refuses the prompt": {
    handlers: () => [refuses("filtered-prompt")],
    failure: {
      code: "invalid_input",
      message: "The model provider's content filter refused the message.",
      hint: "Say it in other words.",
      facts: { status: 400, providerCode: "invalid_prompt", requestId: REQUEST_ID },
    },
  },
  "a content filter that stops the answer": {
    handlers: () => [answers("chat-filtered")],
    says: "Two jobs fit: [1] asks",
    usage: { input: 1312, output: 6, cached: 1024 },
    failure: {
      code: "invalid_input",
      message: "The model provider's content filter stopped the answer.",
      hint: "Say it in other words.",
      facts: { reason: "content-filter" },
    },
  },
  "a context length that is exceeded": {
    handlers: () => [refuses("too-long")],
    failure: {
      code: "message_too_long",
      message: "The message is too long for the model.",
      hint: "Shorten it, or start a new session.",
      facts: { status: 400, providerCode: "context_length_exceeded", requestId: REQUEST_ID },
    },
  },
};

const consoles = (["log", "info", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
let store: SeededStore;
let plainAnswer: string;
beforeAll(async () => {
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY"]) vi.stubEnv(name, undefined);
  store = await seededStore(fixtures(200));
  await using offline = await testEngine(store.copy());
  plainAnswer = (await conversation(offline.engine, SEEKER).say("TypeScript jobs")).streamed;
});
afterAll(() => {
  store[Symbol.dispose]();
  vi.unstubAllEnvs();
});
beforeEach(() => vi.clearAllMocks());
afterEach(() => {
  for (const spy of consoles) expect(spy).not.toHaveBeenCalled();
});

describe.each([
  ["through msw", inProcess],
  ["over HTTP", openaiServer],
])("%s", (_, serve) => {
  test.each(Object.entries({ ...ANSWERS, ...FAILURES }))("%s", async (_, { handlers, timeoutMs = 2000, ...expected }) => {
    await using provider = await watched(serve, handlers());
    const { ms, leaks, ...seen } = await asked({ baseUrl: provider.url, timeoutMs });
    expect({ ...seen, requests: provider.requests() }).toEqual({
      says: expected.says ?? "",
      calls: expected.calls ?? [],
      usage: expected.usage ?? { input: 0, output: 0, cached: 0 },
      failure: expected.failure,
      requests: expected.requests ?? 1,
    });
    expect(leaks).toEqual([]);
    expect(ms).toBeGreaterThanOrEqual(expected.atLeastMs ?? 0);
    if (expected.hangsUp) await provider.hungUp;
  });

  test.each(Object.entries(FAILURES))("in a turn: %s", async (_, { handlers, timeoutMs = 2000, says = "", failure, requests = 1, hangsUp }) => {
    await using provider = await watched(serve, handlers());
    const access = provider.url === undefined ? {} : { OPENAI_BASE_URL: provider.url };
    await using open = await testEngine(store.copy(), {
      environment: { OPENAI_API_KEY: KEY, ROLECALL_MODEL_TIMEOUT_MS: String(timeoutMs), ROLECALL_MODEL_RETRIES: "2", ...access },
    });
    const turn = await conversation(open.engine, SEEKER).say("TypeScript jobs");
    expectSoundTurn(turn);
    expect(turn.streamed).toBe([says, plainAnswer].filter(Boolean).join("\n\n"));
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    const [notice] = ofType(turn.events, "notice").filter(({ code }) => code === "degraded:chat-model");
    expect(notice!.text).toContain(`${failure!.message} ${failure!.hint}`);
    expect(turn.end!.costUsd! > 0).toBe(says !== "");
    expect(provider.requests()).toBe(requests);
    expect(JSON.stringify(turn.events)).not.toContain(KEY);
    if (hangsUp) await provider.hungUp;
  });
});

/** The same handlers behind OpenAI's own address. */
async function inProcess(...handlers: HttpHandler[]) {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledFrame: "error" });
  return { url: undefined, [Symbol.asyncDispose]: async () => server.close() };
}

async function watched(serve: typeof inProcess | typeof openaiServer, handlers: HttpHandler[]) {
  const { promise: hungUp, resolve } = Promise.withResolvers<void>();
  let requests = 0;
  const watch = http.all("*", ({ request }) => {
    requests += 1;
    request.signal.addEventListener("abort", () => resolve());
  });
  return { ...(await serve(watch, ...handlers)), hungUp, requests: () => requests };
}

async function asked(access: { baseUrl: string | undefined; timeoutMs: number }) {
  const tools = [
    tool(() => "", { name: "search_jobs", description: "Searches jobs.", schema: z.object({ query: z.string() }) }),
    tool(() => "", { name: "job_details", description: "Shows a job.", schema: z.object({ n: z.number() }) }),
  ];
  const model = openaiChatModel({ apiKey: KEY, model: "gpt-4o-mini", maxRetries: 2, ...access }).bindTools(tools);
  const started = performance.now();
  let whole: AIMessageChunk | undefined;
  let told: ReturnType<typeof modelFailure> | undefined;
  try {
    for await (const chunk of await model.stream(PROMPT)) whole = whole?.concat(chunk) ?? chunk;
  } catch (error) {
    told = modelFailure(error);
  }
  return {
    says: whole?.text ?? "",
    calls: (whole?.tool_calls ?? []).map(({ name, args }) => ({ name, args })),
    usage: usageOf(whole),
    failure: told && { code: told.code, message: told.message, hint: told.hint, facts: told.facts },
    ms: performance.now() - started,
    leaks: [KEY, "4,200", "Gdynia"].filter((secret) => inspect(told, { depth: Infinity, showHidden: true }).includes(secret)),
  };
}

function eventsOf(stream: string, which: (event: string, at: number) => boolean): string {
  return stream
    .split(/(?<=\n\n)/)
    .filter(which)
    .join("");
}

/** The stream up to its n-th word; the first event names the speaker. */
function wordsOf(stream: string, n: number): string {
  return eventsOf(stream, (_, at) => at <= n);
}

/** The stream up to the middle of this letter, which takes two bytes. */
function upTo(letter: string): Uint8Array {
  const bytes = Buffer.from(TEXT);
  return bytes.subarray(0, bytes.indexOf(letter) + 1);
}

function bytesOf(stream: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(stream);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
