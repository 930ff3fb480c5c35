import { ANALYSER_VERSION, fold, terms } from "../text/analyse.ts";
import { shareable } from "../text/visible.ts";
import { usdPerYear } from "../vocabulary/money.ts";
import { countryCode, placeOf } from "../vocabulary/places.ts";
import { canonicalSkill, findSkills } from "../vocabulary/skills.ts";
import type { Indexed } from "./catalog.ts";
import { type LocationFacets, NO_FACETS } from "./facets.ts";
import type { Employer, Job, Location, Resume, Salary } from "./records.ts";
import { contentHash } from "./hash.ts";
import { yearsWorked } from "./experience.ts";

/** Raised when the same record would give other facets, terms or text. */
export const DERIVATION_VERSION = `derived-2/${ANALYSER_VERSION}`;

/** The name skills are compared under: canonical where the vocabulary knows one, folded. */
export function skillKey(name: string): string {
  return fold(canonicalSkill(name) ?? name).trim();
}

export function indexedJob(job: Job, employer: Employer | undefined, embeddingModel: string): Indexed<Job> {
  const skills = job.skills.map((skill) => shareable(skill.name));
  return {
    document: job,
    facets: {
      ...NO_FACETS,
      id: job._id,
      live: job.status === "open",
      expires_at: milliseconds(job.expires_at),
      dated_at: milliseconds(job.posted_at),
      owner_id: job.employer_id,
      ...locationFacets(job.location),
      remote: job.remote ?? null,
      seniority: job.seniority ?? null,
      employment_type: job.employment_type ?? null,
      salary: yearly(job.salary, job.salary?.max ?? job.salary?.min),
      years: job.min_years ?? null,
      employer_kind: employer?.kind ?? null,
      company: fold(job.company),
      visa_sponsorship: job.visa_sponsorship ?? null,
      skills: skillFacets(skills, job.title),
      languages: (job.languages ?? []).map(fold),
      authorized: (job.authorized_countries ?? []).flatMap((country) => countryCode(country) ?? []),
    },
    terms: { title: terms(shareable(job.title)), skills: terms(skills.join(", ")), body: terms(shareable(`${job.description}\n${job.company}`)) },
    hash: contentHash([job, employer?.kind], `${DERIVATION_VERSION}/${embeddingModel}`),
  };
}

export function indexedResume(resume: Resume, now: Date, embeddingModel: string): Indexed<Resume> {
  const skills = resume.skills.map((skill) => shareable(skill.name));
  const titles = [resume.headline, ...resume.experience.map((held) => held.title)].map(shareable);
  return {
    document: resume,
    facets: {
      ...NO_FACETS,
      id: resume._id,
      live: resume.visibility === "public" && resume.open_to_work,
      dated_at: milliseconds(resume.updated_at),
      owner_id: resume.user_id,
      ...locationFacets(resume.location),
      remote: resume.remote ?? null,
      seniority: resume.seniority ?? null,
      salary: yearly(resume.desired_salary, resume.desired_salary?.min ?? resume.desired_salary?.max),
      years: yearsWorked(resume.experience, now),
      willing_to_relocate: resume.willing_to_relocate ?? null,
      skills: skillFacets(skills, resume.headline),
      languages: resume.languages.map((language) => fold(language.name)),
      authorized: (resume.authorized_countries ?? []).flatMap((country) => countryCode(country) ?? []),
    },
    terms: { title: terms(titles.join("\n")), skills: terms(skills.join(", ")), body: terms(resumeProse(resume)) },
    hash: contentHash(resume, `${DERIVATION_VERSION}/${embeddingModel}`),
  };
}

/** The text a job's vector stands for: heading, skills, prose, a line each. */
export function jobText(job: Job): string {
  return [job.title, job.skills.map((skill) => skill.name).join(", "), job.description.replaceAll("\n", " ")].map(shareable).join("\n");
}

/** The text a resume's vector stands for: heading, skills, prose, a line each. Holds nothing that identifies the person. */
export function resumeText(resume: Pick<Resume, "headline" | "summary" | "skills" | "experience" | "education">): string {
  const heading = [resume.headline, ...resume.experience.map((held) => held.title)].join("; ");
  return [shareable(heading), shareable(resume.skills.map((skill) => skill.name).join(", ")), resumeProse(resume).replaceAll("\n", " ")].join("\n");
}

function resumeProse(resume: Pick<Resume, "summary" | "experience" | "education">): string {
  return shareable([resume.summary, ...resume.experience.map((held) => held.description ?? ""), ...resume.education.map((entry) => entry.degree)].join("\n"));
}

function locationFacets(location: Location | undefined): LocationFacets {
  const { city, region, country, lat, lon } = location === undefined ? {} : placeOf(location);
  return {
    country: country ?? (location?.country === undefined ? null : fold(location.country)),
    region: region === undefined ? null : fold(region),
    city: city === undefined ? null : fold(city),
    lat: lat ?? null,
    lon: lon ?? null,
  };
}

function skillFacets(names: readonly string[], heading: string): string[] {
  return [...new Set([...names.map(skillKey), ...findSkills(shareable(heading)).map((found) => fold(found.skill))])];
}

function yearly(salary: Salary | undefined, amount: number | undefined): number | null {
  return salary === undefined || amount === undefined ? null : usdPerYear(amount, salary.currency, salary.period);
}

function milliseconds(timestamp: string | undefined): number | null {
  return timestamp === undefined ? null : Date.parse(timestamp);
}
