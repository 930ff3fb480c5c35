import { describe, expect, test } from "vitest";
import { RolecallError } from "../errors.ts";
import { modelFailure } from "./failure.ts";

const PROMPT = "I earn 4,200 a month and live in Gdynia";
const KEY = "sk-proj-abcdefghijklmnop";

/** What the SDK throws for an answer with an error status. */
function refused(status: number | undefined, code: string | null = null, headers: Record<string, string> = {}) {
  const message = `${status} the prompt was: ${PROMPT}, the key ${KEY}`;
  return Object.assign(new Error(message), {
    status,
    code,
    type: "invalid_request_error",
    requestID: "req_1",
    headers: new Headers(headers),
    error: { message },
  });
}

function named(name: string, message: string, cause?: unknown) {
  return Object.assign(new Error(message, { cause }), { name });
}

const network = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error(`connect ${code} 127.0.0.1`), { code }) });

describe("each failure has its code and a remedy", () => {
  test.each([
    ["a wrong key", refused(401, "invalid_api_key"), "credentials", /OPENAI_API_KEY/],
    ["a key without permission", refused(403), "credentials", /OPENAI_API_KEY/],
    ["an unknown model", refused(404, "model_not_found"), "configuration", /--model/],
    ["a parameter the model does not take", refused(400, "unsupported_value"), "configuration", /--model/],
    ["a content filter", refused(400, "content_filter"), "invalid_input", /other words/],
    ["a prompt that OpenAI flags", refused(400, "invalid_prompt"), "invalid_input", /other words/],
    ["a prompt that is too long", refused(400, "context_length_exceeded"), "message_too_long", /Shorten/],
    ["the same, as LangChain tells it", named("ContextOverflowError", PROMPT), "message_too_long", /new session/],
    ["a request body that is too large", refused(413), "message_too_long", /Shorten/],
    ["a rate limit", refused(429, "rate_limit_exceeded", { "retry-after": "7" }), "model_unavailable", /in 7 s/],
    ["an account without credit", refused(429, "insufficient_quota"), "model_unavailable", /credit/],
    ["a server error", refused(500), "model_unavailable", /moment/],
    ["an error inside the stream", refused(undefined, "server_error"), "model_unavailable", /moment/],
    ["a time-out", named("TimeoutError", "Request timed out."), "model_unavailable", /moment/],
    ["a server that is not there", named("APIConnectionError", "Connection error.", network("ECONNREFUSED")), "model_unavailable", /OPENAI_BASE_URL/],
    [
      "a connection that breaks",
      new TypeError("terminated", { cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }) }),
      "model_unavailable",
      /network/,
    ],
    ["an answer that is no JSON", new SyntaxError(`Unexpected token in "${PROMPT}"`), "model_unavailable", /again/],
  ] as const)("%s", (_, error, code, remedy) => {
    const failure = modelFailure(error);
    expect(failure.code).toBe(code);
    expect(failure.hint).toMatch(remedy);
  });

  test("an embedding model is not chosen with --model", () => {
    expect(modelFailure(refused(404), { purpose: "embeddings", model: "embed-9" })).toMatchObject({
      hint: "Choose another embedding model, such as text-embedding-3-large, or check OPENAI_BASE_URL.",
      facts: { model: "embed-9", status: 404 },
    });
  });

  test("only what helps another time can be tried again", () => {
    expect([401, 404, 400, 413, 429, 500, 503].filter((status) => modelFailure(refused(status)).retryable)).toEqual([429, 500, 503]);
  });
});

test("neither prompt nor key are in the message, the hint, the facts or the cause", () => {
  for (const status of [400, 401, 403, 404, 413, 429, 500, undefined]) {
    for (const code of [KEY, PROMPT]) {
      const { message, hint, facts, cause } = modelFailure(refused(status, code));
      expect(JSON.stringify([message, hint, facts, cause])).not.toMatch(/Gdynia|sk-proj/);
    }
  }
});

test("facts carry what support asks for", () => {
  expect(modelFailure(refused(429, "rate_limit_exceeded", { "retry-after": "7" }), { model: "gpt-4o" }).facts).toEqual({
    status: 429,
    providerCode: "rate_limit_exceeded",
    requestId: "req_1",
    retryAfterMs: 7000,
    model: "gpt-4o",
  });
});

test("facts are found under what LangChain wraps around them", () => {
  expect(modelFailure(named("ContextOverflowError", PROMPT, refused(400, "context_length_exceeded"))).facts).toEqual({
    status: 400,
    providerCode: "context_length_exceeded",
    requestId: "req_1",
  });
});

test("our own errors pass, also as the cause of the SDK's", () => {
  const own = new RolecallError("model_unavailable", "The model stopped.");
  expect(modelFailure(own)).toBe(own);
  expect(modelFailure(named("APIConnectionError", "Connection error.", own))).toBe(own);
});

test.each([
  new DOMException("This operation was aborted", "AbortError"),
  named("AbortError", "Request was aborted."),
  new Error("AbortError"),
  new Error("Aborted"),
])("an abort is thrown on as it is: %s", (abort) => {
  expect(() => modelFailure(abort)).toThrow(abort);
});

test("with the signal at hand, an abort is known whatever was thrown", () => {
  const reason = new Error("The user sent another message.");
  expect(() => modelFailure(reason, { signal: AbortSignal.abort(reason) })).toThrow(reason);
});

test("a mistake of ours stays one", () => {
  const mistake = new TypeError("Cannot read properties of undefined");
  expect(modelFailure(mistake)).toMatchObject({ code: "internal", cause: mistake });
});
