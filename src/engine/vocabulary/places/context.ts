import type { Token } from "../tokens.ts";
import type { PlaceName } from "./gazetteer.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const PREPOSITIONS = words("in near around from to at outside within across throughout across inside based between towards");
const BETWEEN = words("the central greater downtown inner outer north south east west northern southern eastern western sunny nearby anywhere city");
/** What comes "from" a country in a way that places it: "a German company" does, "German lessons" do not. */
const LOCATED = words("based company companies employer employers startup startups firm firms office offices city cities hospital hospitals");
/** Before "us" these leave no doubt: "remote us", but not "join us" or "tell us". */
const INSIDE = words("in across within throughout remote onsite hybrid");
const CAPITAL = /^\p{Lu}/u;
const STRANGER = /^ \p{Lu}\p{Ll}/u;
const COMMON_STRANGERS =
  /^ (?:and (?:writing|maths|listening|learning|comprehension)|app|apps|application|applications|development|developers?|engineer\w*|first|banking|testing|design|comprehension|payments|devices?|phones?)\b/i;
const LIST_GAP = /^\s*(?:,|\/|;|&|,?\s+(?:and|or)\s)\s*$/i;

const raw = (text: string, tokens: readonly Token[], first: number, last: number): string => text.slice(tokens[first]!.start, tokens[last]!.end);

function followsPreposition(tokens: readonly Token[], first: number): boolean {
  let at = first;
  while (at > 0 && tokens[at]!.joined) {
    const { key } = tokens[--at]!;
    if (PREPOSITIONS.has(key)) return true;
    if (!BETWEEN.has(key)) return false;
  }
  return false;
}

export const isListGap = (gap: string): boolean => LIST_GAP.test(gap);

export interface PlaceNeighbours {
  /** Where the place before ends, or -1. */
  before: number;
  /** Whether a place that needs no context follows the text position. */
  after: (last: number) => boolean;
}

/** Whether the text around a name allows to read it as the place. */
export function readsAsPlace(text: string, tokens: readonly Token[], first: number, last: number, name: PlaceName, near: PlaceNeighbours): boolean {
  if (name.kind === "demonym") {
    const next = tokens[last + 1];
    return next !== undefined && next.joined && LOCATED.has(next.key);
  }
  if (name.mark === "") return true;
  if (name.mark === "~") return false;
  if (name.mark === "<") return INSIDE.has(tokens[first - 1]?.key ?? "") && tokens[first]!.joined;
  const written = raw(text, tokens, first, last);
  if (name.mark === "=") return written.replace(/[^\p{L}]/gu, "") === name.name.replace(/[^\p{L}]/gu, "");
  const { start } = tokens[first]!;
  const { end } = tokens[last]!;
  const rest = text.slice(end, end + 24);
  if (COMMON_STRANGERS.test(rest) || (STRANGER.test(rest) && !near.after(last))) return false;
  const capital = CAPITAL.test(written);
  if (name.mark === "^") return capital || followsPreposition(tokens, first);
  if (!capital) return false;
  if (followsPreposition(tokens, first)) return true;
  if (near.before >= 0 && isListGap(text.slice(near.before, start))) return true;
  const next = tokens[last + 1];
  const listed = next && (next.key === "and" || next.key === "or") ? last + 1 : last;
  return next !== undefined && isListGap(text.slice(end, tokens[listed + 1]?.start ?? end)) && near.after(listed);
}
