import rates from "../vocabulary/rates.json" with { type: "json" };
import type { Employer, Experience, Location, Salary } from "../catalog/records.ts";
import type { FilterName, Filters, Place } from "../intent/filters.ts";
import type { Match } from "../matching/match.ts";
import { canonicalSkill, findSkills } from "../vocabulary/skills.ts";

interface World {
  now: Date;
  employers: ReadonlyMap<string, Employer>;
}

/** The stated filters that a match's record does not meet, judged from the record's own fields and nothing the engine derived. */
export function unmetFilters(match: Match, filters: Filters, world: World): FilterName[] {
  const checks: Record<FilterName, () => boolean> = {
    skills: () => filters.skills!.every((skill) => holds(match, skill)),
    exclude_skills: () => !filters.exclude_skills!.some((skill) => holds(match, skill)),
    places: () => filters.places!.some((place) => isAt(match.record.location, place)),
    exclude_places: () => !filters.exclude_places!.some((place) => isAt(match.record.location, place)),
    remote: () => match.record.remote !== undefined && filters.remote!.includes(match.record.remote),
    salary: () => paysEnough(match, filters.salary!),
    seniority: () => match.record.seniority !== undefined && filters.seniority!.includes(match.record.seniority),
    exclude_seniority: () => match.record.seniority === undefined || !filters.exclude_seniority!.includes(match.record.seniority),
    min_years: () => (yearsOf(match, world.now) ?? -1) >= filters.min_years!,
    max_years: () => (yearsOf(match, world.now) ?? Infinity) <= filters.max_years!,
    employment_types: () =>
      match.kind === "job" && match.record.employment_type !== undefined && filters.employment_types!.includes(match.record.employment_type),
    exclude_employment_types: () =>
      match.kind !== "job" || match.record.employment_type === undefined || !filters.exclude_employment_types!.includes(match.record.employment_type),
    max_age_days: () => Date.parse(datedOf(match) ?? "") >= world.now.getTime() - filters.max_age_days! * 86_400_000,
    employer_kind: () => match.kind === "job" && world.employers.get(match.record.employer_id)?.kind === filters.employer_kind,
    companies: () => match.kind === "job" && filters.companies!.some((name) => same(name, match.record.company)),
    exclude_companies: () => match.kind !== "job" || !filters.exclude_companies!.some((name) => same(name, match.record.company)),
    languages: () => filters.languages!.every((language) => languagesOf(match).some((spoken) => same(spoken, language))),
    visa_sponsorship: () => match.kind === "job" && match.record.visa_sponsorship === true,
    willing_to_relocate: () => match.kind === "candidate" && match.record.willing_to_relocate === true,
  };
  return (Object.keys(filters) as FilterName[]).filter((name) => !checks[name]());
}

function holds(match: Match, skill: string): boolean {
  const wanted = canonicalSkill(skill) ?? skill;
  const title = match.kind === "job" ? match.record.title : match.record.headline;
  return match.record.skills.some(({ name }) => same(canonicalSkill(name) ?? name, wanted)) || findSkills(title).some((found) => same(found.skill, wanted));
}

function isAt(location: Location | undefined, place: Place): boolean {
  if (location === undefined) return false;
  if (place.radius_km !== undefined)
    return location.lat !== undefined && location.lon !== undefined && kilometres(location as Point, place as Point) <= place.radius_km + 1;
  if (place.country !== undefined && !same(location.country ?? "", countries.of(place.country) ?? "")) return false;
  if (place.city !== undefined) return same(location.city ?? "", place.city);
  return place.region === undefined || same(location.region ?? "", place.region);
}

const countries = new Intl.DisplayNames("en", { type: "region" });
const same = (a: string, b: string): boolean => a.localeCompare(b, "en", { sensitivity: "base" }) === 0;

interface Point {
  lat: number;
  lon: number;
}

/** Haversine on a sphere of 6,371 km. */
function kilometres(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const chord = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

/** A job's most must reach the ask, a candidate's least must lie within it; a thousandth is left to rounding. */
function paysEnough(match: Match, asked: NonNullable<Filters["salary"]>): boolean {
  const stated = match.kind === "job" ? match.record.salary : match.record.desired_salary;
  if (stated === undefined) return false;
  const limit = dollars(asked.amount, asked);
  if (match.kind === "job") return dollars(stated.max ?? stated.min ?? 0, stated) >= limit * 0.998;
  return dollars(stated.min ?? stated.max ?? Infinity, stated) <= limit * 1.002;
}

const A_YEAR = { hour: 2080, day: 260, month: 12, year: 1 };

function dollars(amount: number, { currency, period }: Pick<Salary, "currency" | "period">): number {
  return (amount * A_YEAR[period]) / (rates.rates as Record<string, number>)[currency]!;
}

function yearsOf(match: Match, now: Date): number | null {
  return match.kind === "job" ? (match.record.min_years ?? null) : yearsHeld(match.record.experience, now);
}

/** Months in which any position was held, a position's last month left out, in years to one decimal. */
function yearsHeld(experience: readonly Experience[], now: Date): number | null {
  const months = new Set<number>();
  const monthOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7) || 1);
  const present = now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
  for (const { start, end } of experience) {
    if (start === undefined) continue;
    for (let month = monthOf(start); month < (end === undefined ? present : monthOf(end)); month += 1) months.add(month);
  }
  return experience.length === 0 ? null : Math.round((months.size / 12) * 10) / 10;
}

function datedOf(match: Match): string | undefined {
  return match.kind === "job" ? match.record.posted_at : match.record.updated_at;
}

function languagesOf(match: Match): string[] {
  return match.kind === "job" ? (match.record.languages ?? []) : match.record.languages.map(({ name }) => name);
}
