import type { RunnableConfig } from "@langchain/core/runnables";
import type { Feedback } from "../sessions/session.ts";
import type { TurnRequest } from "../turns/turn-state.ts";

export type TracedTurn = Pick<TurnRequest, "turnId" | "sessionId" | "role" | "acceptedAt">;

/** What a user thinks of a turn's answer. */
export interface TurnFeedback extends Pick<TracedTurn, "turnId" | "acceptedAt">, Feedback {
  /** What the user had said by then: whom it names stays out of the comment as well. */
  said: readonly string[];
}

/** Watches turns, for a tracing service or for the log. Whatever becomes of that, no turn is slowed or failed by it. */
export interface Tracing extends AsyncDisposable {
  /** What the turn's graph is run with. Empty where nobody watches, so that LangChain keeps no books. */
  turn(turn: TracedTurn): Pick<RunnableConfig, "callbacks" | "runId" | "runName" | "tags" | "metadata">;
  /** Takes note of a rating, in place of an earlier one. Never throws. */
  feedback(feedback: TurnFeedback): void;
  /** Sends what is waiting. Settles in bounded time and never rejects. */
  flush(): Promise<void>;
}
