import type { PayPeriod } from "../../catalog/records.ts";
import { type Evidence, readsAsPay } from "./context.ts";
import { CURRENCY_AFTER, CURRENCY_BEFORE, currencyWritten } from "./currencies.ts";
import { INDIAN_SCALE, NUMBER, SCALE, factorOf, numberOf } from "./numbers.ts";
import { PERIOD_AFTER, periodBefore, periodWritten } from "./periods.ts";

/** Pay someone named; of a range the lower bound. `start` and `end` span all words that belong to it ("at least 70k EUR a year"). */
export interface MoneyHit {
  amount: number;
  /** ISO 4217; absent where the text names none, or one of several ("kr", "pesos"). */
  currency?: string;
  /** Absent where the text names none. Pay a week comes as pay a year. */
  period?: PayPeriod;
  /** "70k+", "at least 70k", "over 70k". */
  atLeast: boolean;
  /** "up to 70k", "under 70k". */
  atMost: boolean;
  start: number;
  end: number;
  text: string;
}

const WEEKS_A_YEAR = 52;
const END = String.raw`(?![\p{L}\d])`;
const MORE = String.raw`(?:\s?\+|\s(?:plus|or more|or above|and (?:up|above|over|more)|upwards?|minimum|min)${END})`;
const amount = (name: string): string => `(?<${name}>${NUMBER})(?:\\s?(?<${name}Scale>${SCALE})(?:${END}|(?=${CURRENCY_AFTER})))?`;
const FIRST = String.raw`(?<![\p{L}\d]|\d[.,]|#)(?<before>${CURRENCY_BEFORE})?\s?${amount("low")}(?:\s?(?<middle>${CURRENCY_AFTER}))?`;
const SECOND = String.raw`(?:\s?(?<link>-|–|—|to|bis|and|und)\s?(?<before2>${CURRENCY_BEFORE})?\s?${amount("high")})?`;
const REST = String.raw`(?:\s?(?<after>${CURRENCY_AFTER}))?(?<more>${MORE})?(?<period>${PERIOD_AFTER})?(?<moreAfter>${MORE})?`;
/** The scripts of names and words; `\p{L}` with folded case takes ten times as long to compile. */
const LETTERS = String.raw`a-z\u00c0-\u024f\u0370-\u1fff\u3040-\ud7ff`;
const compiled = (source: string, flags: string) =>
  new RegExp(source.replaceAll(String.raw`[\p{L}`, `[${LETTERS}`).replaceAll(String.raw`\p{L}`, `[${LETTERS}]`), flags);
const MONEY = compiled(FIRST + SECOND + REST, "giu");
/** One sum, not a range. */
const SINGLE = compiled(FIRST + REST, "iuy");
/** The number goes on as something else: "2nd", "45%", "24/7", "3.5.1", "9:30". */
const UNFINISHED = /^(?:[\p{L}\d]|\s?%|\s?percent|[/.:]\d|°)/iu;
const BETWEEN = /\b(?:between|zwischen)\s+$/i;
const AT_LEAST =
  /(?:\bat least|\b(?:a )?min(?:imum)?(?: of)?\.?|\bfrom|\bover|\babove|\bmore than|\b(?:no|not) less than|\bstarting (?:at|from)|\bupwards of|\bnorth of|\bnot (?:under|below)|\bexceeding|\bmindestens|\bab|>=?|≥)[\s:]*$/i;
const AT_MOST =
  /(?:\bup to|\bat most|\b(?:a )?max(?:imum)?(?: of)?\.?|\bunder|\bbelow|\bless than|\b(?:no|not) (?:more than|over|above)|\bcapped at|\bhöchstens|\bbis(?: zu)?|<=?|≤)[\s:]*$/i;
const ABOUT = /(?:\babout|\baround|\bapprox(?:imately|\.)?|\broughly|\bcirca|\bca\.|~)\s*$/i;
const LOOK_BACK = 48;

/** The sums of money a text names as pay. Years, counts, ranks, sizes and percentages are left alone. */
export function findMoney(text: string): MoneyHit[] {
  const hits: MoneyHit[] = [];
  MONEY.lastIndex = 0;
  for (let match = MONEY.exec(text); match; match = MONEY.exec(text)) {
    const { hit, resume } = read(text, match, hits.at(-1)?.end ?? 0);
    if (hit) hits.push(hit);
    MONEY.lastIndex = Math.max(resume, match.index + 1);
  }
  return hits;
}

interface Reading {
  hit: MoneyHit | null;
  /** Where to look for the next sum. */
  resume: number;
}

function read(text: string, match: RegExpExecArray, taken: number): Reading {
  const found = match.groups!;
  const end = match.index + match[0].length;
  const lead = text.slice(Math.max(taken, match.index - LOOK_BACK), match.index);
  const between = BETWEEN.exec(lead);
  const unfinished = UNFINISHED.test(text.slice(end, end + 8));
  const isRange = found.link !== undefined && !unfinished && (between !== null || !/^(?:and|und)$/i.test(found.link));
  if (found.link !== undefined && !isRange) return readSingle(text, match.index, taken);
  if (unfinished) return { hit: null, resume: end };

  const currencyWord = found.before ?? found.middle ?? found.before2 ?? found.after ?? "";
  const { amount, scale } = lowerBound(found);
  const unit = /^lpa$/i.test(scale) ? "year" : (periodWritten(found.period ?? "") ?? periodBefore(lead));
  const atMost = AT_MOST.exec(lead);
  const atLeast = atMost ? null : AT_LEAST.exec(lead);
  const qualifier = between ?? atLeast ?? atMost ?? ABOUT.exec(lead);
  const evidence: Evidence = {
    amount,
    scale: scale.toLowerCase(),
    scaleAttached: !match[0].includes(` ${scale}`),
    currencyWord,
    unit,
    qualified: qualifier !== null,
    before: lead,
    after: text.slice(end, end + LOOK_BACK),
  };
  const low = match.index + match[0].indexOf(found.low!);
  if (!readsAsPay(evidence)) return { hit: null, resume: found.link ? low + found.low!.length : end };

  const currency = (currencyWord ? currencyWritten(currencyWord) : INDIAN_SCALE.test(scale) ? "INR" : null) ?? undefined;
  const start = qualifier ? match.index - qualifier[0].length : match.index + (match[0].length - match[0].trimStart().length);
  const hit: MoneyHit = {
    amount: unit === "week" ? amount * WEEKS_A_YEAR : amount,
    ...(currency ? { currency } : {}),
    ...(unit ? { period: unit === "week" ? "year" : unit } : {}),
    atLeast: atLeast !== null || found.more !== undefined || found.moreAfter !== undefined,
    atMost: atMost !== null,
    start,
    end,
    text: text.slice(start, end),
  };
  return { hit, resume: end };
}

/** In "60-80k" the scale of the upper bound holds for both. */
function lowerBound(found: Record<string, string | undefined>): { amount: number; scale: string } {
  const low = numberOf(found.low!, found.lowScale !== undefined);
  const high = found.high === undefined ? undefined : numberOf(found.high, found.highScale !== undefined);
  const scale = found.lowScale ?? (high !== undefined && low < high ? found.highScale : undefined) ?? "";
  return { amount: low * factorOf(scale), scale };
}

/** Where what looked like a range is none, "60k and 80k", reads the first number without the second. */
function readSingle(text: string, at: number, taken: number): Reading {
  SINGLE.lastIndex = at;
  const match = SINGLE.exec(text);
  return match ? read(text, match, taken) : { hit: null, resume: at + 1 };
}
