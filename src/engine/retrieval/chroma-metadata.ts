import type { Metadata } from "chromadb";
import { z } from "zod";
import type { FacetField, FacetList, Facets } from "../catalog/facets.ts";
import type { VectorEntry } from "./vector-index.ts";

// The shape of a record's metadata. Every key is written with every record, so that nothing stale stays behind when Chroma
// merges it into what is there, and their number does not grow with the data: newer servers list the keys of a collection
// with each answer. Keys without `rolecall_` are the portal's and are left alone.

export const TEXTS = ["owner_id", "country", "region", "city", "remote", "seniority", "employment_type", "employer_kind", "company"] as const;
export const NUMBERS = ["expires_at", "dated_at", "lat", "lon", "salary", "years"] as const;
export const FLAGS = ["live", "visa_sponsorship", "willing_to_relocate"] as const;
type Kind = "text" | "number" | "flag";

/** How many values of a list have a key of their own; of a longer one the others stand in `rolecall_facets` alone. */
export const SLOTS: Record<FacetList, number> = { skills: 12, languages: 4, authorized: 4 };
const LISTS = Object.keys(SLOTS) as FacetList[];

/** Stands for an absent field, as a value of another type than any present one. */
export const ABSENT: Record<Kind, string | number> = { text: 0, number: "none", flag: 0 };

export const ID_KEY = "rolecall_id";
export const TEXT_HASH_KEY = "rolecall_text_hash";
const FACETS_KEY = "rolecall_facets";
/** Of a text that says nothing: `rolecall_live` is then neither true nor false. */
const SILENT = "silent";

export function kindOf(field: FacetField): Kind {
  if ((NUMBERS as readonly string[]).includes(field)) return "number";
  return (FLAGS as readonly string[]).includes(field) ? "flag" : "text";
}

export function fieldKey(field: FacetField): string {
  return stepsOf(field) === 1 ? `rolecall_${field}` : `rolecall_${field}_x${stepsOf(field)}`;
}

export function slotKeys(list: FacetList): string[] {
  return Array.from({ length: SLOTS[list] }, (_, slot) => `rolecall_${list}_${slot}`);
}

export function lengthKey(list: FacetList): string {
  return `rolecall_${list}_count`;
}

/** Steps a unit: degrees are kept in hundredths, everything else whole. */
function stepsOf(field: FacetField): number {
  return field === "lat" || field === "lon" ? 100 : 1;
}

/** Rounded down to whole steps: Chroma compares whole numbers and fractions as if the fractions were cut off. */
export function stepOf(field: FacetField, value: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.floor(value * stepsOf(field))));
}

/** Whether `stepOf` is at or above that of `value` for just the numbers that are at or above `value`. */
export function isOnStep(field: FacetField, value: number): boolean {
  return stepsOf(field) === 1 && Number.isInteger(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

/** Text instead of true and false, because Chroma's table has no index over booleans: one filter on them reads it all. */
export function flagText(value: boolean): string {
  return String(value);
}

export function metadataOf({ id, vector, facets, textHash }: VectorEntry): Metadata {
  const metadata: Metadata = { [ID_KEY]: id, [TEXT_HASH_KEY]: textHash ?? ABSENT.text, [FACETS_KEY]: JSON.stringify(facets) };
  for (const field of TEXTS) metadata[fieldKey(field)] = facets[field] ?? ABSENT.text;
  for (const field of NUMBERS) metadata[fieldKey(field)] = facets[field] === null ? ABSENT.number : stepOf(field, facets[field]);
  for (const field of FLAGS) metadata[fieldKey(field)] = facets[field] === null ? ABSENT.flag : flagText(facets[field]);
  for (const list of LISTS) {
    metadata[lengthKey(list)] = facets[list].length;
    for (const [slot, key] of slotKeys(list).entries()) metadata[key] = facets[list][slot] ?? ABSENT.text;
  }
  if (vector.every((value) => value === 0)) metadata[fieldKey("live")] = SILENT;
  return metadata;
}

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();
const StoredFacets = z.object({
  id: z.string(),
  live: z.boolean(),
  ...{ expires_at: number, dated_at: number, owner_id: text, country: text, region: text, city: text, lat: number, lon: number, remote: text },
  ...{ seniority: text, employment_type: text, salary: number, years: number, employer_kind: text, company: text },
  ...{ visa_sponsorship: flag, willing_to_relocate: flag },
  ...{ skills: z.string().array(), languages: z.string().array(), authorized: z.string().array() },
}) satisfies z.ZodType<Facets>;

/** @throws {z.ZodError | SyntaxError} where they are not as `metadataOf` wrote them */
export function facetsOf(metadata: unknown): Facets {
  const { [FACETS_KEY]: stored } = z.object({ [FACETS_KEY]: z.string() }).parse(metadata);
  return StoredFacets.parse(JSON.parse(stored));
}

/** @throws {z.ZodError} where there is none */
export function textHashOf(metadata: unknown): string {
  return z.object({ [TEXT_HASH_KEY]: z.string() }).parse(metadata)[TEXT_HASH_KEY];
}
