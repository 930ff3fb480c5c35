import type { EventOf } from "../../../engine/index.ts";
import type { ShownSession } from "../chat-engine.ts";

export interface Totals {
  turns: number;
  tokens: number;
  cached: number;
  /** Null when the price of some turn is unknown. */
  costUsd: number | null;
}

export const NO_TOTALS: Totals = { turns: 0, tokens: 0, cached: 0, costUsd: 0 };

type Spent = Pick<EventOf<"turn-end">, "usage" | "costUsd">;

export function addTurn({ turns, tokens, cached, costUsd }: Totals, { usage, costUsd: cost }: Spent): Totals {
  return {
    turns: turns + 1,
    tokens: tokens + usage.input + usage.output,
    cached: cached + usage.cached,
    costUsd: costUsd === null || cost === null ? null : costUsd + cost,
  };
}

/** What a stored session took so far, as far as that is known. */
export function totalsOf({ messages }: Pick<ShownSession, "messages">): Totals {
  return messages
    .filter(({ role, usage }) => role === "assistant" && usage !== undefined)
    .map(({ usage, cost_usd = null }): Spent => (usage ? { usage, costUsd: cost_usd } : { usage: { input: 0, output: 0, cached: 0 }, costUsd: 0 }))
    .reduce(addTurn, NO_TOTALS);
}
