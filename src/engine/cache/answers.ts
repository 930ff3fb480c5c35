import { createHash } from "node:crypto";
import { z } from "zod";
import { Citation } from "../events.ts";
import { SearchState } from "../intent/intent.ts";
import { Match } from "../matching/match.ts";

const FAMILY = "llm_response";

/** An answer as the cache keeps it: what a repeated question is answered with. */
export const CachedAnswer = z.object({
  text: z.string(),
  model: z.string(),
  matches: z.array(Match),
  citations: z.array(Citation),
  search: SearchState.nullable(),
  /** Remarks that were shown with it. */
  notices: z.array(z.object({ code: z.string(), text: z.string() })),
});
export type CachedAnswer = z.infer<typeof CachedAnswer>;

/** Everything an answer depends on goes into its key; the user comes first, so that a user can be forgotten. */
export function answerKey(userId: string, parts: Record<string, unknown>): string {
  return `${answerPrefix(userId)}${digest(JSON.stringify(parts))}`;
}

export function answerPrefix(userId: string): string {
  return `${FAMILY}:${digest(userId)}.`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 27);
}
