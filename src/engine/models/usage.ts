import type { AIMessageChunk } from "@langchain/core/messages";
import type { Usage } from "../events.ts";

/** The tokens a provider reports with an answer; zeros where it reports none. */
export function usageOf(message: AIMessageChunk | undefined): Usage {
  const usage = message?.usage_metadata;
  return { input: usage?.input_tokens ?? 0, output: usage?.output_tokens ?? 0, cached: usage?.input_token_details?.cache_read ?? 0 };
}
