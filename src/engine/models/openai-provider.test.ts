import { inspect } from "node:util";
import type { AIMessageChunk } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { type HttpHandler, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { openaiServer } from "../../../fixtures/openai/server.ts";
import type { RolecallError } from "../errors.ts";
import { conversation, ofType } from "../testing/conversation.ts";
import { ANSWERS, FAILURES, PROMPT } from "../testing/provider-cases.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { testEngine } from "../testing/test-engine.ts";
import { modelFailure } from "./failure.ts";
import { openaiChatModel } from "./openai-chat.ts";
import { usageOf } from "./usage.ts";

const KEY = "sk-test-0123456789";
const SECRETS = [KEY, "4,271", "Ushuaia"];
const MESSAGE = "TypeScript jobs";
const NO_USAGE = { input: 0, output: 0, cached: 0 };

const consoles = (["log", "info", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
let store: SeededStore;
let composed: string;
beforeAll(async () => {
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY"]) vi.stubEnv(name, undefined);
  store = await seededStore(fixtures(200));
  await using offline = await testEngine(store.copy());
  composed = (await conversation(offline.engine, SEEKER).say(MESSAGE)).streamed;
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
  test.each(Object.entries({ ...ANSWERS, ...FAILURES }))("%s", async (_, expected) => {
    const { handlers, says = [], calls = [], usage = NO_USAGE, failure, requests = 1, timeoutMs = 2000, atLeastMs = 0, hangsUp } = expected;
    await using provider = await watched(serve, handlers());
    const { error, ms, ...answer } = await ask({ baseUrl: provider.url, timeoutMs });
    expect({ ...answer, requests: provider.requests() }).toEqual({ says, calls, usage, requests });
    expect(error && { code: error.code, message: error.message, hint: error.hint, facts: error.facts }).toEqual(failure);
    expect(secretsIn(inspect(error, { depth: Infinity, showHidden: true }))).toEqual([]);
    expect(ms).toBeGreaterThanOrEqual(atLeastMs);
    if (hangsUp) await provider.hungUp;
  });

  test.each(Object.entries(FAILURES))("%s: a turn keeps the words that came and composes an answer", async (_, expected) => {
    const { handlers, says = [], failure, requests = 1, timeoutMs = 2000, hangsUp } = expected;
    await using provider = await watched(serve, handlers());
    const access: Record<string, string> = provider.url === undefined ? {} : { OPENAI_BASE_URL: provider.url };
    await using open = await testEngine(store.copy(), {
      environment: { OPENAI_API_KEY: KEY, ROLECALL_MODEL_TIMEOUT_MS: String(timeoutMs), ROLECALL_MODEL_RETRIES: "2", ...access },
    });
    const turn = await conversation(open.engine, SEEKER).say(MESSAGE);
    expectSoundTurn(turn);
    expect(turn.streamed).toBe(says.length === 0 ? composed : `${says.join("")}\n\n${composed}`);
    expect(turn.end!.degraded).toEqual(["chat-model"]);
    expect(turn.end!.costUsd! > 0).toBe(says.length > 0);
    const notice = ofType(turn.events, "notice").find(({ code }) => code === "degraded:chat-model");
    expect(notice!.text).toContain(`${failure.message} ${failure.hint}`);
    expect(secretsIn(JSON.stringify(turn.events))).toEqual([]);
    expect(provider.requests()).toBe(requests);
    if (hangsUp) await provider.hungUp;
  });
});

function secretsIn(text: string): string[] {
  return SECRETS.filter((secret) => text.includes(secret));
}

/** The handlers behind OpenAI's own address. */
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

/** What a model with tools answers to the prompt, and why it stopped. */
async function ask(access: { baseUrl: string | undefined; timeoutMs: number }) {
  const tools = [
    tool(() => "", { name: "search_jobs", description: "Searches jobs.", schema: z.object({ query: z.string() }) }),
    tool(() => "", { name: "job_details", description: "Shows a job.", schema: z.object({ n: z.number() }) }),
  ];
  const model = openaiChatModel({ apiKey: KEY, model: "gpt-4o-mini", maxRetries: 2, ...access }).bindTools(tools);
  const started = performance.now();
  const says: string[] = [];
  let whole: AIMessageChunk | undefined;
  let error: RolecallError | undefined;
  try {
    for await (const chunk of await model.stream(PROMPT)) {
      if (chunk.text !== "") says.push(chunk.text);
      whole = whole?.concat(chunk) ?? chunk;
    }
  } catch (thrown) {
    error = modelFailure(thrown);
  }
  const calls = (whole?.tool_calls ?? []).map(({ name, args }) => ({ name, args }));
  return { says, calls, usage: usageOf(whole), error, ms: performance.now() - started };
}
