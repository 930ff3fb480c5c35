import type { Token } from "../tokens.ts";
import type { SkillEntry } from "./entries.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Words that make a skill of the everyday word before them: "go developer", "excel skills". */
const AFTER = words(
  "developer developers dev devs engineer engineers engineering programmer programmers programming development coder coding code language " +
    "backend frontend fullstack services microservices microservice apps app stack specialist expert experts skills experience framework jobs job roles " +
    "knowledge scripts scripting scripter projects library components architect consultant administrator admin certification certified",
);
/** Words that make a skill of the capitalised word after them: "written in Go", "using Swift". */
const BEFORE = words("in with using use uses know knows knowing of on via language learn learning write writing wrote built like");
const SENTENCE_START = /(?:^|[.!?:;•·*–—|]|\n)[\s"'(]*[-•*]?\s*$/;
const LIST_MARK = /^\s*(?:[,/+|;•·]|,\s*(?:and|or))\s*$/;
const LOOSE_LIST = /^\s*(?:and|or|&)?\s*$/i;
const DIGIT_BEFORE = /[\d$€£]\s?$/;
const DIGIT_AFTER = /^\s?[$€£]?\d/;

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}+#]/gu, "");

/** Whether the words at `first..last` are written in the letter case of the entry. */
export function sameCase(text: string, tokens: Token[], first: number, last: number, phrase: string): boolean {
  return lettersOf(text.slice(tokens[first]!.start, tokens[last]!.end)) === lettersOf(phrase);
}

export interface Neighbours {
  /** Where the skill before ends, or -1. */
  before: number;
  /** Where the skill after starts, or -1; asked only when needed. */
  after: () => number;
}

/** Whether the words alone, without their surroundings, look like the skill. */
export function looksLikeSkill(text: string, tokens: Token[], first: number, last: number, plural: boolean, entry: SkillEntry): boolean {
  if (entry.ambiguity === "none" && !entry.exactCase) return !plural || entry.phrase.length > 2;
  return !plural && entry.phrase !== entry.phrase.toLowerCase() && sameCase(text, tokens, first, last, entry.phrase);
}

/** Whether the text around an entry allows to read it as the skill. */
export function readsAsSkill(text: string, tokens: Token[], first: number, last: number, plural: boolean, entry: SkillEntry, near: Neighbours): boolean {
  if (entry.ambiguity === "none" && !entry.exactCase && entry.besideNumber) return !plural || entry.phrase.length > 2;
  if (plural) return false;
  const { start } = tokens[first]!;
  const { end } = tokens[last]!;
  if (!entry.besideNumber && (DIGIT_BEFORE.test(text.slice(Math.max(0, start - 3), start)) || DIGIT_AFTER.test(text.slice(end, end + 3)))) return false;
  const cased = sameCase(text, tokens, first, last, entry.phrase);
  if (entry.exactCase && !cased) return false;
  if (entry.ambiguity === "none") return true;

  const next = tokens[last + 1];
  if (next?.joined && AFTER.has(next.key)) return true;
  const named = cased && entry.phrase !== entry.phrase.toLowerCase();
  const previous = tokens[first - 1];
  const introduced = previous !== undefined && tokens[first]!.joined && BEFORE.has(previous.key);
  if (introduced && (named || entry.ambiguity === "name")) return true;
  if (named && entry.ambiguity === "name") {
    const shouted = entry.phrase === entry.phrase.toUpperCase();
    if (shouted || !SENTENCE_START.test(text.slice(Math.max(0, start - 12), start))) return true;
  }

  const listed = (gap: string): boolean => LIST_MARK.test(gap) || ((cased || entry.ambiguity === "name") && LOOSE_LIST.test(gap));
  if (near.before >= 0 && start - near.before < 8 && listed(text.slice(near.before, start))) return true;
  const after = near.after();
  return after >= 0 && after - end < 8 && listed(text.slice(end, after));
}
