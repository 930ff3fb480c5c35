import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";
import { NUMERAL, numeral } from "./numerals.ts";

/** "Recent" without a number. */
const RECENT_DAYS = 14;
const UNIT_DAYS: Record<string, number> = { hour: 1 / 24, hr: 1 / 24, day: 1, week: 7, fortnight: 14, month: 30 };
const UNIT = "(hour|hr|day|week|fortnight|month)s?";
const POSTED =
  "(?:newly |recently |just )?(?:posted|added|published|listed|advertised|uploaded|opened|announced|updated|active|new|fresh|appeared|came out|come out|out|up|put up|submitted|refreshed)";

const PAST = new RegExp(
  `\\b(?:${POSTED} )?(?:in |within |from |over |during |since )?(?:the |these )?(?:last|past|previous) (?:(${NUMERAL}) )?${UNIT}\\b`,
  "g",
);
const YOUNGER = new RegExp(`\\b(?:no older than|not older than|no more than|less than|under|younger than|at most) (${NUMERAL}) ${UNIT} old\\b`, "g");
const AGO = new RegExp(`\\b${POSTED} (?:up to |less than |no more than |within )?(?:the )?(${NUMERAL}) ${UNIT}(?: ago)?\\b`, "g");
const NAMED = new RegExp(
  `\\b(?:${POSTED} (?:since |from )?|(?:jobs?|roles?|ones|listings?|postings?|vacancies|resumes|cvs|candidates|profiles) (?:from |of |since )?|since |from )(today|yesterday|this week|this month|this morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b(?:'s)?( onwards)?`,
  "g",
);
const BARE =
  /^(?:(?:only|just|what's|whats|anything|any) )?(?:new )?(today|this week|this month)(?: only)?[.!?]?$|\b(today)'s (?:new )?(?=jobs|roles|listings|vacancies|postings)/g;
const THINGS =
  "(?:jobs|roles|ones|postings|listings|posts|vacancies|openings|ads|adverts|resumes|cvs|profiles|candidates|positions|results|offers|opportunities)";
const VAGUE = new RegExp(
  "\\b(?:(?:most )?recently (?:posted|added|published|listed|updated|active|advertised)|(?:just|newly) (?:posted|added|listed|published)|" +
    `(?:the )?(?:most recent|recent|newest|latest|brand new|fresh|new)(?! (?:grads?|graduates?|experience|college|university|business|product|build|media|home|homes|city|town)\\b)(?= (?:[\\w+#.-]+ ){0,2}${THINGS}\\b)|` +
    "anything new|what.s new|recent only|(?:recent|latest|newest)(?=$|[.!?]))",
  "g",
);

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

export function readRecency(draft: Draft, now: Date): Mention[] {
  const mentions: Mention[] = [];
  const add = (match: { start: number; end: number }, days: number, vague = false): void => {
    const { start, end } = match;
    draft.take({ start, end });
    mentions.push({ kind: "recency", days: Math.max(1, Math.round(days)), vague, start, end });
  };
  for (const pattern of [PAST, YOUNGER, AGO]) for (const match of draft.find(pattern)) add(match, numeral(match[1] ?? "one") * UNIT_DAYS[match[2]!]!);
  for (const match of draft.find(NAMED)) add(match, daysSince(match[1]!, now));
  for (const match of draft.find(BARE)) add(match, daysSince((match[1] ?? match[2])!, now));
  for (const match of draft.find(VAGUE)) add(match, RECENT_DAYS, true);
  return mentions;
}

function daysSince(name: string, now: Date): number {
  if (name === "today" || name === "this morning") return 1;
  if (name === "yesterday") return 2;
  if (name === "this week") return 7;
  if (name === "this month") return 30;
  return ((now.getUTCDay() - WEEKDAYS.indexOf(name) + 7) % 7) + 1;
}
