import { setTimeout as sleep } from "node:timers/promises";
import { Annotation, END, START, StateGraph, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { afterEach, describe, expect, test, vi } from "vitest";
import { recordedStream } from "../../../fixtures/openai/handlers.ts";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import { modelFailure } from "./failure.ts";
import { openaiChatModel, type OpenAiChatOptions } from "./openai-chat.ts";

afterEach(() => vi.unstubAllEnvs());

function chatModel(baseUrl: string, options: Partial<OpenAiChatOptions> = {}) {
  return openaiChatModel({ baseUrl, apiKey: "sk-test", model: "local", timeoutMs: 5000, maxRetries: 0, ...options });
}

/** An answer that never ends: a word every 10 ms until the client hangs up. */
function endless() {
  return modelServer(async (response) => {
    beginStream(response);
    while (!response.destroyed) {
      response.write(says("word "));
      await sleep(10);
    }
  });
}

function errorOf(run: () => Promise<unknown>): Promise<unknown> {
  return run().then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Milliseconds from now until the promise settles. */
async function msUntil(settled: Promise<unknown>) {
  const started = performance.now();
  await settled;
  return performance.now() - started;
}

describe("hanging up", () => {
  test("an abort closes the request upstream within 300 ms", async () => {
    await using server = await endless();
    const cancel = new AbortController();
    const reading = errorOf(async () => {
      for await (const _ of await chatModel(server.url).stream("Hello", { signal: cancel.signal }));
    });
    await sleep(60);
    cancel.abort();
    expect(await msUntil(server.hungUp)).toBeLessThan(300);
    const thrown = await reading;
    expect(() => modelFailure(thrown)).toThrow(thrown as Error);
  });

  test("so does an abort while the first word is still awaited, and with tools bound", async () => {
    await using server = await modelServer(() => sleep(10_000, undefined, { ref: false }));
    const cancel = new AbortController();
    const model = chatModel(server.url, { maxRetries: 3 }).bindTools([]);
    const reading = errorOf(() => model.stream("Hello", { signal: cancel.signal }));
    await vi.waitFor(() => expect(server.requests).toBe(1));
    cancel.abort();
    expect(await msUntil(server.hungUp)).toBeLessThan(300);
    const thrown = await reading;
    expect(() => modelFailure(thrown)).toThrow(thrown as Error);
    expect(server.requests).toBe(1);
  });

  test("so does a reader that stops reading", async () => {
    await using server = await endless();
    for await (const chunk of await chatModel(server.url).stream("Hello")) if (chunk.text) break;
    expect(await msUntil(server.hungUp)).toBeLessThan(300);
  });

  test("so does an abort of the graph it runs in", async () => {
    await using server = await endless();
    const model = chatModel(server.url);
    const speak = async (_: unknown, config: LangGraphRunnableConfig) => {
      for await (const chunk of await model.stream("Hello", { signal: config.signal })) config.writer?.(chunk.text);
      return { text: "said" };
    };
    const State = Annotation.Root({ text: Annotation<string> });
    const graph = new StateGraph(State).addNode("speak", speak).addEdge(START, "speak").addEdge("speak", END).compile();
    const cancel = new AbortController();
    const thrown = await errorOf(async () => {
      for await (const _ of await graph.stream({ text: "" }, { streamMode: "custom", signal: cancel.signal })) cancel.abort();
    });
    expect(await msUntil(server.hungUp)).toBeLessThan(300);
    expect(() => modelFailure(thrown)).toThrow(thrown as Error);
  });

  test("an abort while a retry is waited for ends the wait", async () => {
    await using server = await modelServer((response) => void response.writeHead(429, { "retry-after": "4" }).end("{}"));
    const cancel = new AbortController();
    const reading = errorOf(() => chatModel(server.url, { maxRetries: 2 }).stream("Hello", { signal: cancel.signal }));
    await vi.waitFor(() => expect(server.requests).toBe(1));
    await sleep(30);
    cancel.abort();
    expect(await msUntil(reading)).toBeLessThan(300);
    await sleep(30);
    expect(server.requests).toBe(1);
  });
});

describe("silence", () => {
  test("a server that says nothing is asked again, then given up", async () => {
    await using server = await modelServer(() => sleep(10_000, undefined, { ref: false }));
    const thrown = await errorOf(() => chatModel(server.url, { timeoutMs: 80, maxRetries: 1 }).stream("Hello"));
    expect(modelFailure(thrown)).toMatchObject({ code: "model_unavailable", facts: { reason: "silent" } });
    expect(server.requests).toBe(2);
  });

  test("headers without a first word count as silence", async () => {
    await using server = await modelServer((response) => {
      beginStream(response);
      response.flushHeaders();
    });
    const thrown = await errorOf(() => chatModel(server.url, { timeoutMs: 80 }).stream("Hello"));
    expect(modelFailure(thrown).facts).toEqual({ reason: "silent" });
    await server.hungUp;
  });

  test("a slow answer is no silence, and neither is a slow reader", async () => {
    await using server = await modelServer(async (response) => {
      beginStream(response);
      for (const event of recordedStream("chat-text").split("\n\n").slice(0, 6)) {
        response.write(`${event}\n\n`);
        await sleep(60);
      }
      response.end("data: [DONE]\n\n");
    });
    const words: string[] = [];
    for await (const chunk of await chatModel(server.url, { timeoutMs: 150 }).stream("Hello")) {
      words.push(chunk.text);
      if (words.length === 2) await sleep(250);
    }
    expect(words.join("")).toBe("Two jobs fit: [1]");
  });
});

describe("connections", () => {
  test("a connection that breaks before the first word is tried again", async () => {
    await using server = await modelServer((response) => {
      if (server.requests === 1) return void response.socket?.resetAndDestroy();
      beginStream(response);
      response.end(recordedStream("chat-text"));
    });
    let text = "";
    for await (const chunk of await chatModel(server.url, { maxRetries: 1 }).stream("Hello")) text += chunk.text;
    expect(text).toContain("Two jobs fit");
  });

  test("a server that is not there is told with the network's own code", async () => {
    const server = await modelServer(() => {});
    await server[Symbol.asyncDispose]();
    const thrown = await errorOf(() => chatModel(server.url).stream("Hello"));
    expect(modelFailure(thrown)).toMatchObject({ code: "model_unavailable", facts: { reason: "ECONNREFUSED" } });
  });

  test("turns one after the other share a connection", async () => {
    await using server = await modelServer(async (response) => {
      beginStream(response);
      response.write(recordedStream("chat-text"));
      await sleep(5);
      response.end();
    });
    const model = chatModel(server.url);
    for (let turn = 0; turn < 3; turn += 1) {
      for await (const _ of await model.stream("Hello"));
      await sleep(30);
    }
    expect([server.requests, server.connections]).toEqual([3, 1]);
  });

  test("a server without a key is sent none, not even the one of the environment", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-of-somebody");
    const sent: unknown[] = [];
    await using server = await modelServer((response, request) => {
      sent.push(request.url, request.headers.authorization);
      beginStream(response);
      response.end(recordedStream("chat-text"));
    });
    for await (const _ of await chatModel(server.url, { apiKey: undefined }).stream("Hello"));
    expect(sent).toEqual(["/v1/chat/completions", undefined]);
  });
});
