import type { Role } from "../catalog/records.ts";
import type { Session, StoredMessage } from "./session.ts";

export type NewMessage = Omit<StoredMessage, "seq">;

export interface Accepted {
  message: StoredMessage;
  /** The client message id was known: `message` is the earlier one, nothing was written. */
  duplicate: boolean;
}

/** What an answer changes about its session, written with it. */
export type SessionPatch = Partial<
  Pick<Session, "title" | "status" | "summary" | "summary_through_seq" | "last_event_seq" | "search_state" | "last_interaction_at">
>;

/**
 * The one truth about conversations. What a method has acknowledged survives a kill of the process.
 * Every method throws `storage_unavailable` when the store cannot be reached.
 */
export interface ChatHistory extends AsyncDisposable {
  /**
   * Appends a message and gives it the next `seq`; creates `opening` in the same step where the message opens a session.
   * Idempotent on (user_id, client_message_id), however many callers try at once.
   * @throws {RolecallError} `not_found` when the session is not there, or not any more.
   */
  append(message: NewMessage, patch: SessionPatch, opening?: Session): Promise<Accepted>;
  /** Null when unknown. Ownership is the caller's to check. */
  session(sessionId: string): Promise<Session | null>;
  /** Newest interaction first. */
  sessionsOf(userId: string, role: Role | null, limit: number): Promise<Session[]>;
  patch(sessionId: string, patch: SessionPatch): Promise<void>;
  /** The messages before `before` (a seq; absent: the newest), oldest first, at most `limit`. Costs the same at any depth. */
  messages(sessionId: string, page: { before?: number; limit: number }): Promise<StoredMessage[]>;
  /** The messages of one turn in order: the user's, then the answer where there is one. */
  turn(sessionId: string, turnId: string): Promise<StoredMessage[]>;
  byClientMessageId(userId: string, clientMessageId: string): Promise<StoredMessage | null>;
  deleteSession(sessionId: string): Promise<void>;
  /** Deletes every session of the user and returns their ids. */
  deleteUser(userId: string): Promise<string[]>;
}
