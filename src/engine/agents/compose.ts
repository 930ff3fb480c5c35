import { listText, plural } from "../text/phrases.ts";
import { composeComparison, composeDetail, composeExplanation, composeGaps } from "./compose-focus.ts";
import type { MatchFacts, TurnFacts } from "./facts.ts";
import { REMARKS } from "./remarks.ts";

/** How many of the matches the words dwell on; the cards show all. */
const MENTIONED = 3;

/** A plain answer made from the facts alone: what the offline model says, and what stands in for a model that fails. */
export function composeAnswer(facts: TurnFacts): string {
  const { intent } = facts;
  switch (intent.kind) {
    case "search":
    case "more":
      return facts.matches.length === 0 ? composeNothing(facts) : composeMatches(facts);
    case "detail":
      return about(facts, composeDetail);
    case "compare":
      return about(facts, composeComparison);
    case "explain":
      return about(facts, composeExplanation);
    case "gaps":
      return about(facts, composeGaps);
    case "show-filters":
      return facts.filters.length === 0
        ? "No filters are on. Tell me what you want, for instance a place, a salary or a skill."
        : `Searching ${subject(facts)} with these filters:\n${facts.filters.map((filter) => `- ${filter}`).join("\n")}\n\nSay for instance "drop the salary filter" to change them.`;
    case "unclear":
      return unclear(facts);
    case "small-talk":
      return REMARKS[facts.role][intent.topic];
    case "out-of-scope":
      return REMARKS[facts.role]["out-of-scope"];
    case "forbidden":
      return REMARKS[facts.role][intent.wanted];
  }
}

/** Matches that were listed before may be gone by now. */
function about(facts: TurnFacts, compose: (facts: TurnFacts) => string): string {
  if (facts.matches.length === 0)
    return `That is no longer available: it was closed or withdrawn since it was listed. Say "more", or search again, to see others.`;
  return compose(facts);
}

function composeMatches(facts: TurnFacts): string {
  const lines = facts.matches.slice(0, MENTIONED).map((match) => `- ${matchLine(match, facts.role)}`);
  return [lead(facts), lines.join("\n"), nextStep(facts)].join("\n\n");
}

function lead(facts: TurnFacts): string {
  const { length } = facts.matches;
  if (facts.intent.kind === "more") return `Here ${length === 1 ? "is one" : `are ${length}`} more of ${facts.total}${facts.capped ? " or more" : ""}.`;
  const noun = facts.role === "job_seeker" ? "job" : "candidate";
  const count = `Found ${facts.capped ? `${facts.total} or more ${noun}s` : plural(facts.total, noun)} ${scope(facts)}`.trimEnd();
  return facts.total > length ? `${count}; the best ${length} are listed.` : `${count}.`;
}

function matchLine(match: MatchFacts, role: TurnFacts["role"]): string {
  const where = [match.workplace, match.place].filter((part) => part !== undefined).join(", ");
  const facts = [where, match.pay ?? "pay not stated"].filter((part) => part !== "").join("; ");
  const held = match.matched.length === 0 ? "" : ` ${role === "job_seeker" ? "You bring" : "Brings"} ${listText(match.matched.slice(0, 3))} [${match.n}].`;
  const lacking =
    match.missing.length === 0 ? "" : ` ${role === "job_seeker" ? "It also asks for" : "Not stated:"} ${listText(match.missing.slice(0, 2))} [${match.n}].`;
  return `**${match.title}**${match.company === undefined ? "" : ` at ${match.company}`} [${match.n}]: ${facts}.${held}${lacking}`;
}

function composeNothing(facts: TurnFacts): string {
  if (facts.intent.kind === "more") return "That was all: nothing else meets the search. Drop a filter or change the words to see others.";
  const noun = facts.role === "job_seeker" ? "No open job" : "No candidate who is looking";
  const sought = [saysMore(facts) ? `"${facts.query}"` : "", ...facts.filters].filter((part) => part !== "").join(", ");
  return [`${noun} in the catalogue meets all of that${sought === "" ? "" : ` (${sought})`}.`, facts.left_out.join(" "), widerText(facts)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function widerText({ wider, filters }: TurnFacts): string {
  if (wider.length === 0) return filters.length === 0 ? "Try other words." : "Dropping one of the filters would not help; try other words.";
  return `One filter less would find some:\n${wider.map(({ without, count }) => `- ${count} without "${without}"`).join("\n")}`;
}

function scope(facts: TurnFacts): string {
  const basis =
    facts.opening !== undefined
      ? `for your opening "${facts.opening}"`
      : facts.from_profile
        ? "that fit your profile"
        : saysMore(facts)
          ? `for "${facts.query}"`
          : "";
  return [basis, facts.filters.join(", ")].filter((part) => part !== "").join(basis === "" ? " " : ", ");
}

/** Whether the query says anything that the filters do not say already. */
function saysMore({ query, filters }: TurnFacts): boolean {
  return !filters.join(" ").toLowerCase().includes(query.toLowerCase());
}

function subject(facts: TurnFacts): string {
  if (saysMore(facts)) return `"${facts.query}"`;
  return facts.role === "job_seeker" ? "jobs" : "candidates";
}

function nextStep(facts: TurnFacts): string {
  const first = facts.matches[0]!.n;
  const question = facts.role === "job_seeker" ? `"what am I missing for ${first}?"` : `"what is ${first} missing?"`;
  return facts.matches.length > 1
    ? `Ask "tell me about ${first}", ${question}, or "why is ${first} above ${facts.matches[1]!.n}?".`
    : `Ask "tell me about ${first}" or ${question}.`;
}

function unclear(facts: TurnFacts): string {
  const { intent } = facts;
  if (intent.kind !== "unclear") return "";
  switch (intent.reason) {
    case "no-search-yet":
      return "There is no search yet to refer to. Tell me what you are looking for first.";
    case "no-such-rank":
      return `There is no number ${intent.rank ?? "like that"} among the matches so far. Use the number on a card, or say "more" to see others.`;
    case "no-such-filter":
      return 'That filter is not on. Say "which filters are on?" to see them.';
    case "empty":
      return facts.role === "job_seeker"
        ? "I could not tell what to look for in that. Name a kind of work, a skill or a place, or ask about one of the jobs by its number."
        : "I could not tell whom to look for in that. Name a kind of work, a skill or a place, or ask about one of the candidates by its number.";
  }
}
