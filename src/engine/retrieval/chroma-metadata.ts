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

const CELLS_A_DEGREE = 2;
export const CELLS_AROUND = 360 * CELLS_A_DEGREE;

/** How many values of a list have a key of their own; of a longer one the others stand in `rolecall_facets` alone. */
export const SLOTS: Record<FacetList, number> = { skills: 12, languages: 4, authorized: 4 };
const LISTS = Object.keys(SLOTS) as FacetList[];

/** Stands for an absent field, as a value of another type than any present one. */
export const ABSENT: Record<Kind, string | number> = { text: 0, number: "none", flag: 0 };

export const ID_KEY = "rolecall_id";
export const CELL_KEY = "rolecall_cell";
export const TEXT_HASH_KEY = "rolecall_text_hash";
const FACETS_KEY = "rolecall_facets";
/** Of a text that says nothing: `rolecall_live` is then neither true nor false. */
const SILENT = "silent";

export function kindOf(field: FacetField): Kind {
  if ((NUMBERS as readonly string[]).includes(field)) return "number";
  return (FLAGS as readonly string[]).includes(field) ? "flag" : "text";
}

export function fieldKey(field: FacetField): string {
  return `rolecall_${field}`;
}

export function slotKeys(list: FacetList): string[] {
  return Array.from({ length: SLOTS[list] }, (_, slot) => `rolecall_${list}_${slot}`);
}

export function lengthKey(list: FacetList): string {
  return `rolecall_${list}_count`;
}

/** Rounded down: ChromaDB compares whole numbers with fractions as if these were cut off. */
export function wholeOf(value: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.floor(value)));
}

/** The square of the earth, half a degree wide, that a place is in. Few names are found faster than ranges of two numbers. */
export function cellName(row: number, column: number): string {
  return `${row}:${((((column + CELLS_AROUND / 2) % CELLS_AROUND) + CELLS_AROUND) % CELLS_AROUND) - CELLS_AROUND / 2}`;
}

export function cellIndex(degrees: number): number {
  return Math.floor(degrees * CELLS_A_DEGREE);
}

/** Text instead of true and false, because Chroma's table has no index over booleans: one filter on them reads it all. */
export function flagText(value: boolean): string {
  return String(value);
}

export function metadataOf({ id, vector, facets, textHash }: VectorEntry): Metadata {
  const { lat, lon } = facets;
  const cell = lat === null || lon === null ? ABSENT.text : cellName(cellIndex(lat), cellIndex(lon));
  const metadata: Metadata = { [ID_KEY]: id, [TEXT_HASH_KEY]: textHash ?? ABSENT.text, [FACETS_KEY]: JSON.stringify(facets), [CELL_KEY]: cell };
  for (const field of TEXTS) metadata[fieldKey(field)] = facets[field] ?? ABSENT.text;
  for (const field of NUMBERS) metadata[fieldKey(field)] = facets[field] === null ? ABSENT.number : wholeOf(facets[field]);
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
