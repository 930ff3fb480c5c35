import { skillKey } from "../catalog/derive.ts";
import type { Job, Location, PublicResume, Salary } from "../catalog/records.ts";
import type { Filters, Place } from "../intent/filters.ts";
import { stems } from "../text/analyse.ts";
import { shareable } from "../text/visible.ts";
import { usdPerYear } from "../vocabulary/money.ts";
import { placeOf } from "../vocabulary/places.ts";
import { findSkills, relatedSkills } from "../vocabulary/skills.ts";
import type { Ask, AskedSkill, Profile } from "./ask.ts";

const PREFERRED_WEIGHT = 0.4;
const RECENT_POSITIONS = 2;

/** Lays the message over the profile: where the message states something, the profile is not asked. */
export function buildAsk(profile: Profile, query: string, filters: Filters): Ask {
  return profile.role === "job_seeker" ? askForJobs(profile.resume, query, filters) : askForCandidates(profile, query, filters);
}

function askForJobs(resume: PublicResume | null, query: string, filters: Filters): Ask {
  const own = resume === null ? [] : [resume.headline, ...resume.experience.slice(0, RECENT_POSITIONS).map((held) => held.title)];
  const known = resume === null ? [] : [...resume.skills.map((skill) => asked(skill.name, 1)), ...mentioned(resume.summary, 1)];
  const fromProfile = isBlank(query, filters);
  return {
    collection: "jobs",
    text: fromProfile ? shareable([...own, ...known.map((skill) => skill.name)].join(", ")) : topic(query, filters),
    fromProfile,
    titles: titlesIn(query, filters) ?? own.map(shareable),
    trades: tradesIn(query),
    skills: merged([...(filters.skills ?? []).map((name) => asked(name, 1)), ...known]),
    skillsFromMessage: known.length === 0,
    seniority: filters.seniority?.[0] ?? (filters.exclude_seniority === undefined ? resume?.seniority : undefined),
    places: filters.places ?? placesOf(resume?.location),
    workplaces: filters.remote ?? (resume?.remote === undefined ? [] : [resume.remote]),
    salary: yearlyOf(filters.salary) ?? yearlySalary(resume?.desired_salary, "min"),
    filters,
  };
}

function askForCandidates(profile: Extract<Profile, { role: "employer" }>, query: string, filters: Filters): Ask {
  const { job, employer } = profile;
  const fromProfile = isBlank(query, filters) && job !== null;
  return {
    collection: "resumes",
    text: fromProfile ? jobWords(job) : topic(query, filters),
    fromProfile,
    titles: titlesIn(query, filters) ?? (job === null ? [] : [shareable(job.title)]),
    trades: tradesIn(query),
    skills: merged([
      ...(filters.skills ?? []).map((name) => asked(name, 1)),
      ...mentioned(query, PREFERRED_WEIGHT),
      ...(job?.skills ?? []).map((skill) => asked(skill.name, skill.required ? 1 : PREFERRED_WEIGHT)),
    ]),
    skillsFromMessage: false,
    seniority: filters.seniority?.[0] ?? (filters.exclude_seniority === undefined ? job?.seniority : undefined),
    places: filters.places ?? placesOf(job?.location ?? employer?.location),
    workplaces: filters.remote ?? (job?.remote === undefined ? [] : [job.remote]),
    salary: yearlyOf(filters.salary) ?? yearlySalary(job?.salary, "max"),
    filters,
  };
}

/**
 * The titles a query may stand for: itself, and what is left without its skills ("ICU nurses" is about nurses).
 * Null where it is nothing but filtered skills ("TypeScript"): those say nothing of a title.
 */
export function titlesIn(query: string, filters: Filters): string[] | null {
  let rest = query;
  const found = findSkills(query);
  for (const { start, end } of found.toReversed()) rest = `${rest.slice(0, start)} ${rest.slice(end)}`;
  if (stems(rest).length > 0) return [query, rest.replace(/\s+/g, " ").trim()];
  return stems(query).length === 0 || found.every(({ skill }) => filters.skills?.includes(skill)) ? null : [query];
}

/** The fields of work that a query names; whoever works in one seldom has its name in the title. */
function tradesIn(query: string): Ask["trades"] {
  return findSkills(query)
    .filter(({ broad }) => broad)
    .map(({ skill }) => ({ field: skillKey(skill), belonging: relatedSkills(skill).map(skillKey) }));
}

/** Nothing to search by: neither words nor skills. */
function isBlank(query: string, filters: Filters): boolean {
  return query.trim() === "" && !filters.skills?.length;
}

/** The words to retrieve by: the query, and filtered skills it does not name already. */
function topic(query: string, filters: Filters): string {
  const named = new Set(findSkills(query).map((found) => found.skill));
  return [query, ...(filters.skills ?? []).filter((skill) => !named.has(skill))].join(" ").trim();
}

function jobWords(job: Job): string {
  return shareable([job.title, ...job.skills.map((skill) => skill.name)].join(", "));
}

function asked(name: string, weight: number): AskedSkill {
  return { key: skillKey(name), name: shareable(name), weight };
}

function mentioned(text: string, weight: number): AskedSkill[] {
  return findSkills(shareable(text)).map((found) => asked(found.skill, weight));
}

/** One entry a skill, the heavier weight wins. */
function merged(skills: readonly AskedSkill[]): AskedSkill[] {
  const byKey = new Map<string, AskedSkill>();
  for (const skill of skills) {
    const known = byKey.get(skill.key);
    if (known === undefined || known.weight < skill.weight) byKey.set(skill.key, skill);
  }
  return [...byKey.values()];
}

function placesOf(location: Location | undefined): Place[] {
  return location === undefined || (location.country === undefined && location.city === undefined) ? [] : [placeOf(location)];
}

function yearlyOf(salary: Filters["salary"]): number | undefined {
  return salary === undefined ? undefined : (usdPerYear(salary.amount, salary.currency, salary.period) ?? undefined);
}

function yearlySalary(salary: Salary | undefined, bound: "min" | "max"): number | undefined {
  const amount = salary?.[bound] ?? salary?.[bound === "min" ? "max" : "min"];
  return salary === undefined || amount === undefined ? undefined : (usdPerYear(amount, salary.currency, salary.period) ?? undefined);
}
