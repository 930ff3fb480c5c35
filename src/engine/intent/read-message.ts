import type { Role } from "../catalog/records.ts";
import { type Assembled, assemble } from "./assemble.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Drops, readDrops } from "./drops.ts";
import type { Place } from "./filters.ts";
import { unreadConditions } from "./leftovers.ts";
import type { Judged, Mention } from "./mention.ts";
import { judge } from "./negation.ts";
import { queryFrom } from "./query.ts";
import { readConditions } from "./read-conditions.ts";
import { readCompanies, readEmployerKind } from "./read-employer.ts";
import { readEmployment } from "./read-employment.ts";
import { readExperience } from "./read-experience.ts";
import { readLanguages } from "./read-languages.ts";
import { readMobility } from "./read-mobility.ts";
import { takePersonal } from "./read-personal.ts";
import { readPlaces } from "./read-places.ts";
import { readRecency } from "./read-recency.ts";
import { readSalary } from "./read-salary.ts";
import { readSeniority } from "./read-seniority.ts";
import { findTopics, readSkills } from "./read-skills.ts";
import { readWorkplace } from "./read-workplace.ts";

export interface ReadingContext {
  role: Role;
  country?: string | undefined;
  currency?: string | undefined;
  home?: Place | undefined;
  knownPlaces: readonly Place[];
  now: Date;
}

/** What one message says, before it meets the running search. */
export interface Reading extends Pick<Assembled, "filters" | "anywhere" | "radius" | "assumptions"> {
  query: string;
  unparsed: string[];
  drops: Drops;
  mentions: Judged[];
}

/** Runs the readers over a text, those with the longer and more telling wording first. */
export function readMessage(text: string, context: ReadingContext): Reading {
  const draft = draftOf(text);
  takePersonal(draft);
  const drops = readDrops(draft);
  const mobility = readMobility(draft, context.role);
  const conditions = readConditions(draft, context.role);
  const employers = [...readCompanies(draft), ...readEmployerKind(draft)];
  const languages = readLanguages(draft);
  const topics = findTopics(draft);
  const numbers = [...readSalary(draft), ...readRecency(draft, context.now), ...readExperience(draft)];
  const terms = [...readWorkplace(draft), ...readEmployment(draft)];
  const places = readPlaces(draft, context.home, context.knownPlaces.length > 0);
  const levels = readSeniority(draft);
  const mentions: Mention[] = [
    ...mobility,
    ...employers,
    ...languages.mentions,
    ...numbers,
    ...terms,
    ...places.mentions,
    ...levels,
    ...readSkills(draft, topics),
  ];
  const { judged, unread } = partAlternatives(text, judge(draft, mentions, context.role));
  for (const mention of judged) if (mention.polarity !== "wanted" && mention.polarity !== "wish") draft.take(mention);
  takeCounts(draft);
  const leftovers = unreadConditions(draft);
  const assembled = assemble(judged, { ...context, text });
  return {
    filters: assembled.filters,
    anywhere: assembled.anywhere,
    radius: assembled.radius,
    assumptions: [...assembled.assumptions, ...conditions.assumptions],
    unparsed: [...assembled.unread, ...conditions.unread, ...unread, ...languages.unread, ...places.unread, ...leftovers],
    query: withWishes(queryFrom(draft), judged, text),
    drops,
    mentions: judged,
  };
}

const OR = /^,? or (?:(?:in|at|near|fully|100%|anywhere in) ?)?$/i;
const isWherever = ({ kind, polarity }: Judged): boolean => polarity === "wanted" && (kind === "place" || kind === "workplace");

/** "Berlin or remote" asks for one of two kinds of filter, and filters of two kinds all hold: neither may become one. */
function partAlternatives(text: string, judged: Judged[]): { judged: Judged[]; unread: string[] } {
  const unread: string[] = [];
  const parted = judged.map((mention) => ({ ...mention }));
  for (const [at, next] of parted.entries()) {
    const mention = parted[at - 1];
    if (!mention || mention.kind === next.kind || !isWherever(mention) || !isWherever(next) || !OR.test(text.slice(mention.end, next.start))) continue;
    mention.polarity = "wish";
    next.polarity = "wish";
    unread.push(text.slice(mention.start, next.end));
  }
  return { judged: parted, unread };
}

/** Wishes move matches up as search words, unless they would be the only ones: then the profile says more. */
function withWishes(query: string, judged: Judged[], text: string): string {
  if (query === "") return query;
  const wishes = judged.filter(({ kind, polarity }) => polarity === "wish" && WORDED.has(kind));
  return [query, ...wishes.map(({ start, end }) => text.slice(start, end).replace(LEADING, ""))].join(" ");
}

const WORDED: ReadonlySet<Mention["kind"]> = new Set(["workplace", "employment", "place", "language"]);
const LEADING = /^(?:in|near|at|around|within|close to) (?:the )?/i;
const COUNTS =
  /\b(?:at least |up to |the |any )?(?:(?:top|best|first) )?\d{1,3} (?:more |best |top |good )?(?=jobs|candidates|results|roles|people|matches|options|positions|vacancies|resumes|profiles)\b|\btop \d{1,3}\b/g;

/** "5 jobs" asks for a number of matches, which is no condition on them. */
function takeCounts(draft: Draft): void {
  for (const span of draft.find(COUNTS)) draft.take(span);
}
