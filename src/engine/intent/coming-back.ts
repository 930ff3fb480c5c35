import { stems } from "../text/analyse.ts";
import type { SearchState } from "./intent.ts";

const BACK =
  /^(?:(?:ok(?:ay)?|so|now|right|alright|anyway|thanks|well|and|please|let'?s|can we|could we|i want to|go|going|get)[,.!:]* )*back to (?:(?:the|my|our|those|these|that) )?([^,.;:!?—–-]+?)(?=$|[,.;:!?—–-]|\s(?:but|and|only|with|without|in|near|at least)\b)[,.;:!?—–-]*\s*(?:(?:but|and|just|though)\s+)?/i;
const ANY_SEARCH = new Set([
  "job",
  "search",
  "result",
  "candid",
  "list",
  "match",
  "role",
  "posit",
  "open",
  "vacanc",
  "resum",
  "peopl",
  "pleas",
  "thank",
  "now",
  "previou",
  "earlier",
  "origin",
  "befor",
]);

/**
 * "Back to the nurses, but only full-time": the running search goes on with what follows. Gives the message without the way back,
 * empty where nothing follows; null where the message is about something else than the running search.
 */
export function comingBack(text: string, state: SearchState | null): string | null {
  const found = BACK.exec(text);
  if (found === null || state === null) return null;
  const sought = new Set(stems([state.query, ...(state.filters.skills ?? [])].join(" ")));
  const named = stems(found[1]!);
  return named.every((stem) => sought.has(stem) || ANY_SEARCH.has(stem)) ? text.slice(found[0].length).trim() : null;
}
