import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginStream, modelServer, says } from "../../fixtures/openai/server.ts";
import { type SeededStore, seededStore } from "../engine/testing/seeded-store.ts";
import { ChatDocument, ChatResult } from "./testing/documents.ts";
import { rolecall } from "./testing/rolecall.ts";

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());

const QUESTION = ["chat", "-p", "remote TypeScript jobs in Germany"];

const surroundings = (url: string, variables: Record<string, string> = {}) => ({
  variables: { ROLECALL_DATA_DIR: store.copy(), OPENAI_BASE_URL: url, OPENAI_API_KEY: "sk-hunter2-0123456789", ROLECALL_MODEL_RETRIES: "0", ...variables },
});

/** Begins an answer and never ends it. */
function neverEnding(response: ServerResponse): void {
  beginStream(response);
  response.write(says("There are several jobs"));
}

function whole(response: ServerResponse): void {
  beginStream(response);
  response.end(`${says("Have a look at [1].")}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`);
}

/** An address at which nobody listens any more. */
async function gone(): Promise<{ url: string }> {
  await using server = await modelServer(() => {});
  return { url: server.url };
}

describe("a model that is down costs the wording, not the answer", () => {
  const failures: [string, (response: ServerResponse) => void, string][] = [
    [
      "refuses the key",
      (response) =>
        void response.writeHead(401, { "content-type": "application/json" }).end('{"error":{"message":"Incorrect: sk-hunter2","code":"invalid_api_key"}}'),
      "Set OPENAI_API_KEY to a key that may use the model",
    ],
    ["fails", (response) => void response.writeHead(500).end(), "The model provider failed with status 500."],
    ["hangs up", (response) => void response.destroy(), "Check the network and OPENAI_BASE_URL"],
  ];

  test.each(failures)("when it %s", async (_, answer, told) => {
    await using server = await modelServer(answer);
    const { code, err, document, out } = await rolecall([...QUESTION, "--json"], surroundings(server.url));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const chat = ChatDocument.parse(document());
    expect(chat.degraded).toEqual(["chat-model"]);
    expect(chat.matches).toHaveLength(5);
    expect(chat.response).toContain("[1]");
    expect(chat.notices.find(({ code }) => code === "degraded:chat-model")?.text).toContain(told);
    expect(out).not.toContain("hunter2");
  });

  test("and text says so on stderr", async () => {
    const { url } = await gone();
    const { code, err } = await rolecall(QUESTION, surroundings(url));
    expect(code).toBe(0);
    expect(err).toContain("The chat model is down: this answer was put together from the matches. The connection to the model provider failed (ECONNREFUSED).");
  });
});

describe("a limit that is reached", () => {
  test("of time ends the answer with what was said, and exit code 6", async () => {
    await using server = await modelServer(neverEnding);
    const { code, document } = await rolecall([...QUESTION, "--timeout", "1", "--json"], surroundings(server.url));
    expect(code).toBe(6);
    const chat = ChatDocument.parse(document());
    expect(chat.response).toBe("There are several jobs");
    expect(chat.error).toEqual({ code: "time_limit", message: "The answer took longer than 1 s and was stopped.", hint: "Raise --timeout.", retryable: true });
  });

  test("of time leaves text that can be read on", async () => {
    await using server = await modelServer(neverEnding);
    const { code, out, err } = await rolecall([...QUESTION, "--timeout", "1"], surroundings(server.url));
    expect(code).toBe(6);
    expect(out).toMatch(/\nThere are several jobs\n$/);
    expect(err).toBe("\nLeft out: closed (1) and expired (1).\nrolecall: The answer took longer than 1 s and was stopped. Raise --timeout.\n");
  });

  test("of cost asks no model, and leaves the matches", async () => {
    await using server = await modelServer(whole);
    const { code, out, err } = await rolecall([...QUESTION, "--max-cost", "0.000001", "--output-format", "stream-json"], surroundings(server.url));
    expect({ code, err, requests: server.requests }).toEqual({ code: 6, err: "", requests: 0 });
    const result = ChatResult.parse(JSON.parse(out.trimEnd().split("\n").at(-1)!));
    expect(result.matches).toHaveLength(5);
    expect(result.error).toMatchObject({ code: "cost_limit", message: "The turn reached its cost limit of 0.000001 USD.", hint: "Raise --max-cost." });
  });

  test("of neither is in the way of an answer", async () => {
    await using server = await modelServer(whole);
    const { code, document } = await rolecall([...QUESTION, "--timeout", "30", "--max-cost", "1", "--json"], surroundings(server.url));
    expect(code).toBe(0);
    expect(ChatDocument.parse(document()).response).toBe("Have a look at [1].");
  });
});

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s during an answer", (signal, exit) => {
  test("leaves a whole document with what was said", async () => {
    const begun = Promise.withResolvers<void>();
    await using server = await modelServer((response) => {
      neverEnding(response);
      begun.resolve();
    });
    const { code, document } = await rolecall([...QUESTION, "--json"], {
      ...surroundings(server.url),
      meanwhile: (session) => void begun.promise.then(() => setTimeout(() => session.receive(signal), 200)),
    });
    expect(code).toBe(exit);
    const chat = ChatDocument.parse(document());
    expect(chat.response).toBe("There are several jobs");
    expect(chat.error).toMatchObject({ code: "interrupted", message: "Stopped; what was said so far is kept." });
    await server.hungUp;
  });
});
