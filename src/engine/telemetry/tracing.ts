import type { RunnableConfig } from "@langchain/core/runnables";
import type { TurnRequest } from "../turns/turn-state.ts";

export type TracedTurn = Pick<TurnRequest, "turnId" | "sessionId" | "role" | "acceptedAt">;

/** Watches turns, for a tracing service or for the log. Whatever becomes of that, no turn is slowed or failed by it. */
export interface Tracing extends AsyncDisposable {
  /** What the turn's graph is run with. Empty where nobody watches, so that LangChain keeps no books. */
  turn(turn: TracedTurn): Pick<RunnableConfig, "callbacks" | "runId" | "runName" | "tags" | "metadata">;
  /** Sends what is waiting. Settles in bounded time and never rejects. */
  flush(): Promise<void>;
}
