import { Annotation } from "@langchain/langgraph";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { TurnFacts } from "../agents/facts.ts";
import type { Job, Role } from "../catalog/records.ts";
import type { RolecallError } from "../errors.ts";
import type { Citation, Degradation, TurnEvent, Usage } from "../events.ts";
import type { SearchState, Understanding } from "../intent/intent.ts";
import type { Profile } from "../matching/ask.ts";
import type { Match } from "../matching/match.ts";
import type { Found } from "../matching/matcher.ts";
import type { MessageStatus, Session, StoredMessage } from "../sessions/session.ts";

export interface TurnRequest {
  userId: string;
  role: Role;
  text: string;
  sessionId: string;
  turnId: string;
  clientMessageId: string;
  /** The session does not exist yet. */
  opens: boolean;
  acceptedAt: Date;
  maxCostUsd?: number;
}

export interface Answer {
  text: string;
  status: MessageStatus;
  usage: Usage;
  costUsd: number | null;
  model: string;
  citations: Citation[];
}

/** What one turn knows, node by node. Nothing here outlives the turn; the chat history is the one truth. */
export const TurnState = Annotation.Root({
  request: Annotation<TurnRequest>,
  session: Annotation<Session>,
  messageId: Annotation<string>,
  recent: Annotation<StoredMessage[]>,
  understanding: Annotation<Understanding>,
  profile: Annotation<Profile>,
  /** An employer's own jobs. */
  openings: Annotation<Job[]>,
  /** What the session searches for after this turn. */
  search: Annotation<SearchState | null>,
  cacheKey: Annotation<string | null>,
  cache: Annotation<"hit" | "miss" | "off">,
  found: Annotation<Found>,
  /** The matches this turn is about, listed to the user. */
  page: Annotation<Match[]>,
  facts: Annotation<TurnFacts>,
  answer: Annotation<Answer>,
  /** Why the answer had to do without the chat model. */
  modelFailure: Annotation<RolecallError | undefined>,
  degraded: Annotation<Degradation[]>({ reducer: (a, b) => [...new Set([...a, ...b])], default: () => [] }),
});
export type TurnState = typeof TurnState.State;
export type TurnUpdate = typeof TurnState.Update;
export type TurnNode = (state: TurnState, config: LangGraphRunnableConfig) => Promise<TurnUpdate>;

/** Tells an event to whoever follows the turn. */
export function emit(config: LangGraphRunnableConfig, event: TurnEvent): void {
  config.writer?.(event);
}
