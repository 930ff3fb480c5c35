import type { Collection, Employer, Job, PublicResume, Seniority, Workplace } from "../catalog/records.ts";
import type { Filters, Place } from "../intent/filters.ts";
import { placeOf } from "../vocabulary/places.ts";

/** Who asks, as far as matching cares. */
export type Profile =
  | { role: "job_seeker"; resume: PublicResume | null }
  /** `job` is the employer's own opening that candidates are sought for, where there is one. */
  | { role: "employer"; employer: Employer | null; job: Job | null };

export interface AskedSkill {
  /** Canonical and folded: what skills are compared by. */
  key: string;
  name: string;
  /** 1 required, .4 preferred. */
  weight: number;
}

/** What is sought: the profile overlaid by the message, ready to be scored against. Absent means unknown. */
export interface Ask {
  collection: Collection;
  /** What retrieval searches by; the profile's own words where the message has none. */
  text: string;
  fromProfile: boolean;
  titles: string[];
  /** Fields of work the message names ("warehouse", "sales assistant"), as skill keys: the field itself, and what belongs to it. */
  trades: { field: string; belonging: string[] }[];
  skills: AskedSkill[];
  /** Nothing is known of a seeker's skills but those that the message names. */
  skillsFromMessage: boolean;
  seniority?: Seniority;
  /** Where it should be: any of these. */
  places: Place[];
  workplaces: Workplace[];
  /** USD a year: what a seeker asks, or the most an employer offers. */
  salary?: number;
  filters: Filters;
}

/** What the profile settles where a message leaves it open: the country and currency that words are read in, and where "near me" is. */
export function profileHints(profile: Profile): { country?: string; currency?: string; home?: Place } {
  const location = profile.role === "job_seeker" ? profile.resume?.location : (profile.job?.location ?? profile.employer?.location);
  const salary = profile.role === "job_seeker" ? profile.resume?.desired_salary : profile.job?.salary;
  const home = location === undefined ? undefined : placeOf(location);
  return { country: home?.country, currency: salary?.currency, home };
}
