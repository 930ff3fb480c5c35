import type { PayPeriod } from "../../catalog/records.ts";
import { type Evidence, readsAsPay } from "./context.ts";
import { CURRENCY_AFTER, CURRENCY_BEFORE, currencyWritten } from "./currencies.ts";
import { NUMBER, SCALE, factorOf, numberOf } from "./numbers.ts";
import { PERIOD_AFTER, periodBefore, periodWritten } from "./periods.ts";

/** Pay someone named; of a range the lower bound. `start` and `end` span the words that belong to it ("at least 70k EUR a year"). */
export interface MoneyHit {
  amount: number;
  /** ISO 4217; absent where the text names none, or only "kr" or "pesos". */
  currency?: string;
  period?: PayPeriod;
  /** "70k+", "at least 70k", "over 70k". */
  atLeast: boolean;
  /** "up to 70k", "under 70k". */
  atMost: boolean;
  start: number;
  end: number;
  text: string;
}

const END = String.raw`(?![\p{L}\d])`;
const SCALED = `(?<NAME>${NUMBER})(?:\\s?(?<NAMEScale>${SCALE})(?:${END}|(?=${CURRENCY_AFTER})))?`;
const amount = (name: string): string => SCALED.replaceAll("NAME", name);
const MONEY = new RegExp(
  String.raw`(?<![\p{L}\d]|\d[.,]|[#])(?<before>${CURRENCY_BEFORE})?\s?${amount("low")}(?:\s?(?<middle>${CURRENCY_AFTER}))?` +
    String.raw`(?:\s?(?<link>-|–|—|to|bis|and|und)\s?(?<before2>${CURRENCY_BEFORE})?\s?${amount("high")})?` +
    String.raw`(?:\s?(?<after>${CURRENCY_AFTER}))?(?<plus>\s?\+|\s(?:plus|or more|or above|and (?:up|above|over|more)|upwards?|minimum|min)${END})?` +
    String.raw`(?<period>${PERIOD_AFTER})?(?<plus2>\s?\+|\s(?:plus|or more|or above|and (?:up|above|over|more)|upwards?|minimum)${END})?`,
  "giu",
);
const AT_LEAST =
  /(?:\bat least|\b(?:a )?min(?:imum)?(?: of)?\.?|\bfrom|\bover|\babove|\bmore than|\b(?:no|not) less than|\bstarting (?:at|from)|\bupwards of|\bnorth of|\bnot (?:under|below)|\bexceeding|\bmindestens|\bab|>=?|≥)[\s:]*$/i;
const AT_MOST =
  /(?:\bup to|\bat most|\b(?:a )?max(?:imum)?(?: of)?\.?|\bunder|\bbelow|\bless than|\b(?:no|not) (?:more than|over|above)|\bcapped at|\bhöchstens|\bbis(?: zu)?|<=?|≤)[\s:]*$/i;
/** The number goes on as something else: "2nd", "45%", "24/7", "3.5.1". */
const UNFINISHED = /^(?:[\p{L}\d]|\s?%|\s?percent|[/.:]\d|°)/iu;
const WEEKS_A_YEAR = 52;
const BETWEEN = /\b(?:between|zwischen)\s+$/i;

/** The sums of money a text names as pay. Years, counts, ranks, sizes and percentages are left alone. */
export function findMoney(text: string): MoneyHit[] {
  const hits: MoneyHit[] = [];
  MONEY.lastIndex = 0;
  for (let match = MONEY.exec(text); match; match = MONEY.exec(text)) {
    const { hit, resume } = read(text, match);
    if (hit) hits.push(hit);
    MONEY.lastIndex = Math.max(resume, match.index + 1);
  }
  return hits;
}

function read(text: string, match: RegExpExecArray): { hit: MoneyHit | null; resume: number } {
  const found = match.groups!;
  const lead = text.slice(Math.max(0, match.index - 48), match.index);
  const between = BETWEEN.exec(lead);
  if (/^(?:and|und)$/i.test(found.link ?? "") && !between) return alone(text, match);
  const end = match.index + match[0].length;
  if (UNFINISHED.test(text.slice(end, end + 8))) return found.link ? alone(text, match) : { hit: null, resume: end };

  const word = [found.before, found.middle, found.before2, found.after].find((written) => written && currencyWritten(written) !== undefined) ?? "";
  const low = numberOf(found.low!, found.lowScale !== undefined);
  const high = found.high ? numberOf(found.high, found.highScale !== undefined) : undefined;
  const scale = found.lowScale ?? (high !== undefined && low < high ? found.highScale : undefined) ?? "";
  const amount = low * factorOf(scale);
  const unit = /^lpa$/i.test(scale) ? "year" : (periodWritten(found.period ?? "") ?? periodBefore(lead));
  const least = AT_LEAST.exec(lead);
  const most = least ? null : AT_MOST.exec(lead);
  const qualifier = between ?? least ?? most;
  const evidence: Evidence = {
    amount,
    scale: scale.toLowerCase(),
    scaleAttached: !new RegExp(`\\d\\s${scale}`, "i").test(match[0]),
    currencyWord: word,
    hasPeriod: unit !== undefined,
    qualified: qualifier !== null,
    before: lead,
    after: text.slice(end, end + 48),
  };
  if (!readsAsPay(evidence)) return { hit: null, resume: found.link ? match.index + match[0].indexOf(found.low!) + found.low!.length : end };

  const currency = (word ? currencyWritten(word) : /^(?:l|lpa|lakhs?|lacs?|crores?|cr)$/i.test(scale) ? "INR" : null) ?? undefined;
  const start = match.index - (qualifier ? qualifier[0].length : 0) + (qualifier ? 0 : /^\s*/.exec(match[0])![0].length);
  const hit: MoneyHit = {
    amount: unit === "week" ? amount * WEEKS_A_YEAR : amount,
    ...(currency ? { currency } : {}),
    ...(unit ? { period: unit === "week" ? "year" : unit } : {}),
    atLeast: least !== null || found.plus !== undefined || found.plus2 !== undefined,
    atMost: most !== null,
    start,
    end,
    text: text.slice(start, end),
  };
  return { hit, resume: end };
}

/** Reads the first number alone, where what looked like a range is none. */
function alone(text: string, match: RegExpExecArray): { hit: MoneyHit | null; resume: number } {
  const cut = match.index + match[0].indexOf(match.groups!.link!, match.groups!.before?.length ?? 0);
  const hit = findMoney(text.slice(0, cut)).at(-1) ?? null;
  return { hit: hit && hit.end > match.index ? hit : null, resume: cut };
}
