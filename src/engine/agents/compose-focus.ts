import { listText } from "../text/phrases.ts";
import type { MatchFacts, TurnFacts } from "./facts.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;

export function composeDetail(facts: TurnFacts): string {
  return facts.matches.map((match) => detail(match, facts.role)).join("\n\n");
}

function detail(match: MatchFacts, role: TurnFacts["role"]): string {
  const heading = `**${match.title}**${match.company === undefined ? "" : ` at ${match.company}`} [${match.n}]`;
  const facts = [match.workplace, match.place, match.pay ?? "pay not stated", match.seniority && `${match.seniority} level`].filter(Boolean).join("; ");
  const text = match.text === undefined ? "" : `${role === "job_seeker" ? "From the ad" : "From the resume"} [${match.n}]:\n\n${quoted(match.text)}`;
  const skills = [
    match.matched.length === 0 ? "" : `${role === "job_seeker" ? "You have" : "Has"} ${listText(match.matched)} [${match.n}].`,
    match.missing.length === 0 ? "" : `${role === "job_seeker" ? "It also requires" : "Not stated:"} ${listText(match.missing)} [${match.n}].`,
  ].join(" ");
  return [`${heading}: ${facts}.`, skills.trim(), text].filter((part) => part !== "").join("\n\n");
}

/** The words of a record are shown as a quotation, so that nobody takes them for ours. */
function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

export function composeComparison(facts: TurnFacts): string {
  const lines = facts.matches.map((match) => {
    const points = [match.pay ?? "pay not stated", match.workplace, match.place].filter((point) => point !== undefined).join("; ");
    const missing = match.missing.length === 0 ? "nothing required is missing" : `missing ${listText(match.missing.slice(0, 4))}`;
    return `- **${match.title}**${match.company === undefined ? "" : ` at ${match.company}`} [${match.n}]: ${scoreText(match)}; ${points}; ${missing}.`;
  });
  const [first, ...rest] = facts.matches.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1));
  const verdict = first === undefined || rest.length === 0 ? "" : `${lead(first, rest[0]!)} ${biggestDifferences(first, rest[0]!)}`;
  return [lines.join("\n"), verdict].filter((part) => part !== "").join("\n\n");
}

export function composeExplanation(facts: TurnFacts): string {
  const [first, second] = facts.matches;
  if (first === undefined) return "";
  if (second === undefined) {
    const parts = first.parts.filter((part) => part.value !== null).toSorted((a, b) => b.contribution - a.contribution);
    const unknown = first.parts.filter((part) => part.value === null).map((part) => part.name);
    return [
      `**${first.title}** [${first.n}] has ${scoreText(first)}, made of these parts:`,
      parts.map((part) => `- ${part.name}: ${percent(part.value!)} of its best, adding ${percent(part.contribution)} [${first.n}]`).join("\n"),
      unknown.length === 0 ? "" : `Nothing is known about ${listText(unknown)}, so that does not count either way [${first.n}].`,
    ]
      .filter((part) => part !== "")
      .join("\n\n");
  }
  const [higher, lower] = first.n <= second.n ? [first, second] : [second, first];
  return `${lead(higher, lower)} ${biggestDifferences(higher, lower)}`;
}

export function composeGaps(facts: TurnFacts): string {
  return facts.matches
    .map((match) => {
      const you = facts.role === "job_seeker";
      const heading = `**${match.title}**${match.company === undefined ? "" : ` at ${match.company}`} [${match.n}]`;
      if (match.missing.length === 0) return `${heading}: nothing that is required is missing [${match.n}].`;
      const held = match.matched.length === 0 ? "" : ` ${you ? "You have" : "Has"} ${listText(match.matched)} [${match.n}].`;
      const weak = match.parts
        .filter((part) => part.name !== "skills" && part.name !== "recency" && part.value !== null && part.value < 0.5)
        .map((part) => part.name);
      const other = weak.length === 0 ? "" : ` Beyond skills, ${listText(weak)} ${weak.length === 1 ? "fits" : "fit"} less well [${match.n}].`;
      return `${heading}: ${you ? "your profile does not show" : "the resume does not show"} ${listText(match.missing)} [${match.n}].${held}${other}`;
    })
    .join("\n\n");
}

function scoreText(match: MatchFacts): string {
  return match.score === null ? "no score, as too little is known" : `a score of ${percent(match.score)} (${match.band})`;
}

function lead(higher: MatchFacts, lower: MatchFacts): string {
  return `**${higher.title}** [${higher.n}] stands above **${lower.title}** [${lower.n}] with ${scoreText(higher)} [${higher.n}] against ${scoreText(lower)} [${lower.n}].`;
}

/** The parts that separate the two most, by contribution. */
function biggestDifferences(higher: MatchFacts, lower: MatchFacts): string {
  const differences = higher.parts
    .map((part) => ({ name: part.name, gap: part.contribution - (lower.parts.find((other) => other.name === part.name)?.contribution ?? 0) }))
    .filter(({ gap }) => Math.abs(gap) >= 0.005)
    .toSorted((a, b) => Math.abs(b.gap) - Math.abs(a.gap))
    .slice(0, 3);
  if (differences.length === 0) return `Their parts are nearly equal [${higher.n}][${lower.n}].`;
  const said = differences.map(({ name, gap }) => `${name} (${gap > 0 ? "+" : "−"}${Math.abs(gap * 100).toFixed(1)} points for [${higher.n}])`);
  return `The difference comes from ${listText(said)}.`;
}
