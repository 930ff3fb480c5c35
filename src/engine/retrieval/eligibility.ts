import { type Condition, all, any } from "../catalog/condition.ts";
import type { Collection, Location } from "../catalog/records.ts";
import type { Filters } from "../intent/filters.ts";
import type { Profile } from "../matching/ask.ts";
import { fold } from "../text/analyse.ts";
import { coordinatesOf, countryCode } from "../vocabulary/places.ts";

/** Farther than this nobody is expected to commute without having said so. */
const COMMUTE_KM = 80;

export interface Eligibility {
  /** Completes "left out because it is …". */
  reason: string;
  condition: Condition;
  /** Whether the number of records it excludes may be told: never where it would count what the asker may not know of. */
  countable: boolean;
}

/** The conditions nobody states and everybody expects: what is closed, private or out of reach is not a match. */
export function eligibility(collection: Collection, profile: Profile, filters: Filters, now: Date): Eligibility[] {
  const conditions = collection === "jobs" ? jobsFor(profile, filters, now) : candidatesFor(profile, filters);
  return conditions.filter(({ condition }) => condition.op !== "all" || condition.of.length > 0);
}

function jobsFor(profile: Profile, filters: Filters, now: Date): Eligibility[] {
  const resume = profile.role === "job_seeker" ? profile.resume : null;
  return [
    { reason: "closed", condition: { op: "eq", field: "live", value: true }, countable: true },
    {
      reason: "expired",
      condition: any({ op: "absent", field: "expires_at" }, { op: "at-least", field: "expires_at", value: now.getTime() }),
      countable: true,
    },
    { reason: "in a country you may not work in, without sponsorship", condition: mayWork(resume?.authorized_countries), countable: true },
    {
      reason: "tied to a workplace out of reach, and you do not want to relocate",
      condition: resume?.willing_to_relocate === false && filters.places === undefined ? withinReach(resume.location) : all(),
      countable: true,
    },
  ];
}

function mayWork(authorized: readonly string[] | undefined): Condition {
  const countries = codes(authorized);
  if (countries.length === 0) return all();
  return any(
    { op: "in", field: "country", values: countries },
    { op: "absent", field: "country" },
    { op: "eq", field: "visa_sponsorship", value: true },
    ...countries.map((country): Condition => ({ op: "includes", list: "authorized", value: country })),
  );
}

function candidatesFor(profile: Profile, filters: Filters): Eligibility[] {
  const job = profile.role === "employer" ? profile.job : null;
  const country = countryOf(job?.location);
  return [
    { reason: "not looking", condition: { op: "eq", field: "live", value: true }, countable: false },
    {
      reason: "without permission to work where the job is",
      condition:
        country === undefined || job?.visa_sponsorship === true
          ? all()
          : any({ op: "empty", list: "authorized" }, { op: "includes", list: "authorized", value: country }),
      countable: true,
    },
    {
      reason: "out of reach of the workplace and unwilling to relocate",
      condition:
        job?.remote === "onsite" && filters.places === undefined
          ? any({ op: "eq", field: "willing_to_relocate", value: true }, { op: "absent", field: "willing_to_relocate" }, reach(job.location))
          : all(),
      countable: true,
    },
  ];
}

function withinReach(location: Location | undefined): Condition {
  if (location === undefined) return all();
  return any({ op: "eq", field: "remote", value: "remote" }, { op: "absent", field: "remote" }, reach(location));
}

function reach(location: Location | undefined): Condition {
  const coordinates = location === undefined ? null : coordinatesOf(location);
  if (coordinates !== null) return any({ op: "near", ...coordinates, km: COMMUTE_KM }, all({ op: "absent", field: "lat" }, sameCountry(location)));
  return location?.city === undefined ? sameCountry(location) : { op: "eq", field: "city", value: fold(location.city) };
}

function sameCountry(location: Location | undefined): Condition {
  const country = countryOf(location);
  return country === undefined ? all() : any({ op: "eq", field: "country", value: country }, { op: "absent", field: "country" });
}

function countryOf(location: Location | undefined): string | undefined {
  return location?.country === undefined ? undefined : (countryCode(location.country) ?? undefined);
}

function codes(countries: readonly string[] | undefined): string[] {
  return (countries ?? []).flatMap((country) => countryCode(country) ?? []);
}
