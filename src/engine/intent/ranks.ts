import { ORDINAL, numeral, ordinal } from "./numerals.ts";
import type { Span } from "./draft.ts";

/** Words that point at matches shown before: a rank, several ranks, or "it". */
export interface Reference extends Span {
  /** Ranks from 1; negative ones count from the end (-1 is the last). Empty for "it". */
  ranks: number[];
  /** "it", "that one": whatever was talked about last. */
  it: boolean;
  /** Unmistakable without a verb around it ("#2", "the second one"); a bare "2" is not. */
  strong: boolean;
}

const THING = "(?:ones?|jobs?|results?|match(?:es)?|candidates?|options?|roles?|positions?|person|people|listings?|applicants?|posting|vacancy|guy|lady)";
const SMALL = "\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten";
const NOT_A_UNIT =
  "(?! ?(?:[a-z]*\\+|k\\b|%|[-/.:]?\\d|days?|weeks?|months?|years?|yrs?|hours?|hrs?|mins?|minutes?|miles?|km|people|beds|jobs?|roles?|candidates?|results?|matches|more|others?|usd|eur|gbp|inr|dollars|euros|pounds))";

const PATTERNS: { pattern: RegExp; strong: boolean; read: (match: RegExpExecArray) => number[] | "it" }[] = [
  {
    strong: true,
    pattern: new RegExp(`\\b(?:the )?(?:first|top) (${SMALL})\\b(?! ?(?:days?|weeks?|months?|years?|[a-z]* ?%))(?: ${THING})?`, "g"),
    read: (match) => upTo(numeral(match[1]!)),
  },
  {
    strong: true,
    pattern: new RegExp(`\\b(?:the )?(?:last|bottom) (${SMALL})\\b(?! ?(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|k\\b))(?: ${THING})?`, "g"),
    read: (match) =>
      upTo(numeral(match[1]!))
        .map((rank) => -rank)
        .reverse(),
  },
  {
    strong: true,
    pattern: new RegExp(
      `\\b(?:the )?(?:very )?(${ORDINAL}) (?:and|or|&) (?:the )?(${ORDINAL}) (?:one|ones|result|results|match|matches|candidates?|options?)\\b`,
      "g",
    ),
    read: (match) => [ordinal(match[1]!), ordinal(match[2]!)],
  },
  {
    strong: true,
    pattern: new RegExp(`\\b(?:the )?(?:very )?(${ORDINAL}) (?:one|result|match|candidate|option|listing|applicant)\\b`, "g"),
    read: (match) => [ordinal(match[1]!)],
  },
  {
    strong: true,
    pattern: new RegExp(`\\bthe (${ORDINAL}) (?:job|role|position|person|posting|vacancy)\\b(?! (?:available|you))`, "g"),
    read: (match) => [ordinal(match[1]!)],
  },
  {
    strong: true,
    pattern: new RegExp(
      `(?:\\b(?:the|or|and|than|vs\\.?|versus|with) |^)(${ORDINAL})(?=$|[.,?!;]|'s\\b| (?:and|or|vs|versus|is|was|are|has|does|ranked|above|below|over|than|better|higher|lower|so|please|with|to|against|for|about|in more|more|again)\\b)`,
      "g",
    ),
    read: (match) => [ordinal(match[1]!)],
  },
  {
    strong: true,
    pattern:
      /\b(?:the )?(?:very )?(?:last|final|bottom) (?:one|job|result|match|candidate|option|role|position|person|listing)\b|\bthe (?:last|final)(?=$|[.,?!;])/g,
    read: () => [-1],
  },
  {
    strong: true,
    pattern: /\b(?:the )?(?:top|best|highest[- ]ranked|top[- ]ranked) (?:one|result|match|candidate|option)\b(?! (?:for|in|near|who|with)\b)/g,
    read: () => [1],
  },
  {
    strong: true,
    pattern:
      /(?:#|\b(?:number|no\.|nr\.?|num|job|candidate|result|match|option|position|role|rank|item|listing|applicant) #?)(\d{1,4})\b(?!\+| ?(?:k|years?|days?|hours?|%))/g,
    read: (match) => [Number(match[1])],
  },
  { strong: true, pattern: /\bnumber (one|two|three|four|five|six|seven|eight|nine|ten)\b/g, read: (match) => [numeral(match[1]!)] },
  { strong: true, pattern: /^(?:one|two|three|four|five|six|seven|eight|nine|ten)(?=$|[.!?]$| please)/g, read: (match) => [numeral(match[0])] },
  {
    strong: false,
    pattern: new RegExp(`(?<![\\w.,£$€₹-])(\\d{1,2}) ?(?:-|to|through) ?(\\d{1,2})${NOT_A_UNIT}\\b`, "g"),
    read: (match) => fromTo(Number(match[1]), Number(match[2])),
  },
  { strong: false, pattern: new RegExp(`(?<![\\w.,£$€₹-])(\\d{1,3})${NOT_A_UNIT}\\b`, "g"), read: (match) => [Number(match[1])] },
  {
    strong: false,
    pattern:
      /\b(?:it|this one|that one|this job|that job|this role|that role|this candidate|that candidate|this position|that position|this|that|him|her|she|he)\b/g,
    read: () => "it",
  },
];
const upTo = (count: number): number[] => Array.from({ length: Math.min(count, 20) }, (_, at) => at + 1);
const fromTo = (low: number, high: number): number[] => (low < high ? upTo(high - low + 1).map((step) => low + step - 1) : [low, high]);

/** Everything in a short lower-case text that may point at matches, in order and without overlap. */
export function findReferences(lower: string): Reference[] {
  const found: Reference[] = [];
  for (const { pattern, strong, read } of PATTERNS)
    for (const match of lower.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (found.some((other) => span.start < other.end && other.start < span.end)) continue;
      const ranks = read(match);
      found.push({ ...span, strong, ranks: ranks === "it" ? [] : ranks, it: ranks === "it" });
    }
  return found.toSorted((a, b) => a.start - b.start);
}
