import { AIMessageChunk } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { Annotation, END, START, StateGraph, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { answers, OPENAI, recordedStream, refuses, streams, type ChatRequest } from "../../../fixtures/openai/handlers.ts";
import { RolecallError } from "../errors.ts";
import { modelFailure } from "./failure.ts";
import { openaiChatModel, type OpenAiChatOptions } from "./openai-chat.ts";

const openai = setupServer();
const strangers: string[] = [];
let requests = 0;

beforeAll(() => {
  for (const name of ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "OPENAI_BASE_URL", "OPENAI_API_KEY"]) vi.stubEnv(name, undefined);
  openai.listen({
    async onUnhandledFrame({ frame }) {
      strangers.push(await frame.getUnhandledMessage());
      frame.errorWith(HttpResponse.error());
    },
  });
  openai.events.on("request:start", () => void (requests += 1));
});
afterEach(() => {
  openai.resetHandlers();
  requests = 0;
  vi.restoreAllMocks();
  expect(strangers.splice(0)).toEqual([]);
});
afterAll(() => {
  openai.close();
  vi.unstubAllEnvs();
});

function chatModel(options: Partial<OpenAiChatOptions> = {}) {
  return openaiChatModel({ apiKey: "sk-test-0123456789", model: "gpt-4o-mini", timeoutMs: 2000, maxRetries: 0, ...options });
}

const searchJobs = tool(() => "", { name: "search_jobs", description: "Searches jobs.", schema: z.object({ query: z.string() }) });
const jobDetails = tool(() => "", { name: "job_details", description: "Shows a job.", schema: z.object({ n: z.number() }) });

async function collect(stream: AsyncIterable<AIMessageChunk>) {
  const words: string[] = [];
  let whole: AIMessageChunk | undefined;
  for await (const chunk of stream) {
    if (chunk.text) words.push(chunk.text);
    whole = whole?.concat(chunk) ?? chunk;
  }
  return { words, whole: whole! };
}

/** What a turn would report, and the words that came before. */
async function failureOf(stream: () => Promise<AsyncIterable<AIMessageChunk>>) {
  const words: string[] = [];
  try {
    for await (const chunk of await stream()) if (chunk.text) words.push(chunk.text);
  } catch (error) {
    return { words, failure: modelFailure(error) };
  }
  throw new Error("The stream ended without an error.");
}

describe("what comes through", () => {
  test("words arrive one by one, and the usage with its cached part at the end", async () => {
    openai.use(answers("chat-text"));
    const { words, whole } = await collect(await chatModel().stream("Which jobs fit?"));
    expect(words.slice(0, 3)).toEqual(["Two", " jobs", " fit"]);
    expect(whole.text).toBe("Two jobs fit: [1] asks for TypeScript in Łódź, [2] is fully remote.");
    expect(whole.usage_metadata).toMatchObject({ input_tokens: 1312, output_tokens: 18, input_token_details: { cache_read: 1024 } });
  });

  test("with tools bound, the words stream and the pieces of each call add up", async () => {
    const seen: ChatRequest[] = [];
    openai.use(answers("chat-tool-calls", { seen: (body) => seen.push(body) }));
    const { words, whole } = await collect(await chatModel().bindTools([searchJobs, jobDetails]).stream("Only remote ones"));
    expect(words.join("")).toBe("Let me look.");
    expect(whole.tool_calls).toMatchObject([
      { name: "search_jobs", args: { query: "remote TypeScript" } },
      { name: "job_details", args: { n: 2 } },
    ]);
    expect(whole.usage_metadata?.total_tokens).toBe(1446);
    expect(seen[0]?.tools?.map(({ function: { name } }) => name)).toEqual(["search_jobs", "job_details"]);
  });

  test("a request streams, asks for the usage and carries limit and temperature", async () => {
    const seen: ChatRequest[] = [];
    openai.use(answers("chat-text", { seen: (body) => seen.push(body) }));
    await collect(await chatModel({ maxOutputTokens: 300, temperature: 0.2 }).stream("Hello"));
    expect(seen).toMatchObject([{ model: "gpt-4o-mini", stream: true, stream_options: { include_usage: true }, max_tokens: 300, temperature: 0.2 }]);
  });

  test("a reasoning model gets its own name for the limit and no temperature", async () => {
    const seen: ChatRequest[] = [];
    openai.use(answers("chat-text", { seen: (body) => seen.push(body) }));
    await collect(await chatModel({ model: "gpt-5-mini", maxOutputTokens: 300, temperature: 0.2 }).stream("Hello"));
    expect(seen[0]).toMatchObject({ max_completion_tokens: 300 });
    expect(seen[0]).not.toHaveProperty("temperature");
  });

  test.each(["gpt-5.6-terra", "gpt-5-codex"])("%s is asked through chat completions too, tools or not", async (model) => {
    openai.use(answers("chat-text"));
    await collect(await chatModel({ model }).stream("Hello"));
    await collect(await chatModel({ model }).bindTools([searchJobs]).stream("Hello"));
    expect(requests).toBe(2);
  });
});

describe("no other host is contacted", () => {
  test("when it streams inside a graph in custom mode, with and without tools", async () => {
    openai.use(answers("chat-tool-calls"));
    const model = chatModel();
    const State = Annotation.Root({ text: Annotation<string> });
    const speak = async (_: unknown, config: LangGraphRunnableConfig) => {
      for (const speaker of [model, model.bindTools([searchJobs])]) {
        for await (const chunk of await speaker.stream("Hello", { signal: config.signal })) config.writer?.(chunk.text);
      }
      return { text: "said" };
    };
    const graph = new StateGraph(State).addNode("speak", speak).addEdge(START, "speak").addEdge("speak", END).compile();
    const words: string[] = [];
    for await (const word of await graph.stream({ text: "" }, { streamMode: "custom" })) words.push(word as string);
    expect(words.join("")).toBe("Let me look.Let me look.");
  });

  test("when it is invoked", async () => {
    openai.use(answers("chat-text"));
    const answer = await chatModel().invoke("Hello");
    expect(answer.text).toBe("Two jobs fit.");
    expect(answer.usage_metadata?.output_tokens).toBe(4);
  });

  test("and these tests would notice", async () => {
    await expect(fetch("https://tokenizer.example/ranks.json")).rejects.toThrow();
    expect(strangers.splice(0)).toEqual([expect.stringContaining("https://tokenizer.example/ranks.json")]);
  });
});

