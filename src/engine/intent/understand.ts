import type { Role } from "../catalog/records.ts";
import { forbidden } from "./access.ts";
import { comingBack } from "./coming-back.ts";
import type { Filters, Place } from "./filters.ts";
import { followUp } from "./follow-up.ts";
import type { Intent, SearchState, Understanding } from "./intent.ts";
import { dropFilters, dropMention, mergeFilters, withoutSkills } from "./merge.ts";
import { type Mode, mergeQuery, modeOf } from "./mode.ts";
import { isBareRequest, isChatter, isGeneralQuestion, isInjection, isOffTopic } from "./off-topic.ts";
import { findReferences } from "./ranks.ts";
import { type Reading, readMessage } from "./read-message.ts";
import { pleasantries, smallTalk } from "./small-talk.ts";
import { PASTE_LIMIT, type Wording, plainWording, splitPaste } from "./wording.ts";

export interface UnderstandContext {
  role: Role;
  /** The running search of the session. */
  state: SearchState | null;
  /** ISO 3166-1 alpha-2 code of the profile's country. */
  country?: string;
  /** ISO 4217 code of the profile's desired salary. */
  currency?: string;
  /** The profile's place with coordinates, for "near me". */
  home?: Place;
  now: Date;
}

/** What a message asks for, by rules alone: no model, no I/O, the same answer every time. */
export function understand(message: string, context: UnderstandContext): Understanding {
  const { ask, paste, cut } = splitPaste(plainWording(message));
  const talk = paste === "" ? smallTalk(ask) : null;
  if (talk) return of({ kind: "small-talk", topic: talk });
  if (!/[\p{L}\p{N}]/u.test(ask + paste)) return of({ kind: "unclear", reason: "empty" });

  const asked = withoutInjection(pleasantries(ask).rest).replace(REPEATING, "");
  const back = paste === "" ? comingBack(asked, context.state) : null;
  if (back === "") return of({ kind: "search", mode: "refine", filters: context.state!.filters, query: context.state!.query });
  const text = back ?? asked;
  const lower = text.toLowerCase();
  if (text === "" && paste === "") return of({ kind: "out-of-scope" });
  const wanted = forbidden(lower, context.role);
  if (wanted) return of({ kind: "forbidden", wanted });
  if (paste === "") {
    const pointing = lower.length < 200 && findReferences(lower).some((reference) => reference.strong);
    if (!pointing && (isOffTopic(lower) || isChatter(lower))) return of({ kind: "out-of-scope" });
    const follow = followUp(text, context.state, context.role);
    if (follow) return { intent: follow.intent, unparsed: [], assumptions: follow.assumptions };
  }
  const reading = readMessage(text, { ...context, knownPlaces: context.state?.filters.places ?? [] });
  if (paste === "" && saysLittle(reading)) {
    if (isGeneralQuestion(lower, context.role)) return of({ kind: "out-of-scope" });
    if (isSilent(reading) && !isBareRequest(lower)) return of({ kind: "unclear", reason: "empty" });
  }
  return search(lower, { paste, cut, goesOn: back !== null }, reading, context);
}

/** "I said not at Palmgate". */
const REPEATING = /^(?:but |no,? )?(?:as )?(?:i|we) (?:just |already )?(?:said|told you|asked for)(?: that)?[,:]? (?=\S)/i;

const of = (intent: Intent): Understanding => ({ intent, unparsed: [], assumptions: [] });

/** Leaves out the sentences that try to change the rules; nothing of them is searched for. */
function withoutInjection(text: string): string {
  if (!isInjection(text.toLowerCase())) return text;
  return text
    .split(/(?<=[.!?;\n])\s*|,\s+(?:and|then)\s+|\s+(?:and|then)\s+(?=(?:show|find|list|search|give)\b)/)
    .filter((sentence) => !isInjection(sentence.toLowerCase()))
    .filter(
      (sentence, _, left) =>
        left.some((other) => /\b(?:jobs?|roles?|work|candidates?|nurses?|engineers?|developers?|positions?|looking for|hire)\b/i.test(other)) &&
        sentence !== "",
    )
    .join(" ")
    .trim();
}

/** No filter at all, or a place beside words that may be about anything: "who is the mayor of London". */
const saysLittle = ({ filters, anywhere, drops, query }: Reading): boolean =>
  !anywhere && drops.names.length === 0 && drops.reset === null && Object.keys(filters).every((name) => name === "places" && query !== "");

const isSilent = ({ filters, unparsed, assumptions, mentions, query }: Reading): boolean =>
  query === "" && Object.keys(filters).length === 0 && unparsed.length === 0 && assumptions.length === 0 && mentions.length === 0;

