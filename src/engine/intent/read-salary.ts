import { type MoneyHit, convert, findMoney } from "../vocabulary/money.ts";
import type { Draft } from "./draft.ts";
import type { Bound, Mention } from "./mention.ts";

const FIGURES = /\b(five|six|seven)[- ]figures?(?: (?:salary|pay|income|sum))?\b/g;
const FIGURE: Record<string, number> = { five: 10_000, six: 100_000, seven: 1_000_000 };
const RANGE_LINK = /\s?(?:-|–|—|\bto\b|\band\b)\s?/i;
/** "300k+ SGD". */
const CODE_AFTER = /^ ([A-Z]{3})(?![A-Za-z])/;
const DENIED_BEFORE =
  /\b(?:no|not|nothing|never|none|(?:don't|do not|won't|wouldn't) (?:want|accept|take|go|work for|consider)(?: anything| jobs?)?)(?: (?:that )?pay(?:s|ing)?| for)? $/;
/** Words around an amount that say no more than the amount does. */
const LEAD =
  /(?:\b(?:with|for|at|on|a|an|the|my|our|is|of|around|about|approx|approximately|roughly|circa|ca\.?|~|starting|gross|net|annual|yearly|monthly|hourly|daily|day|base|basic|minimum|maximum|max|min|desired|expected|target|current|salary|salaries|pay|pays|paying|paid|wages?|rate|compensation|package|budget|earn|earning|earns|make|making|ctc|offering|offers|range|band|least|most|expectations?|between|want|asking|that|which|jobs?)[ :]+)+$/;
const TAIL = /^ (?:salary|pay|wages?|base|basic|gross|net|ctc|package|compensation|budget|in hand|before tax|max|tops|rate|range)\b/;

/** Sums of money, with the words that merely introduce them. */
export function readSalary(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  for (const hit of findMoney(draft.text)) {
    if (!draft.isOpen(hit)) continue;
    const { bound, start } = boundOf(hit, draft.lower);
    const { end } = hit;
    const code = hit.currency === undefined ? CODE_AFTER.exec(draft.text.slice(end, end + 5)) : null;
    const currency = code && convert(1, code[1]!, "USD") !== null ? code[1]! : hit.currency;
    const most = hit.atLeast || hit.atMost ? undefined : upperEnd(hit.text, hit.amount);
    mentions.push({
      kind: "salary",
      amount: hit.amount,
      bound,
      ...(most === undefined ? {} : { most }),
      ...(currency === undefined ? {} : { currency: barely$(hit.text) ? "$" : currency }),
      ...(hit.period === undefined ? {} : { period: hit.period }),
      ...claimed(draft, start, end + (currency === hit.currency ? 0 : code![0].length)),
    });
  }
  for (const match of draft.find(FIGURES)) {
    const { start, end } = match;
    mentions.push({ kind: "salary", amount: FIGURE[match[1]!]!, bound: "at-least", period: "year", ...claimed(draft, start, end) });
  }
  return mentions;
}

/** "No less than 50k" and "nothing under 50k" turn the bound round. */
function boundOf({ atMost, atLeast, text, start }: MoneyHit, lower: string): { bound: Bound; start: number } {
  if (!atMost && !atLeast) return { bound: "exact", start };
  const denied = /^(?:no|not)\b/i.test(text) ? null : DENIED_BEFORE.exec(lower.slice(Math.max(0, start - 40), start));
  return { bound: atMost === (denied === null) ? "at-most" : "at-least", start: start - (denied?.[0].length ?? 0) };
}

function claimed(draft: Draft, start: number, end: number): { start: number; end: number } {
  const lead = LEAD.exec(draft.lower.slice(Math.max(0, start - 60), start));
  const tail = TAIL.exec(draft.lower.slice(end, end + 20));
  draft.take({ start: start - (lead?.[0].length ?? 0), end: end + (tail?.[0].length ?? 0) });
  return { start, end: end + (tail?.[0].length ?? 0) };
}

function upperEnd(text: string, low: number): number | undefined {
  const high = text.split(RANGE_LINK).at(-1)!;
  if (high === text) return undefined;
  const amount = findMoney(`salary ${high}`).at(0)?.amount;
  return amount !== undefined && amount > low ? amount : undefined;
}

/** A dollar sign without a country is the dollar of the place, as far as that has one. */
const barely$ = (text: string): boolean => /(?<![\p{L}])\$/u.test(text) && !/[A-Z]{3}|dollars?/.test(text);
