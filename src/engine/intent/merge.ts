import { canonicalSkill, findSkills } from "../vocabulary/skills.ts";
import { stated as withoutEmpty } from "./assemble.ts";
import type { FilterName, Filters, Place } from "./filters.ts";
import type { Judged } from "./mention.ts";

const ALTERNATIVES = ["places", "remote", "seniority", "employment_types", "companies"] as const;
const DEMANDS = ["skills", "languages"] as const;
const EXCLUSIONS = ["exclude_skills", "exclude_places", "exclude_seniority", "exclude_employment_types", "exclude_companies"] as const;
/** What is wanted and what is ruled out cannot both hold; the newer statement wins. */
const OPPOSITES = [
  ["skills", "exclude_skills"],
  ["places", "exclude_places"],
  ["seniority", "exclude_seniority"],
  ["employment_types", "exclude_employment_types"],
  ["companies", "exclude_companies"],
] as const;

export interface MergeOptions {
  /** "Also in Munich": alternatives are added to those of the search instead of replacing them. */
  add: boolean;
  /** "Anywhere": the places of the search are lifted. */
  anywhere: boolean;
}

/** The filters of a search after a refinement: the same kind is replaced, demands and exclusions are added. */
export function mergeFilters(base: Filters, news: Filters, { add, anywhere }: MergeOptions): Filters {
  const merged: Record<string, unknown> = { ...base };
  if (anywhere) delete merged.places;
  for (const [name, value] of Object.entries(news)) merged[name] = value;
  for (const name of [...DEMANDS, ...EXCLUSIONS, ...(add ? ALTERNATIVES : [])]) {
    const old = name === "places" && anywhere ? undefined : base[name];
    if (old && news[name]) merged[name] = distinct([...old, ...news[name]]);
  }
  if (news.min_years !== undefined && news.max_years === undefined && (base.max_years ?? Infinity) < news.min_years) delete merged.max_years;
  if (news.max_years !== undefined && news.min_years === undefined && (base.min_years ?? 0) > news.max_years) delete merged.min_years;
  for (const [positive, negative] of OPPOSITES) {
    if (news[negative]) merged[positive] = rest(merged[positive], (entry) => news[negative]!.some((other) => covers(other, entry)));
    if (news[positive]) merged[negative] = rest(merged[negative], (entry) => news[positive]!.some((other) => covers(entry, other)));
  }
  return withoutEmpty(merged as Filters);
}

/** Lifts whole filters; tells whether any of them was set. */
export function dropFilters(base: Filters, names: readonly FilterName[]): { filters: Filters; found: boolean } {
  const filters = { ...base };
  for (const name of names) delete filters[name];
  return { filters, found: names.some((name) => base[name] !== undefined) };
}

/** Lifts what one mention names ("forget Berlin", "remove remote"); null where the search does not hold it. */
export function dropMention(base: Filters, mention: Judged): Filters | null {
  switch (mention.kind) {
    case "skill":
      return listsWithout(base, ["skills", "exclude_skills"], [mention.name]);
    case "place":
      return listsWithout(base, ["places", "exclude_places"], mention.places);
    case "workplace":
      return listsWithout(base, ["remote"], [mention.value]);
    case "seniority":
      return listsWithout(base, ["seniority", "exclude_seniority"], mention.values);
    case "employment":
      return listsWithout(base, ["employment_types", "exclude_employment_types"], mention.values);
    case "company":
      return listsWithout(base, ["companies", "exclude_companies"], [mention.name]);
    case "language":
      return listsWithout(base, ["languages"], [mention.name]);
    case "anywhere":
    case "radius":
      return null;
    default: {
      const { filters, found } = dropFilters(base, SINGLE[mention.kind]);
      return found ? filters : null;
    }
  }
}

const SINGLE = {
  salary: ["salary"],
  years: ["min_years", "max_years"],
  recency: ["max_age_days"],
  permanence: ["exclude_employment_types"],
  "employer-kind": ["employer_kind"],
  sponsorship: ["visa_sponsorship"],
  relocation: ["willing_to_relocate"],
} as const satisfies Record<string, readonly FilterName[]>;

type ListName = (typeof ALTERNATIVES)[number] | (typeof DEMANDS)[number] | (typeof EXCLUSIONS)[number];

function listsWithout(base: Filters, names: readonly ListName[], values: readonly unknown[]): Filters | null {
  const filters: Record<string, unknown> = { ...base };
  let found = false;
  for (const name of names) {
    const left = rest(base[name], (entry) => values.some((value) => covers(value, entry))) as unknown[] | undefined;
    if (left?.length === base[name]?.length) continue;
    filters[name] = left;
    found = true;
  }
  return found ? withoutEmpty(filters as Filters) : null;
}

const rest = (list: unknown, leave: (entry: unknown) => boolean): unknown => (Array.isArray(list) ? list.filter((entry) => !leave(entry)) : list);

function distinct(values: unknown[]): unknown[] {
  return values.filter((value, at) => values.findIndex((other) => identical(other, value)) === at);
}

const fold = (value: unknown): unknown => (typeof value === "string" ? (canonicalSkill(value) ?? value).toLowerCase() : value);
const identical = (a: unknown, b: unknown): boolean => fold(a) === fold(b) || (isPlace(a) && isPlace(b) && JSON.stringify(a) === JSON.stringify(b));
const isPlace = (value: unknown): value is Place => typeof value === "object" && value !== null;

/** Whether `inner` is the same as `outer` or, as a place, lies in it: Berlin in Germany. */
function covers(outer: unknown, inner: unknown): boolean {
  if (!isPlace(outer) || !isPlace(inner)) return fold(outer) === fold(inner);
  if (outer.country !== inner.country) return false;
  if (outer.city !== undefined) return outer.city === inner.city;
  return outer.region === undefined || outer.region === inner.region;
}

/** The search words without those that name one of the skills. */
export function withoutSkills(query: string, skills: readonly string[]): string {
  if (skills.length === 0) return query;
  let left = query;
  for (const hit of findSkills(query).toReversed())
    if (skills.some((skill) => fold(skill) === fold(hit.skill))) left = `${left.slice(0, hit.start)} ${left.slice(hit.end)}`;
  const names = new Set(skills.map((skill) => skill.toLowerCase()));
  return left
    .split(" ")
    .filter((word) => word !== "" && !names.has(word.toLowerCase()))
    .join(" ");
}