/** All that was said is left out with a remark: the running search stays as it is. */
const isSilentButFor = (reading: Reading): boolean =>
  reading.assumptions.length > 0 &&
  reading.mentions.length === 0 &&
  reading.query === "" &&
  saysNothingElse(reading) &&
  reading.drops.reset === null &&
  reading.drops.names.length === 0;

function search(
  lower: string,
  { paste, cut, goesOn }: Pick<Wording, "paste" | "cut"> & { goesOn: boolean },
  reading: Reading,
  { state }: UnderstandContext,
): Understanding {
  const read = modeOf(lower, reading, paste === "" ? state : null);
  const mode = goesOn ? { ...read, refine: true } : read;
  const assumptions = [...reading.assumptions];
  if (paste !== "") assumptions.push("The long text is used as search words; conditions are read from your own words around it alone.");
  if (cut) assumptions.push(`The first ${PASTE_LIMIT.toLocaleString("en-GB")} characters of it are searched by.`);
  if (state && paste === "" && isSilentButFor(reading)) {
    return { intent: { kind: "search", mode: "refine", filters: state.filters, query: state.query }, unparsed: reading.unparsed, assumptions };
  }
  const dropsOnly = saysNothingElse(reading);
  if (!state && dropsOnly && (reading.drops.reset !== null || reading.drops.names.length > 0) && reading.query === "")
    return of({ kind: "unclear", reason: "no-search-yet" });
  if (!state || !mode.refine) {
    const filters = mergeFilters({}, { ...reading.filters, ...ruledOut(reading, reading.filters) }, { add: false, anywhere: false });
    return {
      intent: { kind: "search", mode: "new", filters: withRadius(filters, reading.radius), query: [reading.query, paste].filter(Boolean).join(" ") },
      unparsed: reading.unparsed,
      assumptions,
    };
  }
  const refined = refine(reading, mode, state);
  if (!refined) return of({ kind: "unclear", reason: "no-such-filter" });
  return { intent: { kind: "search", mode: "refine", ...refined }, unparsed: reading.unparsed, assumptions };
}

/** "Within 30 km" of the places searched in. */
function withRadius(filters: Filters, radius_km: number | undefined): Filters {
  if (radius_km === undefined || !filters.places) return filters;
  return { ...filters, places: filters.places.map((place) => (place.lat === undefined ? place : { ...place, radius_km })) };
}

const saysNothingElse = (reading: Reading): boolean =>
  Object.keys(reading.filters).length === 0 && !reading.anywhere && reading.radius === undefined && reading.unparsed.length === 0;

/** "Ignore Germany" in a search of its own rules Germany out, as there is nothing to lift. */
function ruledOut({ mentions }: Reading, { exclude_places = [], exclude_skills = [] }: Filters): Filters {
  const dropped = mentions.filter(({ polarity }) => polarity === "dropped");
  const places = dropped.flatMap((mention) => (mention.kind === "place" ? mention.places : []));
  const skills = dropped.flatMap((mention) => (mention.kind === "skill" ? [mention.name] : []));
  return { exclude_places: [...exclude_places, ...places], exclude_skills: [...exclude_skills, ...skills] };
}

function refine(reading: Reading, mode: Mode, state: SearchState): { filters: Filters; query: string } | null {
  const { drops } = reading;
  const { add, replaceTopic } = mode;
  let filters = drops.reset === "filters" ? {} : state.filters;
  let found = drops.reset === "filters";
  const named = dropFilters(filters, drops.names);
  filters = named.filters;
  found ||= named.found;
  const lifted = reading.mentions.filter(({ polarity }) => polarity === "dropped" || polarity === "instead" || polarity === "wish");
  for (const mention of lifted) {
    const left = dropMention(filters, mention);
    if (!left) continue;
    filters = left;
    found = true;
  }
  const tried = drops.names.length > 0 || lifted.some(({ polarity }) => polarity === "dropped");
  if (tried && !found && saysNothingElse(reading) && reading.query === "") return null;

  const gone = [
    ...(reading.filters.exclude_skills ?? []),
    ...lifted.flatMap((mention) => (mention.kind === "skill" && mention.polarity !== "wish" ? [mention.name] : [])),
    ...(drops.names.includes("skills") ? (state.filters.skills ?? []) : []),
  ];
  const replaced = replaceTopic ? (filters.skills ?? []) : [];
  const base = replaced.length > 0 ? dropFilters(filters, ["skills"]).filters : filters;
  return {
    filters: withRadius(mergeFilters(base, reading.filters, { add, anywhere: reading.anywhere }), reading.radius),
    query: mergeQuery(withoutSkills(state.query, [...gone, ...replaced]), reading.query, mode),
  };
}
