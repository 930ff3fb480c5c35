import type { Actor, SessionSummary } from "../../engine/index.ts";
import type { ChatMessage, Result } from "../../server/client/index.ts";
import type { ShownMessage } from "../ui/chat-engine.ts";

type Line = Result<"session.list">["sessions"][number];

export function summaryOf({ sessionId, role, title, status, lastInteractionAt }: Line, { userId }: Actor): SessionSummary {
  return { session_id: sessionId, role, user_id: userId, title, status, last_interaction_at: lastInteractionAt };
}

/** Of a session that the list does not have: it is too long ago, or has no message yet. */
export function untitled(sessionId: string, { userId, role }: Actor): SessionSummary {
  return { session_id: sessionId, role, user_id: userId, title: "", status: "active", last_interaction_at: new Date().toISOString() };
}

/** The messages that are stored: an answer that is being written is not among them yet. */
export function shownMessages(messages: readonly ChatMessage[]): ShownMessage[] {
  return messages.flatMap(({ id, runId, role, payloadType, content, matches, citations, status, createdAt }) => {
    if (status === "streaming") return [];
    const structured = role === "assistant" ? { matches, citations } : null;
    const created_at = new Date(createdAt).toISOString();
    return [{ message_id: id, turn_id: runId, role, payload_type: payloadType, text: content, structured, status, created_at }];
  });
}
