import { costUsd } from "../models/prices.ts";
import type { Usage } from "../events.ts";

/** What the model calls of one turn have used so far; kept beside the graph, so that a turn that fails is billed as well. */
export interface Spending {
  add(usage: Usage): void;
  readonly usage: Usage;
  /** Null when the model's price is unknown. */
  readonly costUsd: number | null;
}

export function spending(chatModel: { name: string; offline: boolean }): Spending {
  let usage: Usage = { input: 0, output: 0, cached: 0 };
  return {
    add({ input, output, cached }) {
      usage = { input: usage.input + input, output: usage.output + output, cached: usage.cached + cached };
    },
    get usage() {
      return usage;
    },
    get costUsd() {
      return chatModel.offline ? 0 : costUsd(chatModel.name, usage);
    },
  };
}