describe("when the provider fails", () => {
  test("a rate limit is waited out as long as it asks, and the answer comes", async () => {
    openai.use(refuses("rate-limit", { times: 2, headers: { "retry-after": "0.1", "retry-after-ms": "100" } }), answers("chat-text"));
    const started = performance.now();
    const { whole } = await collect(await chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(whole.text).toContain("Two jobs fit");
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
    expect(requests).toBe(3);
  });

  test("a rate limit longer than the time-out is told at once, with the wait", async () => {
    openai.use(refuses("rate-limit"));
    const { failure } = await failureOf(() => chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(failure).toMatchObject({
      code: "model_unavailable",
      hint: "Try again in 20 s.",
      facts: { status: 429, retryAfterMs: 20_000, requestId: "req_rolecall0001" },
    });
    expect(requests).toBe(1);
  });

  test("an overloaded server is asked again, as often as allowed", async () => {
    openai.use(refuses("overloaded", { headers: { "retry-after": "0" } }));
    const { failure } = await failureOf(() => chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(failure).toMatchObject({ code: "model_unavailable", retryable: true, message: "The model provider failed with status 503." });
    expect(requests).toBe(3);
  });

  test.each([
    ["wrong-key", "credentials"],
    ["forbidden-model", "credentials"],
    ["unknown-model", "configuration"],
    ["unsupported-value", "configuration"],
    ["too-long", "message_too_long"],
    ["no-credit", "model_unavailable"],
  ] as const)("%s is not asked again and is told as %s", async (name, code) => {
    openai.use(refuses(name));
    const { failure } = await failureOf(() => chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(failure.code).toBe(code);
    expect(requests).toBe(1);
  });

  test("a garbled stream is an error, and nothing of it reaches the console", async () => {
    const consoles = (["log", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
    openai.use(streams(recordedStream("chat-text").slice(0, 900), 'data: {"choices":[{"del\n\n', "data: [DONE]\n\n"));
    const { failure } = await failureOf(() => chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(failure).toMatchObject({ code: "model_unavailable", message: "The model sent an answer that cannot be read." });
    expect(requests).toBe(1);
    for (const spy of consoles) expect(spy).not.toHaveBeenCalled();
  });

  test("a stream that closes before the answer is finished is an error, after the words that came", async () => {
    openai.use(streams(recordedStream("chat-text").split("\n\n").slice(0, 4).join("\n\n") + "\n\n"));
    const { words, failure } = await failureOf(() => chatModel({ maxRetries: 2 }).stream("Hello"));
    expect(words).toEqual(["Two", " jobs", " fit"]);
    expect(failure).toMatchObject({ code: "model_unavailable", facts: { reason: "broken-off" } });
    expect(requests).toBe(1);
  });

  test("a server that leaves out [DONE] is believed when it gives a finish reason", async () => {
    openai.use(streams(recordedStream("chat-text").replace("data: [DONE]\n\n", "")));
    expect((await collect(await chatModel().stream("Hello"))).whole.text).toContain("fully remote.");
  });

  test("an empty answer is asked for again", async () => {
    openai.use(answers("chat-text"));
    openai.use(streams());
    const { failure } = await failureOf(() => chatModel({ maxRetries: 1 }).stream("Hello"));
    expect(failure.facts).toEqual({ reason: "broken-off" });
    expect(requests).toBe(2);
  });

  test("an error that the provider sends inside the stream is told without its words", async () => {
    openai.use(streams('data: {"error":{"message":"secret prompt","type":"server_error","param":null,"code":null}}\n\n'));
    const { failure } = await failureOf(() => chatModel().stream("Hello"));
    expect(failure).toMatchObject({ code: "model_unavailable", facts: { providerCode: "server_error" } });
    expect(failure.message).not.toContain("secret");
  });
});

describe("how it is set up", () => {
  test("without a key and without a base URL there is nothing to talk to", () => {
    expect(() => chatModel({ apiKey: undefined })).toThrow(expect.objectContaining({ code: "credentials", hint: expect.stringContaining("OPENAI_API_KEY") }));
  });

  test.each(["localhost:11434/v1", "not a url", "ftp://models/v1"])("%s is not a base URL", (baseUrl) => {
    expect(() => chatModel({ baseUrl })).toThrow(RolecallError);
  });

  test("another base URL gets the requests, whatever the environment says", async () => {
    vi.stubEnv("OPENAI_BASE_URL", "https://elsewhere.example/v1");
    vi.stubEnv("LANGSMITH_GATEWAY", "true");
    openai.use(answers("chat-text", { base: "https://models.example/v1" }), answers("chat-text", { base: OPENAI }));
    await collect(await chatModel({ baseUrl: "https://models.example/v1" }).stream("Hello"));
    await collect(await chatModel().stream("Hello"));
    vi.stubEnv("OPENAI_BASE_URL", undefined);
    vi.stubEnv("LANGSMITH_GATEWAY", undefined);
  });

  test("the key is in nothing that a trace would keep", () => {
    expect(JSON.stringify(chatModel())).not.toContain("sk-test-0123456789");
  });
});
