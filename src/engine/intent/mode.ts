import type { SearchState } from "./intent.ts";
import { isOccupation, singularTitle } from "./occupations.ts";
import type { Reading } from "./read-message.ts";

/** Openings and pointing words that only make sense beside a running search. */
const CONTINUES =
  /^(?:only|swap|replace|and|but|also|or|plus|what about|how about|make (?:it|that|them|this)|change|switch|instead|rather|same|add|remove|drop|exclude|include|narrow|filter|limit|restrict|keep|i meant?|the ones|those|these|them|anything|any|nothing|as long as|if|unless|then|which of)\b/;
const POINTS_BACK =
  /\b(?:ones|those|them|these|of (?:them|these|those)|the same|same|instead|as well|anymore|any more)\b|\b(?:a |an )?(?:\w+ )?one[.!?]*$|(?<!\b(?:not|no|is|are|be|far|way)) too[.!?]*$/;
/** Openings of a fragment; a whole request may begin with them as well ("no experience warehouse jobs"). */
const FRAGMENT =
  /^(?:just|now|actually|with|without|not|no|in|near|at|for|from|under|over|above|below|posted|except|try|must|should|they|it|has to|needs? to|paying|within|closer|better|more|less|higher|lower|prefer|i prefer|i'd prefer|i only|i don't|maybe|on second thoughts?)\b/;
const JOB_NOUN =
  /\b(?:jobs?|roles?|positions?|vacanc(?:y|ies)|openings?|work|candidates?|applicants?|people|opportunit(?:y|ies)|someone|internships?|placements?)\b/;
const REQUEST =
  /\b(?:find|show|search|looking|look for|list|get me|give me|i want|i need|we need|we want|need an?|want an?|hire|hiring|seeking|are there|do you have)\b/;
const WHOLE_REQUEST = /\b(?:find|search(?:ing)? for|looking for|look for|i(?:'m| am) an?|i want an?|i need an?|we need|we're hiring|hire)\b/;

const REPLACES = /\b(?:instead|swap|replace|rather|what about|how about|make (?:it|that|them)|change|switch|i meant?|same (?:but|for|with|thing|search)|try)\b/;
const ADDS =
  /^(?:(?:ok|yes|great|please),? )*(?:and|or|also|plus|include|add)\b|\b(?:also|as well|in addition|additionally)\b|(?<!\b(?:not|no|is|are|be|far|way)) too\b/;

export interface Mode {
  refine: boolean;
  /** New words take the place of the old ones rather than narrowing them. */
  replaceTopic: boolean;
  add: boolean;
  /** The new words are skills, so the title searched for stays. */
  keepTitle: boolean;
}

/** Whether a message goes on with the running search or stands for itself. */
export function modeOf(lower: string, reading: Reading, state: SearchState | null): Mode {
  const fresh: Mode = { refine: false, replaceTopic: true, add: false, keepTitle: false };
  if (!state || reading.drops.reset === "search") return fresh;
  const topic = reading.query !== "" || reading.mentions.some(({ kind, polarity }) => kind === "skill" && polarity === "wanted");
  const says =
    Object.keys(reading.filters).length > 0 ||
    reading.anywhere ||
    reading.drops.names.length > 0 ||
    reading.drops.reset !== null ||
    reading.unparsed.length > 0 ||
    reading.mentions.length > 0;
  if (!topic && !says)
    return /\bhow many\b/.test(lower) || POINTS_BACK.test(lower) ? { refine: true, replaceTopic: false, add: false, keepTitle: true } : fresh;
  if (topic && !continues(lower, reading)) return fresh;
  const add = ADDS.test(lower) && !/^only\b/.test(lower);
  return {
    refine: true,
    add,
    keepTitle: onlySkills(reading),
    replaceTopic: !add && topic && (REPLACES.test(lower) || namesAnotherTitle(reading.query, state.query)),
  };
}

function continues(lower: string, reading: Reading): boolean {
  const whole = WHOLE_REQUEST.test(lower) && JOB_NOUN.test(lower);
  if (CONTINUES.test(lower) || (POINTS_BACK.test(lower) && !whole)) return true;
  const fragment = !JOB_NOUN.test(lower) && !REQUEST.test(lower);
  if (fragment && FRAGMENT.test(lower)) return true;
  return fragment && onlySkills(reading);
}

/** "Kubernetes and Docker": no words but skills. */
function onlySkills({ query, mentions }: Reading): boolean {
  const skills = mentions.filter((mention) => mention.kind === "skill" && !mention.trade && mention.polarity === "wanted").length;
  return skills > 0 && !titleOf(query) && query.split(" ").length <= skills * 3;
}

const titleOf = (query: string): string | undefined => query.toLowerCase().split(" ").filter(isOccupation).map(singularTitle).at(-1);

function namesAnotherTitle(query: string, known: string): boolean {
  const title = titleOf(query);
  return title !== undefined && !known.toLowerCase().split(" ").map(singularTitle).includes(title);
}

/** The search words after a refinement. */
export function mergeQuery(known: string, news: string, { replaceTopic, keepTitle }: Mode): string {
  if (news === "") return known;
  if (replaceTopic && !keepTitle) return news;
  const have = new Set(known.toLowerCase().split(" ").map(singularTitle));
  return [known, ...news.split(" ").filter((word) => !have.has(singularTitle(word.toLowerCase())))].filter(Boolean).join(" ");
}
