import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { beginStream, modelServer } from "../../../fixtures/openai/server.ts";
import { type Reply, wire } from "../../engine/testing/scripted-model.ts";

/** `pauseMs` is before each piece; an error is what the provider refuses with. */
export type ProviderReply = (Reply & { pauseMs?: number }) | { error: number };

export interface ScriptedProvider extends AsyncDisposable {
  readonly environment: Record<string, string>;
  /** The answers to come, in order; the last one is given again and again. */
  answer(...replies: ProviderReply[]): void;
}

/** A model provider on 127.0.0.1 that answers from a script: words, calls of tools, or refusals. */
export async function scriptedProvider(): Promise<ScriptedProvider> {
  let replies: ProviderReply[] = [{ says: "Nothing was scripted." }];
  const server = await modelServer(async (response) => {
    const next = replies.length > 1 ? replies.shift()! : replies[0]!;
    if ("error" in next) response.writeHead(next.error, { "content-type": "application/json" }).end('{"error":{"message":"Out of order."}}');
    else await tell(response, next);
  });
  return {
    environment: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "sk-test-0123456789", ROLECALL_EMBEDDING_MODEL: "offline", ROLECALL_MODEL_RETRIES: "0" },
    answer: (...next) => void (replies = next),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function tell(response: ServerResponse, { pauseMs = 0, ...reply }: Exclude<ProviderReply, { error: number }>): Promise<void> {
  beginStream(response);
  for (const piece of wire(reply)) {
    if (pauseMs > 0) await sleep(pauseMs);
    if (response.destroyed) return;
    if (typeof piece !== "string") return void response.destroy();
    response.write(piece);
  }
  response.end();
}
