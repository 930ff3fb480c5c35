import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { Latency } from "../events.ts";
import type { Spending } from "./spending.ts";

/** What the runner of a turn lends its nodes; travels in the graph's `configurable`. */
export interface TurnRuntime {
  /** Aborted when the user, a limit or a lost lock stops the turn. */
  signal: AbortSignal;
  spending: Spending;
  /** Writes the events told so far to the turn log and returns the last sequence number. */
  flush(): Promise<number>;
  /** Whether others can follow: false where the turn log did not take the last events. */
  isLogged(): boolean;
  latency(): Latency;
}

export function runtimeOf(config: LangGraphRunnableConfig): TurnRuntime {
  return config.configurable!.runtime as TurnRuntime;
}
