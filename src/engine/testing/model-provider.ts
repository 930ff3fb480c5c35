import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChatRequest, EmbeddingRequest } from "../../../fixtures/openai/handlers.ts";
import { OFFLINE_DIMENSIONS, OfflineEmbeddings } from "../models/offline-embeddings.ts";
import { wire } from "./scripted-model.ts";

const ANSWER = ["I ", "looked ", "through ", "what ", "is ", "open, ", "and ", "the ", "first ", "one ", "fits ", "best ", "[1]."];
const PAUSE_MS = 15;

export interface ModelProvider extends AsyncDisposable {
  /** Up to and including `/v1`. */
  readonly url: URL;
  /** The settings of an engine that uses it at this address, for words and for vectors. */
  settings(url: URL): Record<string, string>;
  /** What was asked for so far. */
  readonly requests: (ChatRequest | EmbeddingRequest)[];
}

/** Speaks OpenAI's protocol on 127.0.0.1: the same words for every question, and offline vectors under another name. */
export async function modelProvider(): Promise<ModelProvider> {
  const requests: (ChatRequest | EmbeddingRequest)[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await text(request)) as ChatRequest | EmbeddingRequest;
    requests.push(body);
    if ("input" in body) return void response.setHeader("content-type", "application/json").end(JSON.stringify(await embeddings(body)));
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of wire({ says: ANSWER })) {
      if (response.destroyed) return;
      response.write(piece);
      await sleep(PAUSE_MS);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`),
    requests,
    settings: (url) => ({
      OPENAI_API_KEY: "sk-test-0123456789",
      OPENAI_BASE_URL: url.href,
      ROLECALL_EMBEDDING_DIMENSIONS: String(OFFLINE_DIMENSIONS),
    }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function embeddings({ input, model, encoding_format: format }: EmbeddingRequest): Promise<object> {
  const vectors = await new OfflineEmbeddings().embedDocuments([input].flat());
  const encoded = (vector: number[]) => (format === "base64" ? Buffer.from(Float32Array.from(vector).buffer).toString("base64") : vector);
  return {
    object: "list",
    model,
    data: vectors.map((vector, index) => ({ object: "embedding", index, embedding: encoded(vector) })),
    usage: { prompt_tokens: vectors.length, total_tokens: vectors.length },
  };
}
