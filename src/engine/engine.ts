import type { Collection, Role } from "./catalog/records.ts";
import type { TurnEvent } from "./events.ts";
import type { Filters } from "./intent/filters.ts";
import type { Match } from "./matching/match.ts";
import type { SessionDetail, SessionSummary } from "./sessions/session.ts";

/** Who asks. The role decides what can be reached at all. */
export interface Actor {
  userId: string;
  role: Role;
}

export interface SendMessage extends Actor {
  /** Absent: the message opens a new session. */
  sessionId?: string;
  text: string;
  /** Idempotency key: the same id twice gives one turn. */
  clientMessageId?: string;
  /** What happens while another turn of the session runs. Default "reject" (`session_busy`). */
  onBusy?: "reject" | "interrupt";
  /** Cancels the turn; the partial answer is kept. */
  signal?: AbortSignal;
  /** Stops the answer when the turn has cost this much (`cost_limit`). */
  maxCostUsd?: number;
}

export interface SearchRequest extends Actor {
  query: string;
  filters?: Filters;
  /** How many matches; 10 where absent. */
  k?: number;
}

export interface SearchResult {
  query: string;
  filters: Filters;
  matches: Match[];
  /** Why records that the words would have found are not there. */
  excluded: { reason: string; count: number }[];
}

export interface Check {
  id: string;
  status: "ok" | "warn" | "fail";
  detail: string;
  fix: string | null;
  ms: number;
}

export interface Engine extends AsyncDisposable {
  /** Runs one turn. Errors of the turn come as `turn-error`; the generator itself throws only on programming mistakes. */
  send(message: SendMessage): AsyncGenerator<TurnEvent, void, undefined>;
  /** Retrieval and scores without a chat model. @throws {RolecallError} `storage_unavailable` */
  search(request: SearchRequest): Promise<SearchResult>;
  readonly sessions: {
    list(actor: Actor, limit?: number): Promise<SessionSummary[]>;
    /** @throws {RolecallError} `not_found`, also when the session is another user's. */
    show(actor: Actor, sessionId: string): Promise<SessionDetail>;
    delete(actor: Actor, sessionId: string): Promise<void>;
    /** Deletes every session, message and cached answer of a user, in both roles. Returns how many sessions there were. */
    forget(userId: string): Promise<number>;
  };
  /** How it is composed, for status lines and `doctor`. */
  readonly description: { store: "embedded" | "services" | "mixed"; chatModel: string; embeddings: string; offline: boolean };
  counts(): Promise<Record<Collection | "employers", number>>;
  checks(only?: string): Promise<Check[]>;
}
