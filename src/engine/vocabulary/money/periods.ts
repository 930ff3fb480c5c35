import type { PayPeriod } from "../../catalog/records.ts";

/** A pay period, or the week, which is turned into a year. */
export type Unit = PayPeriod | "week";

const UNITS: Record<Unit, string> = {
  hour: "hours?|hrs?|h|stunde|std|heure|hora",
  day: "days?|d|tag|jour|día|dia",
  week: "weeks?|wk|w|woche|semaine",
  month: "months?|mth|mo|m|monat|mois|mes|mês",
  year: "years?|yr|y|annum|jahr|an|año|ano",
};
const ADVERBS: Record<Unit, string> = {
  hour: "hourly|p\\.?h\\.?",
  day: "daily|p\\.?d\\.?",
  week: "weekly|p\\.?w\\.?",
  month: "monthly|pcm|p\\.?m\\.?",
  year: "annually|yearly|annual|p\\.?\\s?a\\.?",
};
const NAMES = Object.keys(UNITS) as Unit[];
const END = String.raw`(?![\p{L}\d])`;
const LINK = String.raw`(?:\s?\/\s?|\s(?:per|an?|each|every|pro|im|in der|par|por|al|the)\s|\s?p\/)`;
const FILLER = String.raw`(?:\s(?:gross|net|brutto|netto|base|basic|before tax|pre-tax|pretax|in hand)${END}){0,2}`;

const all = (words: Record<Unit, string>): string => NAMES.map((name) => words[name]).join("|");

const ABBREVIATIONS = "ph|pd|pw|pm|pcm|pa";

/** Regular expression source of a period that follows an amount; flags `iu`. */
export const PERIOD_AFTER = `${FILLER}(?:${LINK}(?:${all(UNITS)})|\\s?(?:${ABBREVIATIONS})|\\s(?:${all(ADVERBS)}))${END}`;

const AFTER = NAMES.map((name) => [name, new RegExp(`(?:${LINK}(?:${UNITS[name]})|(?:^|\\s)(?:${ADVERBS[name]}))$`, "iu")] as const);
const BEFORE =
  /\b(hourly|day|daily|weekly|monthly|annual|yearly)(?: gross| base| basic| net)? ?(?:rate|salary|pay|wage|wages|income|earnings|ctc)?(?: expectations?)?(?: is| of| from| around| at| about|:)*\s*$/i;
const WORDS: Record<string, Unit> = { hourly: "hour", day: "day", daily: "day", weekly: "week", monthly: "month", annual: "year", yearly: "year" };

export function periodWritten(words: string): Unit | undefined {
  return AFTER.find(([, pattern]) => pattern.test(words))?.[0];
}

/** The period named in front of an amount: "an hourly rate of", "day rate:". */
export function periodBefore(text: string): Unit | undefined {
  return WORDS[BEFORE.exec(text)?.[1]?.toLowerCase() ?? ""];
}
