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

async function textOf(stream: AsyncIterable<AIMessageChunk>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk.text;
  return text;
}

/** What a turn would report. */
function failureOf(options: Partial<OpenAiChatOptions>) {
  return chatModel(options)
    .stream("Hello")
    .then(textOf)
    .then(
      (text) => expect.fail(`It answered: ${text}`),
      (error: unknown) => modelFailure(error),
    );
}

describe("what is asked", () => {
  test("a request streams, asks for the usage and carries limit, temperature and tools", async () => {
    const seen: ChatRequest[] = [];
    openai.use(answers("chat-text", { seen: (body) => seen.push(body) }));
    const model = chatModel({ maxOutputTokens: 300, temperature: 0.2 });
    await textOf(await model.bindTools([searchJobs, jobDetails]).stream("Hello"));
    expect(seen).toMatchObject([{ model: "gpt-4o-mini", stream: true, stream_options: { include_usage: true }, max_tokens: 300, temperature: 0.2 }]);
    expect(seen[0]?.tools?.map(({ function: { name } }) => name)).toEqual(["search_jobs", "job_details"]);
  });

  test("a reasoning model gets its own name for the limit and no temperature", async () => {
    const seen: ChatRequest[] = [];
    openai.use(answers("chat-text", { seen: (body) => seen.push(body) }));
    await textOf(await chatModel({ model: "gpt-5-mini", maxOutputTokens: 300, temperature: 0.2 }).stream("Hello"));
    expect(seen[0]).toMatchObject({ max_completion_tokens: 300 });
    expect(seen[0]).not.toHaveProperty("temperature");
  });

  test.each(["gpt-5.6-terra", "gpt-5-codex"])("%s is asked through chat completions too, tools or not", async (model) => {
    openai.use(answers("chat-text"));
    await textOf(await chatModel({ model }).stream("Hello"));
    await textOf(await chatModel({ model }).bindTools([searchJobs]).stream("Hello"));
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
  test.each([
    ["forbidden-model", "credentials"],
    ["unknown-model", "configuration"],
    ["unsupported-value", "configuration"],
    ["no-credit", "model_unavailable"],
  ] as const)("%s is not asked again and is told as %s", async (name, code) => {
    openai.use(refuses(name));
    const failure = await failureOf({ maxRetries: 2 });
    expect(failure.code).toBe(code);
    expect(requests).toBe(1);
  });

  test("a server that leaves out [DONE] is believed when it gives a finish reason", async () => {
    openai.use(streams(recordedStream("chat-text").replace("data: [DONE]\n\n", "")));
    expect(await textOf(await chatModel().stream("Hello"))).toContain("fully remote.");
  });

  test("an empty answer is asked for again", async () => {
    openai.use(answers("chat-text"));
    openai.use(streams());
    const failure = await failureOf({ maxRetries: 1 });
    expect(failure.facts).toEqual({ reason: "broken-off" });
    expect(requests).toBe(2);
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
    await textOf(await chatModel({ baseUrl: "https://models.example/v1" }).stream("Hello"));
    await textOf(await chatModel().stream("Hello"));
    vi.stubEnv("OPENAI_BASE_URL", undefined);
    vi.stubEnv("LANGSMITH_GATEWAY", undefined);
  });

  test("the key is in nothing that a trace would keep", () => {
    expect(JSON.stringify(chatModel())).not.toContain("sk-test-0123456789");
  });
});
