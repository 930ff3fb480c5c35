import { z } from "zod";
import { EmploymentType, PayPeriod, Seniority, Workplace } from "../catalog/records.ts";

/** A place someone named. `country` is an ISO 3166-1 alpha-2 code; coordinates are degrees. */
export const Place = z.object({
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().length(2).optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  /** Set by "near": within this distance of the coordinates. */
  radius_km: z.number().positive().optional(),
});
export type Place = z.infer<typeof Place>;

/**
 * Hard constraints. Lists that name alternatives (`places`, `remote`, `seniority`, `employment_types`, `companies`) are met by
 * any entry, lists that name demands (`skills`, `languages`) only by all. A record that lacks a filtered field does not pass.
 */
export const Filters = z.strictObject({
  /** Canonical skill names of the vocabulary, or the words as written where it knows none. */
  skills: z.array(z.string()).optional(),
  exclude_skills: z.array(z.string()).optional(),
  places: z.array(Place).optional(),
  exclude_places: z.array(Place).optional(),
  remote: z.array(Workplace).optional(),
  /** Jobs: the maximum must reach it. Candidates: the desired minimum must not exceed it. */
  salary: z.object({ amount: z.number().positive(), currency: z.string().length(3), period: PayPeriod }).optional(),
  seniority: z.array(Seniority).optional(),
  exclude_seniority: z.array(Seniority).optional(),
  /** Jobs: asks for no fewer years than this. Candidates: years worked, at least. */
  min_years: z.number().nonnegative().optional(),
  /** Jobs: asks for no more years than this. Candidates: years worked, at most. */
  max_years: z.number().nonnegative().optional(),
  employment_types: z.array(EmploymentType).optional(),
  exclude_employment_types: z.array(EmploymentType).optional(),
  /** Posted (jobs) or updated (resumes) within this many days. */
  max_age_days: z.number().positive().optional(),
  employer_kind: z.enum(["direct", "agency"]).optional(),
  companies: z.array(z.string()).optional(),
  exclude_companies: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
  visa_sponsorship: z.literal(true).optional(),
  willing_to_relocate: z.literal(true).optional(),
});
export type Filters = z.infer<typeof Filters>;
export type FilterName = keyof Filters;
