import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";

export interface Speech {
  words: readonly string[];
  /** Before each word. */
  pauseMs: number;
}

export interface WordModel extends AsyncDisposable {
  /** Of an engine that asks it, and embeds without it. */
  readonly environment: Record<string, string>;
  readonly requests: number;
  /** When each request was closed before its answer was finished, by `performance.now()`. */
  readonly hungUp: readonly number[];
  /** What is said from the next request on. */
  speech: Speech;
}

/** A model provider on 127.0.0.1 that says what it is told to, as slowly as it is told to. */
export async function wordModel(speech: Speech = { words: ["Nothing."], pauseMs: 0 }): Promise<WordModel> {
  const hungUp: number[] = [];
  const server = await modelServer(async (response) => {
    response.on("close", () => {
      if (!response.writableFinished) hungUp.push(performance.now());
    });
    await speak(response, model.speech);
  });
  const model: WordModel = {
    environment: {
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: "sk-test-0123456789",
      ROLECALL_EMBEDDING_MODEL: "offline",
      ROLECALL_ANSWER_TTL_S: "0",
    },
    get requests() {
      return server.requests;
    },
    hungUp,
    speech,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return model;
}

async function speak(response: ServerResponse, { words, pauseMs }: Speech): Promise<void> {
  beginStream(response);
  response.write(BEGINNING);
  for (const word of words) {
    if (pauseMs > 0) await sleep(pauseMs);
    if (response.destroyed) return;
    response.write(says(word));
  }
  response.end(END);
}

const USAGE = { prompt_tokens: 900, completion_tokens: 40, total_tokens: 940, prompt_tokens_details: { cached_tokens: 0 } };
const CHUNK = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_788_422_400, model: "gpt-4o-mini" };
const written = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;
const BEGINNING = written({ ...CHUNK, choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
const END = [
  { ...CHUNK, choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: null },
  { ...CHUNK, choices: [], usage: USAGE },
]
  .map(written)
  .concat("data: [DONE]\n\n")
  .join("");
