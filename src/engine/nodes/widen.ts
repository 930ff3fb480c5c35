import type { TurnDeps } from "../deps.ts";
import { describeFilters } from "../intent/describe.ts";
import type { FilterName, Filters } from "../intent/filters.ts";
import type { TurnState } from "../turns/turn-state.ts";

/** More than these are not tried: each costs a retrieval. */
const TRIED = 6;

export interface Widening {
  /** The filter to drop, in words. */
  without: string;
  count: number;
}

/** What dropping one filter would find, most first: said where a search found nothing. */
export async function widenings({ matcher, settings }: TurnDeps, { search, profile, request }: TurnState, signal: AbortSignal): Promise<Widening[]> {
  if (search === null) return [];
  const names = (Object.keys(search.filters) as FilterName[]).filter((name) => search.filters[name] !== undefined).slice(0, TRIED);
  const tried: Widening[] = [];
  for (const name of names) {
    const { [name]: dropped, ...rest } = search.filters;
    const found = await matcher.find({ profile, query: search.query, filters: rest as Filters, now: settings.now(), signal });
    tried.push({ without: describeFilters({ [name]: dropped } as Filters, request.role)[0]!, count: found.hits.length });
  }
  return tried.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
}
