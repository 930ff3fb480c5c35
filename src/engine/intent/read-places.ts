import { findPlaces } from "../vocabulary/places.ts";
import type { Draft, Span } from "./draft.ts";
import type { Place } from "./filters.ts";
import type { Mention } from "./mention.ts";
import { NUMERAL, numeral } from "./numerals.ts";

const NEAR_KM = 50;
const KM_A_MILE = 1.609344;

const UNIT = "(miles?|mi|kms?|kilomet(?:re|er)s?)";
const WITHIN_BEFORE = new RegExp(
  `\\b(?:(?:with)?in (?:a |about |around )?|max(?:imum)?\\.? (?:of )?|up to |at most |less than |under |no (?:more|further|farther) than |not (?:more|further|farther) than )?(?:a )?(${NUMERAL})[- ]?${UNIT}(?: (?:radius|drive|commute|distance|range))?(?: (?:of|from|around|away from|outside|outside of|to|near))? (?:the |central |city of |centre of |center of )?$`,
);
const WITHIN_AFTER = new RegExp(
  `^,? ?\\(?(?:\\+ ?|plus |and |within |max(?:imum)?\\.? |up to |with )?(?:a |in a )?(${NUMERAL})[- ]?${UNIT}(?: (?:radius|around|of it|away|range|max))?\\)?`,
);
const NEAR_BEFORE =
  /\b(?:near(?: to| by)?|nearby|close to|closer to|nearer(?: to)?|around|in (?:and|or) around|in the (?:vicinity|area|region) of|not (?:too )?far from|commut(?:able|ing distance|e) (?:to|from|of)|within (?:commuting distance|reach|easy reach) of|within (?:an|one|half an|\d{1,3})[ -]?(?:hours?|minutes?|mins?|hrs?)'?s?(?: (?:drive|commute|travel|walk|train ride|journey))? (?:of|from)|(?:on the )?outskirts of|just outside|greater|surrounding) (?:the |central )?$/;
const HOME_BEFORE =
  /\b(?:i (?:currently )?live (?:in|near)|i'?m (?:currently )?(?:living |based |located )?in|i am (?:currently )?(?:living |based |located )?in|living in|i'?m from|i am from) (?:the )?$/;
const NEAR_AFTER = /^(?:[- ](?:area|region)\b|,? (?:and|or|&) (?:the )?(?:surrounding|nearby|near)(?: areas?| towns?)?| (?:and )?surroundings)/;
const IN_BEFORE =
  /\b(?:in|at|within|round|across|throughout|around|from|to|based in|located in|(?:who )?(?:live|lives|living|reside|residing|resident) in|based|location:?|place:?|anywhere in|all over|somewhere in|inside|on) (?:the |central |north |south |east |west |northern |southern |eastern |western |all of |whole of )?$/;
const BASED_AFTER = /^[- ](?:based|wide|only)\b/;
const LEFT_BEHIND = /\b(?:(?:moving|move|relocating|relocate) )?(?:from|leaving) (?:the )?$/;
const TO_AFTER = /^ (?:back )?to /;
const RADIUS = new RegExp(
  `\\b(?:(?:with)?in|radius(?: of| to)?:?|up to|max(?:imum)?|at most|distance(?: of| to)?|(?:increase|widen|extend|expand|reduce|narrow|change|set)(?: it| that| the (?:radius|distance|search)| radius| distance)? to) (?:a )?(${NUMERAL})[- ]?${UNIT}(?: (?:radius|away|distance|max))?\\b|\\b(${NUMERAL})[- ]?${UNIT} radius\\b`,
  "g",
);
const ANYWHERE =
  /\b(?:anywhere(?: in (?:the )?world| at all| else)?|any(?: where| location| place| city| country| town)(?= |$|[.,!?])|worldwide|globally|everywhere|nationwide|no matter where|(?:the )?location (?:doesn't matter|does not matter|isn't important|is not important|is irrelevant|is flexible)|flexible (?:on|with|about) (?:the )?location)\b(?! in | near | but in | but near )/g;
const HERE =
  /\b(?:near (?:me|us|my (?:home|house|place))|nearby|local(?:ly)?(?= jobs?| roles?| work|$|[.,!?])|around here|close to (?:home|me|us|my (?:home|house|place))|in my (?:area|city|town|region|neighbou?rhood)|where i live)\b/g;

/**
 * Places with their distance: "near" means 50 km. A place someone leaves ("from London to Berlin") is read past.
 * `home` is the place of the profile, for "near me"; without one such wording stays unread.
 */
export function readPlaces(draft: Draft, home: Place | undefined, running: boolean): { mentions: Mention[]; unread: string[] } {
  const mentions: Mention[] = [];
  const unread: string[] = [];
  for (const hit of findPlaces(draft.text)) {
    if (!draft.isOpen(hit)) continue;
    const { radius, span } = distance(draft.lower, hit);
    draft.take(span);
    const left = LEFT_BEHIND.exec(draft.lower.slice(Math.max(0, hit.start - 28), hit.start));
    if (left && TO_AFTER.test(draft.lower.slice(hit.end, hit.end + 12))) {
      draft.take({ start: hit.start - left[0].length, end: hit.start });
      continue;
    }
    const places = hit.places.map((place) => (radius === undefined || place.lat === undefined ? place : { ...place, radius_km: radius }));
    mentions.push({ kind: "place", places, start: span.start, end: span.end });
  }
  for (const match of draft.find(RADIUS)) {
    const { start, end } = match;
    draft.take(match);
    if (home?.lat !== undefined && !mentions.some(({ kind }) => kind === "place") && !running)
      mentions.push({ kind: "place", places: [{ ...home, radius_km: kilometres(match[1] ?? match[3]!, match[2] ?? match[4]!) }], start, end });
    else mentions.push({ kind: "radius", km: kilometres(match[1] ?? match[3]!, match[2] ?? match[4]!), start, end });
  }
  for (const { start, end } of draft.find(ANYWHERE)) {
    draft.take({ start, end });
    mentions.push({ kind: "anywhere", start, end });
  }
  for (const { start, end } of draft.find(HERE)) {
    draft.take({ start, end });
    if (home?.lat === undefined) unread.push(draft.text.slice(start, end));
    else mentions.push({ kind: "place", places: [{ ...home, radius_km: NEAR_KM }], start, end });
  }
  return { mentions, unread };
}

function distance(lower: string, { start, end }: Span): { radius: number | undefined; span: Span } {
  const before = lower.slice(Math.max(0, start - 72), start);
  const after = lower.slice(end, end + 40);
  const within = WITHIN_BEFORE.exec(before);
  if (within) return { radius: kilometres(within[1]!, within[2]!), span: { start: start - within[0].length, end } };
  const withinAfter = WITHIN_AFTER.exec(after);
  const near = NEAR_BEFORE.exec(before) ?? HOME_BEFORE.exec(before);
  const lead = near ?? IN_BEFORE.exec(before);
  const from = start - (lead?.[0].length ?? 0);
  if (withinAfter) return { radius: kilometres(withinAfter[1]!, withinAfter[2]!), span: { start: from, end: end + withinAfter[0].length } };
  const nearAfter = NEAR_AFTER.exec(after);
  if (near || nearAfter) return { radius: NEAR_KM, span: { start: from, end: end + (nearAfter?.[0].length ?? 0) } };
  return { radius: undefined, span: { start: from, end: end + (BASED_AFTER.exec(after)?.[0].length ?? 0) } };
}

const kilometres = (count: string, unit: string): number => {
  const length = numeral(count) * (unit.startsWith("m") ? KM_A_MILE : 1);
  return Math.max(1, Math.round(length * 10) / 10);
};
