import type { Ask } from "./ask.ts";
import { type Band, PART_NAMES, type Part, type PartName } from "./match.ts";
import { locationPart } from "./parts/location.ts";
import { recencyPart } from "./parts/recency.ts";
import { salaryPart } from "./parts/salary.ts";
import { seniorityPart } from "./parts/seniority.ts";
import { type SkillWeight, skillsPart } from "./parts/skills.ts";
import { titlePart } from "./parts/title.ts";
import type { Subject } from "./subject.ts";
import type { Weights } from "./weights.ts";

export interface Scored {
  score: number | null;
  coverage: number;
  band: Band;
  parts: Part[];
  matched: string[];
  missing: string[];
}

/** The score and where it comes from. Nothing but the two records, the ask and the clock decides it. */
export function score(ask: Ask, subject: Subject, given: { relevance: number | null; weigh: SkillWeight; weights: Weights; now: Date }): Scored {
  const skills = skillsPart(ask, subject, given.weigh);
  const values: Record<PartName, number | null> = {
    relevance: given.relevance,
    skills: skills.value,
    title: titlePart(ask, subject),
    seniority: seniorityPart(ask, subject),
    location: locationPart(ask, subject),
    salary: salaryPart(ask, subject),
    recency: recencyPart(subject, given.now),
  };
  return { ...combine(values, given.weights), matched: skills.matched, missing: skills.missing };
}

/** `S = Σ w·c·s / Σ w·c` over the known parts; the coverage is `Σ w·c / Σ w`. */
export function combine(values: Record<PartName, number | null>, weights: Weights): Omit<Scored, "matched" | "missing"> {
  const known = PART_NAMES.filter((name) => values[name] !== null);
  const total = PART_NAMES.reduce((sum, name) => sum + weights[name], 0);
  const weighed = known.reduce((sum, name) => sum + weights[name], 0);
  const parts = PART_NAMES.map((name): Part => {
    const value = values[name];
    return { name, weight: weights[name], value, contribution: value === null || weighed === 0 ? 0 : (weights[name] * value) / weighed };
  });
  const sum = parts.reduce((total, part) => total + part.contribution, 0);
  const score = weighed === 0 ? null : Math.min(1, sum);
  const coverage = total === 0 ? 0 : Math.min(1, weighed / total);
  return { score, coverage, band: bandOf(score, coverage), parts };
}

/** Provisional until calibrated on labelled pairs; thin evidence is never "strong". */
const STRONG = 0.65;
const GOOD = 0.45;
const COVERAGE_FOR_STRONG = 0.5;

function bandOf(score: number | null, coverage: number): Band {
  if (score === null || score < GOOD) return "partial";
  return score >= STRONG && coverage >= COVERAGE_FOR_STRONG ? "strong" : "good";
}
