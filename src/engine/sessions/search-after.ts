import type { TurnEvent } from "../events.ts";
import type { SearchState } from "../intent/intent.ts";

/**
 * What a session searches for after a turn that never stored its state, by what it told: the filters and words as understood
 * and the matches as listed, so that "tell me about 2" still means the card with that number.
 */
export function searchAfter(previous: SearchState | null, events: readonly TurnEvent[]): SearchState | null {
  const intent = events.find((event) => event.type === "intent-understood")?.intent;
  const listed = events.flatMap((event) => (event.type === "matches-found" ? event.items.map(({ id }) => id) : []));
  if (listed.length === 0 || (intent?.kind !== "search" && intent?.kind !== "more")) return previous;
  const { filters, query } = intent.kind === "search" ? intent : (previous ?? { filters: {}, query: "" });
  const shown = intent.kind === "search" ? [] : (previous?.shown ?? []);
  const continues = intent.kind === "more" || intent.mode === "refine";
  return { filters, query, shown: [...shown, ...listed], page: listed, opening: continues ? previous?.opening : undefined };
}
