import type { Role } from "../catalog/records.ts";
import type { Session } from "./session.ts";

/** A session before its first message, which gives it a title. */
export function emptySession({ sessionId, userId, role, at }: { sessionId: string; userId: string; role: Role; at: Date }): Session {
  const now = at.toISOString();
  return {
    session_id: sessionId,
    user_id: userId,
    role,
    status: "active",
    title: "",
    last_interaction_at: now,
    summary: null,
    summary_through_seq: 0,
    last_event_seq: 0,
    search_state: null,
    created_at: now,
    updated_at: now,
  };
}
