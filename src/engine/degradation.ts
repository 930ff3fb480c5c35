import type { Degradation } from "./events.ts";

const SENTENCES = {
  "vector-index": "The vector index is down: these matches come from words alone.",
  embeddings: "The embedding model is down: these matches come from words alone.",
  "chat-model": "The chat model is down: this answer was put together from the matches.",
  cache: "The cache is down: answers take longer.",
} as const satisfies Record<Degradation, string>;

/** What users are told of a part that is down. */
export function describeDegradation(part: Degradation): string {
  return SENTENCES[part];
}
