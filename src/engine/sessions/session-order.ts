import type { Session } from "./session.ts";

/** Where a session stands in its user's list. */
export type SessionKey = Pick<Session, "session_id" | "last_interaction_at">;

/** Stands before every session. */
export const BEFORE_ALL: SessionKey = { last_interaction_at: "9999-12-31T23:59:59.999Z", session_id: "" };

/** The newest interaction first, ties by id. */
export function inListOrder(a: SessionKey, b: SessionKey): number {
  return textOrder(b.last_interaction_at, a.last_interaction_at) || textOrder(a.session_id, b.session_id);
}

function textOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
