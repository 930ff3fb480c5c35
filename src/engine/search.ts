import type { TurnDeps } from "./deps.ts";
import type { SearchRequest, SearchResult } from "./engine.ts";
import { understand } from "./intent/understand.ts";
import { profileHints } from "./matching/ask.ts";
import { forOpening, profileOf } from "./nodes/restore.ts";

const DEFAULT_K = 10;

/** One search outside any session: words are read as in a chat, given filters win over read ones. */
export async function search(deps: TurnDeps, { userId, role, query, filters = {}, verbatim = false, k = DEFAULT_K }: SearchRequest): Promise<SearchResult> {
  const { matcher, catalog, settings } = deps;
  const { profile: known, openings } = await profileOf(catalog, { userId, role });
  const hints = profileHints(forOpening(known, openings, { text: query }));
  const intent = verbatim ? null : understand(query, { role, state: null, now: settings.now(), ...hints }).intent;
  const profile = forOpening(known, openings, { text: query, intent: intent ?? undefined });
  const read = intent?.kind === "search" ? intent : { query, filters: {} };
  const merged = { ...read.filters, ...filters };
  const found = await matcher.find({ profile, query: read.query, filters: merged, now: settings.now() });
  return { query, filters: merged, matches: (await matcher.rank(found, settings.now())).slice(0, k), excluded: found.excluded, degraded: found.degraded };
}
