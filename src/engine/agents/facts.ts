import { z } from "zod";
import { yearsWorked } from "../catalog/experience.ts";
import { Role } from "../catalog/records.ts";
import { Intent } from "../intent/intent.ts";
import { Band, type Match } from "../matching/match.ts";
import { payText, placeName, workplaceName } from "../text/phrases.ts";

/** How much of a record's prose a prompt carries. */
const EXCERPT_CHARACTERS = 700;
const SHORT_EXCERPT_CHARACTERS = 240;

export const MatchFacts = z.object({
  n: z.number().int(),
  title: z.string(),
  company: z.string().optional(),
  place: z.string().optional(),
  workplace: z.string().optional(),
  pay: z.string().optional(),
  seniority: z.string().optional(),
  years: z.number().optional(),
  score: z.number().nullable(),
  band: Band,
  coverage: z.number(),
  parts: z.array(z.object({ name: z.string(), value: z.number().nullable(), contribution: z.number() })),
  matched: z.array(z.string()),
  missing: z.array(z.string()),
  reasons: z.array(z.string()),
  text: z.string().optional(),
});
export type MatchFacts = z.infer<typeof MatchFacts>;

/** Everything an answer may rest on. It reaches the model as data, and is what a plain answer is composed from. */
export const TurnFacts = z.object({
  role: Role,
  intent: Intent,
  /** The active filters in words. */
  filters: z.array(z.string()),
  query: z.string(),
  assumptions: z.array(z.string()),
  /** What was left out, in words. */
  left_out: z.array(z.string()),
  /** This turn's matches, or those that the question is about. */
  matches: z.array(MatchFacts),
  /** How many matches there are in all, of which `matches` are listed now. */
  total: z.number().int(),
  /** There may be more than `total`: only so many are scored. */
  capped: z.boolean(),
  /** Where nothing was found: what dropping one filter would find. */
  wider: z.array(z.object({ without: z.string(), count: z.number().int() })),
  /** The search rests on the profile rather than on the message. */
  from_profile: z.boolean(),
  /** The employer's own opening that is searched for. */
  opening: z.string().optional(),
});
export type TurnFacts = z.infer<typeof TurnFacts>;

/** What an answer may say of a match; `inDetail` carries more of its prose. */
export function matchFacts(match: Match, inDetail: boolean, now: Date): MatchFacts {
  const { record } = match;
  const prose = match.kind === "job" ? match.record.description : [match.record.summary, ...match.record.experience.map(positionText)].join("\n");
  return {
    n: match.rank,
    title: match.title,
    company: match.kind === "job" ? match.record.company : undefined,
    place: placeName(record.location) ?? undefined,
    workplace: record.remote === undefined ? undefined : workplaceName(record.remote),
    pay: payText(match.kind === "job" ? match.record.salary : match.record.desired_salary) ?? undefined,
    seniority: record.seniority,
    years: match.kind === "candidate" ? (yearsWorked(match.record.experience, now) ?? undefined) : match.record.min_years,
    score: match.score,
    band: match.band,
    coverage: match.coverage,
    parts: match.parts.map(({ name, value, contribution }) => ({ name, value, contribution })),
    matched: match.matched,
    missing: match.missing,
    reasons: match.reasons.map(({ text }) => text),
    text: excerpt(prose, inDetail ? EXCERPT_CHARACTERS : SHORT_EXCERPT_CHARACTERS),
  };
}

function positionText(held: { title: string; company?: string; description?: string }): string {
  return `${held.title}${held.company === undefined ? "" : ` at ${held.company}`}: ${held.description ?? ""}`;
}

/** Cut at a sentence where there is one, and marked where cut. */
function excerpt(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const sentence = cut.lastIndexOf(". ");
  return `${sentence > length / 2 ? cut.slice(0, sentence + 1) : cut} …`;
}
