import { z } from "zod";
import { Citation, type TurnEvent } from "../events.ts";
import { Match } from "../matching/match.ts";
import type { StoredMessage } from "../sessions/session.ts";

const Structured = z.object({ matches: z.array(Match), citations: z.array(Citation).default([]) });

/** The matches and citations of a stored answer. */
export function structuredOf({ structured }: StoredMessage): z.infer<typeof Structured> {
  return Structured.parse(structured ?? { matches: [] });
}

/** The end of a turn as its stored answer tells it, `ms` after it was accepted. */
export function endOf(answer: StoredMessage, ms: number): TurnEvent {
  if (answer.status === "failed") {
    return { type: "turn-error", code: "internal", message: "This message could not be answered.", hint: "Send it again as a new one.", retryable: false };
  }
  const { matches, citations } = structuredOf(answer);
  return {
    type: "turn-end",
    message: { id: answer.message_id, text: answer.text, status: answer.status, matches },
    usage: answer.usage ?? { input: 0, output: 0, cached: 0 },
    costUsd: answer.cost_usd,
    latency: { first_event: ms, first_token: ms, total: ms },
    cache: "off",
    degraded: [],
    citations,
    model: answer.model ?? "",
  };
}
