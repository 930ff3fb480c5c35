import { skillKey } from "../catalog/derive.ts";
import type { Job, Location, PublicResume, Seniority, Workplace } from "../catalog/records.ts";
import { shareable } from "../text/visible.ts";
import { usdPerYear } from "../vocabulary/money.ts";
import { placeOf } from "../vocabulary/places.ts";
import { findSkills } from "../vocabulary/skills.ts";
import type { AskedSkill } from "./ask.ts";

/** A record as scoring sees it, the same for both kinds. Absent means that the record does not state it. */
export interface Subject {
  kind: "job" | "candidate";
  titles: string[];
  /** As listed; for a candidate also those the text names, with weight 0. */
  skills: AskedSkill[];
  seniority?: Seniority;
  place?: { city?: string; region?: string; country?: string; lat?: number; lon?: number };
  workplace?: Workplace;
  relocates?: boolean;
  /** USD a year: the most a job pays, the least a candidate asks. */
  salary?: number;
  dated?: number;
}

const PREFERRED_WEIGHT = 0.4;

export function jobSubject(job: Job): Subject {
  const pay = job.salary?.max ?? job.salary?.min;
  return {
    kind: "job",
    titles: [shareable(job.title)],
    skills: unique(job.skills.map(({ name, required }) => skill(name, required ? 1 : PREFERRED_WEIGHT))),
    seniority: job.seniority,
    place: statedPlace(job.location),
    workplace: job.remote,
    salary: job.salary === undefined || pay === undefined ? undefined : (usdPerYear(pay, job.salary.currency, job.salary.period) ?? undefined),
    dated: job.posted_at === undefined ? undefined : Date.parse(job.posted_at),
  };
}

export function candidateSubject(resume: PublicResume): Subject {
  const wish = resume.desired_salary;
  const least = wish?.min ?? wish?.max;
  const prose = [resume.headline, resume.summary, ...resume.experience.flatMap((held) => [held.title, held.description ?? ""])];
  return {
    kind: "candidate",
    titles: [resume.headline, ...resume.experience.map((held) => held.title)].map(shareable),
    skills: unique([...resume.skills.map(({ name }) => skill(name, 1)), ...findSkills(shareable(prose.join("\n"))).map((found) => skill(found.skill, 0))]),
    seniority: resume.seniority,
    place: statedPlace(resume.location),
    workplace: resume.remote,
    relocates: resume.willing_to_relocate,
    salary: wish === undefined || least === undefined ? undefined : (usdPerYear(least, wish.currency, wish.period) ?? undefined),
    dated: resume.updated_at === undefined ? undefined : Date.parse(resume.updated_at),
  };
}

function skill(name: string, weight: number): AskedSkill {
  return { key: skillKey(shareable(name)), name: shareable(name), weight };
}

function unique(skills: readonly AskedSkill[]): AskedSkill[] {
  const first = new Map<string, AskedSkill>();
  for (const entry of skills) if (!first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

function statedPlace(location: Location | undefined): Subject["place"] {
  return location === undefined || (location.city === undefined && location.country === undefined) ? undefined : placeOf(location);
}
