import { type Condition, all, any, not } from "../catalog/condition.ts";
import { skillKey } from "../catalog/derive.ts";
import type { FacetField } from "../catalog/facets.ts";
import type { Collection } from "../catalog/records.ts";
import type { FilterName, Filters, Place } from "../intent/filters.ts";
import { fold } from "../text/analyse.ts";
import { usdPerYear } from "../vocabulary/money.ts";
import { placeOf } from "../vocabulary/places.ts";

const MS_A_DAY = 86_400_000;
/** A salary that a rounding of rates puts a hair below the ask still passes. */
const SALARY_TOLERANCE = 0.999;

export interface StatedCondition {
  filter: FilterName;
  condition: Condition;
  /** Met by records that do not state the field at all; null where absence cannot be told from "no". */
  unstated: Condition | null;
}

/** The hard filters that the message states, one condition a filter. Exclusions let through what does not state the field. */
export function statedConditions(collection: Collection, filters: Filters, now: Date): StatedCondition[] {
  const stated: StatedCondition[] = [];
  const add = (filter: FilterName, condition: Condition, unstated: Condition | null) => stated.push({ filter, condition, unstated });
  const absent = (field: FacetField): Condition => ({ op: "absent", field });

  if (filters.skills?.length) add("skills", all(...filters.skills.map(hasSkill)), { op: "empty", list: "skills" });
  if (filters.exclude_skills?.length) add("exclude_skills", not(any(...filters.exclude_skills.map(hasSkill))), null);
  if (filters.places?.length) add("places", any(...filters.places.map(at)), absent("country"));
  if (filters.exclude_places?.length) add("exclude_places", not(any(...filters.exclude_places.map(at))), null);
  if (filters.remote?.length) add("remote", { op: "in", field: "remote", values: filters.remote }, absent("remote"));
  if (filters.salary !== undefined) add("salary", pays(collection, filters.salary), absent("salary"));
  if (filters.seniority?.length) add("seniority", { op: "in", field: "seniority", values: filters.seniority }, absent("seniority"));
  if (filters.exclude_seniority?.length) add("exclude_seniority", not({ op: "in", field: "seniority", values: filters.exclude_seniority }), null);
  if (filters.min_years !== undefined) add("min_years", { op: "at-least", field: "years", value: filters.min_years }, absent("years"));
  if (filters.max_years !== undefined) {
    const enough: Condition = { op: "at-most", field: "years", value: filters.max_years };
    // A job that names no minimum asks for no more years than anybody has.
    add("max_years", collection === "jobs" ? any(enough, absent("years")) : enough, collection === "jobs" ? null : absent("years"));
  }
  if (filters.employment_types?.length) {
    add("employment_types", { op: "in", field: "employment_type", values: filters.employment_types }, absent("employment_type"));
  }
  if (filters.exclude_employment_types?.length) {
    add("exclude_employment_types", not({ op: "in", field: "employment_type", values: filters.exclude_employment_types }), null);
  }
  if (filters.max_age_days !== undefined) {
    add("max_age_days", { op: "at-least", field: "dated_at", value: now.getTime() - filters.max_age_days * MS_A_DAY }, absent("dated_at"));
  }
  if (filters.employer_kind !== undefined) add("employer_kind", { op: "eq", field: "employer_kind", value: filters.employer_kind }, absent("employer_kind"));
  if (filters.companies?.length) add("companies", { op: "in", field: "company", values: filters.companies.map(fold) }, absent("company"));
  if (filters.exclude_companies?.length) add("exclude_companies", not({ op: "in", field: "company", values: filters.exclude_companies.map(fold) }), null);
  if (filters.languages?.length) {
    add("languages", all(...filters.languages.map((language): Condition => ({ op: "includes", list: "languages", value: fold(language) }))), {
      op: "empty",
      list: "languages",
    });
  }
  if (filters.visa_sponsorship) add("visa_sponsorship", { op: "eq", field: "visa_sponsorship", value: true }, absent("visa_sponsorship"));
  if (filters.willing_to_relocate) add("willing_to_relocate", { op: "eq", field: "willing_to_relocate", value: true }, absent("willing_to_relocate"));
  return stated;
}

function hasSkill(skill: string): Condition {
  return { op: "includes", list: "skills", value: skillKey(skill) };
}

/** In the place: within the radius where one is given, else the same city, region or country. A city of another region only shares its name. */
export function at(place: Place): Condition {
  if (place.radius_km !== undefined && place.lat !== undefined && place.lon !== undefined) {
    return { op: "near", lat: place.lat, lon: place.lon, km: place.radius_km };
  }
  const named = placeOf(place);
  const parts: Condition[] = [];
  if (named.city !== undefined) parts.push({ op: "eq", field: "city", value: fold(named.city) });
  if (place.region !== undefined) {
    const inRegion: Condition = { op: "eq", field: "region", value: fold(named.region ?? place.region) };
    parts.push(named.city === undefined ? inRegion : any({ op: "absent", field: "region" }, inRegion));
  }
  if (place.country !== undefined) parts.push({ op: "eq", field: "country", value: place.country });
  return all(...parts);
}

/** A job passes when its maximum meets the ask, a candidate when the desired minimum is within the offer. */
function pays(collection: Collection, { amount, currency, period }: NonNullable<Filters["salary"]>): Condition {
  const yearly = usdPerYear(amount, currency, period);
  if (yearly === null) return any();
  return collection === "jobs"
    ? { op: "at-least", field: "salary", value: yearly * SALARY_TOLERANCE }
    : { op: "at-most", field: "salary", value: yearly / SALARY_TOLERANCE };
}
