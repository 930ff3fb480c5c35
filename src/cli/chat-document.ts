import type { Actor, EventOf, Match, TurnEvent } from "../engine/index.ts";
import { errorDocument } from "./failure.ts";

/** The JSON of one answered message. Gathered from the turn's events; whole whether the turn ends well or not. */
export interface ChatDocument {
  schema_version: 1;
  session_id: string | null;
  role: Actor["role"];
  user_id: string;
  response: string;
  matches: Match[];
  citations: { n: number; id: string }[];
  usage: { input_tokens: number; output_tokens: number; cached_tokens: number };
  cost_usd: number | null;
  latency_ms: { first_event: number | null; first_token: number | null; total: number | null };
  cache: "hit" | "miss" | "off";
  degraded: string[];
  notices: { code: string; text: string }[];
  error?: ReturnType<typeof errorDocument>;
}

export function emptyDocument({ userId, role }: Actor): ChatDocument {
  return {
    schema_version: 1,
    session_id: null,
    role,
    user_id: userId,
    response: "",
    matches: [],
    citations: [],
    usage: { input_tokens: 0, output_tokens: 0, cached_tokens: 0 },
    cost_usd: 0,
    latency_ms: { first_event: null, first_token: null, total: null },
    cache: "off",
    degraded: [],
    notices: [],
  };
}

/** Adds one event to the document. */
export function addEvent(document: ChatDocument, event: TurnEvent): void {
  switch (event.type) {
    case "turn-start":
      document.session_id = event.sessionId;
      return;
    case "matches-found":
      document.matches.push(...event.items);
      return;
    case "text-delta":
      document.response += event.text;
      return;
    case "notice":
      document.notices.push({ code: event.code, text: event.text });
      return;
    case "turn-end":
      addEnd(document, event);
      return;
    case "turn-error":
      document.error = errorDocument(event);
      return;
    case "intent-understood":
    case "title":
    case "step-start":
    case "step-end":
    case "text-start":
    case "text-end":
    case "tool-call":
    case "tool-result":
      return;
  }
}

function addEnd(document: ChatDocument, event: EventOf<"turn-end">): void {
  document.response = event.message.text;
  document.matches = event.message.matches;
  document.citations = event.citations;
  document.usage = { input_tokens: event.usage.input, output_tokens: event.usage.output, cached_tokens: event.usage.cached };
  document.cost_usd = event.costUsd;
  document.latency_ms = event.latency;
  document.cache = event.cache;
  document.degraded = event.degraded;
}
