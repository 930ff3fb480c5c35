import { Match } from "../../../engine/index.ts";
import type { ShownMessage, ShownSession } from "../chat-engine.ts";

/** The matches that were stored with a message. */
export function matchesOf({ structured }: Pick<ShownMessage, "structured">): Match[] {
  const parsed = Match.array().safeParse(structured?.["matches"]);
  return parsed.success ? parsed.data : [];
}

/** Later matches stand in for earlier ones of the same rank. */
export function mergeRanks(earlier: readonly Match[], later: readonly Match[]): Match[] {
  const byRank = new Map([...earlier, ...later].map((match) => [match.rank, match]));
  return [...byRank.values()].toSorted((a, b) => a.rank - b.rank);
}

/** The matches of the search that a stored session is at, by the ranks its user saw. */
export function shownMatches({ session, messages }: ShownSession): Match[] {
  const shown = new Set(session.search_state?.shown);
  const found = messages.map(matchesOf);
  const current = found.flat().filter(({ id }) => shown.has(id));
  if (current.length > 0) return mergeRanks([], current);
  const beginning = found.findLastIndex((matches) => matches.some(({ rank }) => rank === 1));
  return found.slice(beginning === -1 ? 0 : beginning).reduce(mergeRanks, []);
}
