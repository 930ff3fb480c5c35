import type { Actor } from "../engine.ts";
import type { Feedback, SessionDetail, SessionSummary } from "./session.ts";

export interface SessionPage {
  sessions: SessionSummary[];
  /** Where the next page begins; null after the last one. */
  nextCursor: string | null;
}

export interface Rating extends Feedback {
  sessionId: string;
  /** Of an answer. */
  messageId: string;
}

/** What users may do with their sessions. One of another user, or in the other role, is as unknown as one that never was. */
export interface Sessions {
  /** Returns the id of a new session. It is listed, and has a title, from its first message on. */
  create(actor: Actor): Promise<string>;
  /** The newest interaction first. */
  list(actor: Actor, limit?: number): Promise<SessionSummary[]>;
  /**
   * As `list`, page by page: at most `limit` (50 where absent, 200 at most). A session that is written to meanwhile moves to the
   * front of the first page; the others come exactly once. @throws {RolecallError} `invalid_input` for a cursor that is none
   */
  page(actor: Actor, page?: { cursor?: string; limit?: number }): Promise<SessionPage>;
  /** @throws {RolecallError} `not_found` */
  show(actor: Actor, sessionId: string): Promise<SessionDetail>;
  /** Takes no more messages in the session; a turn that runs goes on to its end. Again is no mistake. @throws {RolecallError} `not_found` */
  end(actor: Actor, sessionId: string): Promise<void>;
  /** Keeps what the user thinks of an answer, in place of what they thought before. @throws {RolecallError} `not_found`, `message_too_long` */
  rate(actor: Actor, rating: Rating): Promise<void>;
  /** @throws {RolecallError} `not_found` */
  delete(actor: Actor, sessionId: string): Promise<void>;
  /** Deletes every session, message and cached answer of a user, in both roles. Returns how many sessions there were, not counting those without a message. */
  forget(userId: string): Promise<number>;
}
