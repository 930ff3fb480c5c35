import type { Token } from "../tokens.ts";
import type { SkillEntry } from "./entries.ts";

/** A run of tokens that spells an entry. `plural`: the text adds an "s". */
interface Span {
  tokens: readonly Token[];
  first: number;
  last: number;
  plural: boolean;
}

/** Other skills beside a span. */
interface Neighbours {
  /** Where the skill before ends, or -1. */
  before: number;
  /** Where a skill after starts, or -1; asked only when needed. */
  after: () => number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Words that make a skill of the everyday word before them: "go developer", "excel skills". */
const AFTER = words(
  "developer developers dev devs engineer engineers engineering programmer programmers programming development coder coding code language backend frontend fullstack " +
    "services microservices microservice apps app stack specialist expert experts skills experience framework jobs job roles knowledge scripts scripting projects " +
    "library components architect consultant administrator admin manager managers officer assistant analyst nurse nurses teacher clerk tester trainee certification certified",
);
/** Words that make a skill of the capitalised word after them: "written in Go", "using Swift". */
const BEFORE = words("in with using use uses know knows knowing of on via language learn learning write writing wrote built like");
const SENTENCE_START = /(?:^|[.!?:;•·*–—|]|\n)[\s"'(]*[-•*]?\s*$/;
const LIST_MARK = /^\s*(?:[,/+|;•·]|,\s*(?:and|or))\s*$/;
const LOOSE_LIST = /^\s*(?:and|or|&)?\s*$/i;
const DIGIT_BEFORE = /[\d$€£]\s?$/;
const DIGIT_AFTER = /^\s?[$€£]?\d/;
/** What may stand after the last everyday word of a list: "kubernetes and go in Berlin", not "sql and go jogging". */
const LIST_END = /^\s*(?:$|[.,;:!?)]|(?:in|at|for|with|near|on|from|remote|jobs?|experience|please)\b)/i;
const FARTHEST_LISTED = 8;

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}+#]/gu, "");
const capitalised = (phrase: string): boolean => phrase !== phrase.toLowerCase();

const sameCase = (text: string, { tokens, first, last }: Span, phrase: string): boolean =>
  lettersOf(text.slice(tokens[first]!.start, tokens[last]!.end)) === lettersOf(phrase);

/** Whether the words alone, without their surroundings, look like the skill. */
export function looksLikeSkill(text: string, span: Span, entry: SkillEntry): boolean {
  if (entry.ambiguity === "none" && !entry.exactCase) return !span.plural || entry.phrase.length > 2;
  return !span.plural && capitalised(entry.phrase) && sameCase(text, span, entry.phrase);
}

/** Whether the text around an entry allows to read it as the skill. */
export function readsAsSkill(text: string, span: Span, entry: SkillEntry, near: Neighbours): boolean {
  if (entry.ambiguity === "none" && !entry.exactCase && entry.besideNumber) return !span.plural || entry.phrase.length > 2;
  if (span.plural) return false;
  const { start } = span.tokens[span.first]!;
  const { end } = span.tokens[span.last]!;
  if (!entry.besideNumber && (DIGIT_BEFORE.test(text.slice(Math.max(0, start - 3), start)) || DIGIT_AFTER.test(text.slice(end, end + 3)))) return false;
  const cased = sameCase(text, span, entry.phrase);
  if (entry.exactCase && !cased) return false;
  return (
    entry.ambiguity === "none" ||
    isIntroduced(text, span, entry, cased) ||
    isListed(text, start, end, near, cased || entry.ambiguity === "name" || LIST_END.test(text.slice(end)))
  );
}

/** "go developer", "written in Go", and for names also "we use React" by its capital and "react" as the whole text. */
function isIntroduced(text: string, { tokens, first, last }: Span, entry: SkillEntry, cased: boolean): boolean {
  const next = tokens[last + 1];
  if (next?.joined && AFTER.has(next.key)) return true;
  const named = cased && capitalised(entry.phrase);
  const previous = tokens[first]!.joined ? tokens[first - 1] : undefined;
  if (previous && BEFORE.has(previous.key) && (named || entry.ambiguity === "name")) return true;
  if (entry.ambiguity !== "name") return false;
  if (tokens.length === last - first + 1) return true;
  if (!named) return false;
  const shouted = entry.phrase === entry.phrase.toUpperCase();
  const { start } = tokens[first]!;
  return shouted || !SENTENCE_START.test(text.slice(Math.max(0, start - 12), start));
}

/** "Python, go", and where the letter case leaves no doubt also "Python and Go". */
function isListed(text: string, start: number, end: number, near: Neighbours, certain: boolean): boolean {
  const joins = (gap: string): boolean => LIST_MARK.test(gap) || (certain && LOOSE_LIST.test(gap));
  if (near.before >= 0 && start - near.before < FARTHEST_LISTED && joins(text.slice(near.before, start))) return true;
  const after = near.after();
  return after >= 0 && after - end < FARTHEST_LISTED && joins(text.slice(end, after));
}
