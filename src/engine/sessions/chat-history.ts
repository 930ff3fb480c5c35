import type { Role } from "../catalog/records.ts";
import type { Feedback, Session, StoredMessage } from "./session.ts";
import type { SessionKey } from "./session-order.ts";

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
  /** Stores a session that has no message yet. One that is known stays as it is. */
  create(session: Session): Promise<void>;
  /**
   * Appends a message and gives it the next `seq`; creates `opening` in the same step where the message opens a session.
   * Idempotent on (user_id, client_message_id), however many callers try at once.
   * @throws {RolecallError} `not_found` when the session is not there, or not any more.
   */
  append(message: NewMessage, patch: SessionPatch, opening?: Session): Promise<Accepted>;
  /** Null when unknown. Ownership is the caller's to check. */
  session(sessionId: string): Promise<Session | null>;
  /**
   * The sessions behind `after`, as `inListOrder` has them; those without a message are left out. At most `limit`, fewer only where there are no more.
   * The session that `after` was taken from may have moved or gone since. Costs the same at any depth.
   */
  sessionsOf(userId: string, role: Role | null, limit: number, after?: SessionKey): Promise<Session[]>;
  patch(sessionId: string, patch: SessionPatch): Promise<void>;
  /** The messages before `before` (a seq; absent: the newest), oldest first, at most `limit`. Costs the same at any depth. */
  messages(sessionId: string, page: { before?: number; limit: number }): Promise<StoredMessage[]>;
  /** The messages of one turn in order: the user's, then the answer where there is one. */
  turn(sessionId: string, turnId: string): Promise<StoredMessage[]>;
  /** Replaces what was thought of an answer before. Null when the session has no such answer. */
  setFeedback(sessionId: string, messageId: string, feedback: Feedback): Promise<StoredMessage | null>;
  byClientMessageId(userId: string, clientMessageId: string): Promise<StoredMessage | null>;
  deleteSession(sessionId: string): Promise<void>;
  /** Deletes every session of the user and returns their ids. */
  deleteUser(userId: string): Promise<string[]>;
}
