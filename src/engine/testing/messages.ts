import type { TurnEvent } from "../events.ts";
import type { NewMessage } from "../sessions/chat-history.ts";
import type { Session } from "../sessions/session.ts";

const AT = "2026-03-01T12:00:00.000Z";

export function session(id: string, given: Partial<Session> = {}): Session {
  return {
    session_id: id,
    user_id: "ada",
    role: "job_seeker",
    status: "active",
    title: "Nursing jobs",
    last_interaction_at: AT,
    summary: null,
    summary_through_seq: 0,
    last_event_seq: 0,
    search_state: null,
    created_at: AT,
    updated_at: AT,
    ...given,
  };
}

/** A user's message; its client id makes it one of a kind. */
export function message(sessionId: string, clientMessageId: string, given: Partial<NewMessage> = {}): NewMessage {
  return {
    message_id: crypto.randomUUID(),
    session_id: sessionId,
    user_id: "ada",
    turn_id: `turn-${clientMessageId}`,
    client_message_id: clientMessageId,
    role: "user",
    payload_type: "text",
    text: clientMessageId,
    structured: null,
    tokens_used: null,
    usage: null,
    cost_usd: null,
    model: null,
    status: "complete",
    feedback: null,
    created_at: AT,
    ...given,
  };
}

export function start(sessionId: string, turnId: string): TurnEvent {
  return { type: "turn-start", sessionId, turnId, messageId: "m", clientMessageId: turnId, text: "Hello", created: false, duplicate: false };
}

export function delta(text: string): TurnEvent {
  return { type: "text-delta", text };
}
