/**
 * The flat view of a record that hard filters act on, the same in every store. Derived by `derive.ts`, never stored as truth.
 * Absent fields are null: a filter on them does not pass.
 */
export interface Facets {
  id: string;
  /** Open job, or a public resume of someone open to work. */
  live: boolean;
  /** Milliseconds; jobs only. */
  expires_at: number | null;
  /** When posted or updated, milliseconds. */
  dated_at: number | null;
  owner_id: string | null;
  country: string | null;
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  remote: string | null;
  seniority: string | null;
  employment_type: string | null;
  /** USD a year: a job's maximum (else its minimum), a candidate's desired minimum. */
  salary: number | null;
  /** A job's demand, or the years a candidate has worked. */
  years: number | null;
  employer_kind: string | null;
  company: string | null;
  visa_sponsorship: boolean | null;
  willing_to_relocate: boolean | null;
  /** Canonical, folded. */
  skills: string[];
  languages: string[];
  /** Countries whose residents or permit holders may be employed, or where the candidate may work. */
  authorized: string[];
}

export type FacetField = Exclude<keyof Facets, "id" | FacetList>;
export type FacetList = "skills" | "languages" | "authorized";
export type LocationFacets = Pick<Facets, "country" | "region" | "city" | "lat" | "lon">;

/** A record that states nothing. */
export const NO_FACETS: Omit<Facets, "id" | "live"> = {
  expires_at: null,
  dated_at: null,
  owner_id: null,
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  remote: null,
  seniority: null,
  employment_type: null,
  salary: null,
  years: null,
  employer_kind: null,
  company: null,
  visa_sponsorship: null,
  willing_to_relocate: null,
  skills: [],
  languages: [],
  authorized: [],
};
