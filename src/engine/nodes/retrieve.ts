import type { TurnDeps } from "../deps.ts";
import type { SearchState } from "../intent/intent.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import type { TurnNode, TurnState } from "../turns/turn-state.ts";
import { asksAboutListed } from "./scope.ts";

/** Finds what meets the filters and answers the words. Questions about listed matches need nothing new. */
export function retrieveNode({ matcher, settings }: TurnDeps): TurnNode {
  return async (state, config) => {
    const { signal } = runtimeOf(config);
    signal.throwIfAborted();
    if (asksAboutListed(state.understanding.intent.kind)) return {};
    const search = searchOf(state);
    const found = await matcher.find({ profile: state.profile, query: search.query, filters: search.filters, now: settings.now(), signal });
    return { search, found, degraded: found.degraded };
  };
}

/** A search starts over what was shown; "more" goes on with it. */
function searchOf({ understanding: { intent }, search, profile }: TurnState): SearchState {
  const opening = profile.role === "employer" ? profile.job?._id : undefined;
  if (intent.kind === "search") return { filters: intent.filters, query: intent.query, shown: [], page: [], opening };
  return search ?? { filters: {}, query: "", shown: [], page: [] };
}
