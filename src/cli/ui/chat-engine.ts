import type { Actor, SearchState, SendMessage, SessionSummary, StoredMessage, TurnEvent } from "../../engine/index.ts";

/** What the chat needs of whatever answers: the engine of this process, or a server. */
export interface ChatEngine {
  /** Runs one turn; what goes wrong comes as `turn-error`. */
  send(message: SendMessage): AsyncIterable<TurnEvent>;
  readonly description: ChatDescription;
  /** Absent where it is not told. */
  counts?(): Promise<Record<"jobs" | "resumes" | "employers", number>>;
  readonly sessions: {
    /** The last used first. @throws {RolecallError} */
    list(actor: Actor, limit?: number): Promise<SessionSummary[]>;
    /** @throws {RolecallError} `not_found` */
    show(actor: Actor, sessionId: string): Promise<ShownSession>;
  };
}

export interface ChatDescription {
  /** Null where a server has not told it yet. */
  readonly chatModel: string | null;
  readonly offline: boolean;
  readonly embeddings?: string;
  readonly store?: string;
  /** The address of the server that answers; absent where this process does. */
  readonly server?: string;
}

/** A session as far as it is told: what is absent is not known, which is not the same as null. */
export interface ShownSession {
  session: SessionSummary & { search_state?: (Pick<SearchState, "filters" | "query"> & Partial<Pick<SearchState, "shown">>) | null };
  messages: ShownMessage[];
  /** Set where there can be earlier messages that are not told. */
  beginsLater?: boolean;
}

type Told = "message_id" | "turn_id" | "role" | "payload_type" | "text" | "structured" | "status" | "created_at";
export type ShownMessage = Pick<StoredMessage, Told> & Partial<Pick<StoredMessage, "usage" | "cost_usd">>;
