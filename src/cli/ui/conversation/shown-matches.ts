import { Match, type SessionDetail, type StoredMessage } from "../../../engine/index.ts";

/** The matches that were stored with a message. */
export function matchesOf({ structured }: Pick<StoredMessage, "structured">): Match[] {
  const parsed = Match.array().safeParse(structured?.["matches"]);
  return parsed.success ? parsed.data : [];
}

/** Later matches stand in for earlier ones of the same rank. */
export function mergeRanks(earlier: readonly Match[], later: readonly Match[]): Match[] {
  const byRank = new Map([...earlier, ...later].map((match) => [match.rank, match]));
  return [...byRank.values()].toSorted((a, b) => a.rank - b.rank);
}

/** The matches of the search that a stored session is at, by the ranks its user saw. */
export function shownMatches({ session, messages }: SessionDetail): Match[] {
  const shown = new Set(session.search_state?.shown);
  const found = messages.map(matchesOf);
  const current = found.flat().filter(({ id }) => shown.has(id));
  return current.length > 0 ? mergeRanks([], current) : (found.findLast((matches) => matches.length > 0) ?? []);
}
