import type { Role, Workplace } from "../catalog/records.ts";
import { countryName } from "../vocabulary/places.ts";
import type { Filters, Place } from "./filters.ts";

const WORKPLACES: Record<Workplace, string> = { onsite: "on site", hybrid: "hybrid", remote: "remote" };
const AMOUNT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

const either = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
const all = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const spoken = (value: string): string => value.replaceAll("_", "-");
const years = (count: number): string => `${count} ${count === 1 ? "year" : "years"}`;

/** "70,000 EUR a year". */
export function describeSalary({ amount, currency, period }: NonNullable<Filters["salary"]>): string {
  return `${AMOUNT.format(amount)} ${currency} ${period === "hour" ? "an" : "a"} ${period}`;
}

/** "Berlin", "Bavaria, Germany", "within 50 km of Manchester". */
export function describePlace(place: Place): string {
  const country = place.country ? countryName(place.country) : undefined;
  const name = place.city ?? (place.region ? [place.region, country].filter(Boolean).join(", ") : (country ?? "there"));
  return place.radius_km === undefined ? name : `within ${AMOUNT.format(place.radius_km)} km of ${name}`;
}

/** "Europe" is kept as its countries; listing them all helps nobody. */
const MANY = 8;

function describePlaces(places: readonly Place[]): string {
  const [around, inside] = [places.filter((place) => place.radius_km !== undefined), places.filter((place) => place.radius_km === undefined)];
  const names = inside.length > MANY ? `${inside.length} countries or regions` : either(inside.map(describePlace));
  return either([...(inside.length > 0 ? [`in ${names}`] : []), ...around.map(describePlace)]);
}

type Phrases = { [K in keyof Filters]-?: (value: NonNullable<Filters[K]>) => string };

const PHRASES: Phrases = {
  skills: (skills) => `with ${all(skills)}`,
  exclude_skills: (skills) => `without ${either(skills)}`,
  places: describePlaces,
  exclude_places: (places) => `not ${describePlaces(places)}`,
  remote: (workplaces) => either(workplaces.map((workplace) => WORKPLACES[workplace])),
  salary: (salary) => `at least ${describeSalary(salary)}`,
  seniority: (levels) => `${either(levels)} level`,
  exclude_seniority: (levels) => `not ${either(levels)} level`,
  min_years: (count) => `${years(count)} of experience or more`,
  max_years: (count) => (count === 0 ? "no experience needed" : `${years(count)} of experience at most`),
  employment_types: (types) => either(types.map(spoken)),
  exclude_employment_types: (types) => `not ${either(types.map(spoken))}`,
  max_age_days: (days) => (days === 1 ? "from the last day" : `from the last ${days} days`),
  employer_kind: (kind) => (kind === "direct" ? "direct employers only" : "agencies only"),
  companies: (names) => `at ${either(names)}`,
  exclude_companies: (names) => `not at ${either(names)}`,
  languages: (names) => `${all(names)} spoken`,
  visa_sponsorship: () => "visa sponsored",
  willing_to_relocate: () => "willing to relocate",
};

/** One short phrase for each filter, in the order of the schema. The role decides which end of a salary it is. */
export function describeFilters(filters: Filters, role: Role = "job_seeker"): string[] {
  const names = Object.keys(PHRASES) as (keyof Filters)[];
  return names
    .filter((name) => filters[name] !== undefined)
    .map((name) => (name === "salary" && role === "employer" ? `asking ${describeSalary(filters.salary!)} at most` : phrase(name, filters)));
}

function phrase<K extends keyof Filters>(name: K, filters: Filters): string {
  return (PHRASES[name] as (value: unknown) => string)(filters[name]);
}
