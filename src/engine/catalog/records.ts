import { z } from "zod";

/** Levels from the lowest to the highest; scoring counts the steps between two of them. */
export const SENIORITIES = ["intern", "junior", "mid", "senior", "lead", "executive"] as const;
export const Seniority = z.enum(SENIORITIES);
export type Seniority = z.infer<typeof Seniority>;

export const Workplace = z.enum(["onsite", "hybrid", "remote"]);
export type Workplace = z.infer<typeof Workplace>;

export const EmploymentType = z.enum(["full_time", "part_time", "contract", "temporary", "internship"]);
export type EmploymentType = z.infer<typeof EmploymentType>;

export const PayPeriod = z.enum(["year", "month", "day", "hour"]);
export type PayPeriod = z.infer<typeof PayPeriod>;

export const Role = z.enum(["job_seeker", "employer"]);
export type Role = z.infer<typeof Role>;

/** What a role searches for: seekers find jobs, employers find resumes. */
export type Collection = "jobs" | "resumes";

const Id = z.string().regex(/^[0-9a-f]{24}$/, "must be 24 hex digits");
/** One spelling for one instant, so that a record read back from a store of dates is the one that was written. */
const Timestamp = z.iso.datetime({ offset: true }).transform((timestamp) => new Date(timestamp).toISOString());
const absent = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? undefined, schema.optional());
/** Another writer's null means the same as a missing field. */
const orElse = <T extends z.ZodType>(schema: T, fallback: z.output<T>) => schema.nullish().transform((value) => value ?? fallback);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

export const Location = z.object({
  city: absent(z.string()),
  region: absent(z.string()),
  country: absent(z.string()),
  lat: absent(z.number()),
  lon: absent(z.number()),
});
export type Location = z.infer<typeof Location>;

/** Pay before tax, in units of `currency` (ISO 4217) a `period`. */
export const Salary = z.object({
  min: absent(z.number().nonnegative()),
  max: absent(z.number().nonnegative()),
  currency: z.string().length(3).toUpperCase(),
  period: PayPeriod,
});
export type Salary = z.infer<typeof Salary>;

export const Employer = z.object({
  _id: Id,
  user_id: z.string(),
  name: z.string(),
  kind: z.enum(["direct", "agency"]),
  industry: absent(z.string()),
  size: absent(z.string()),
  location: absent(Location),
  seed_source: absent(z.string()),
});
export type Employer = z.infer<typeof Employer>;

export const Job = z.object({
  _id: Id,
  employer_id: Id,
  title: z.string().min(1),
  company: z.string(),
  description: z.string(),
  skills: list(z.object({ name: z.string(), required: orElse(z.boolean(), true) })),
  seniority: absent(Seniority),
  employment_type: absent(EmploymentType),
  location: absent(Location),
  remote: absent(Workplace),
  salary: absent(Salary),
  min_years: absent(z.number().nonnegative()),
  languages: absent(z.array(z.string())),
  visa_sponsorship: absent(z.boolean()),
  authorized_countries: absent(z.array(z.string())),
  posted_at: absent(Timestamp),
  expires_at: absent(Timestamp),
  status: z.enum(["open", "closed"]),
  seed_source: absent(z.string()),
  version: orElse(z.number().int(), 1),
});
export type Job = z.infer<typeof Job>;

export const Experience = z.object({
  title: z.string(),
  company: absent(z.string()),
  /** `YYYY-MM`, or `YYYY` where the month is unknown. */
  start: absent(z.string()),
  /** Absent while the position is held. */
  end: absent(z.string()),
  description: absent(z.string()),
});
export type Experience = z.infer<typeof Experience>;

export const Resume = z.object({
  _id: Id,
  user_id: z.string(),
  headline: z.string(),
  summary: orElse(z.string(), ""),
  skills: list(z.object({ name: z.string(), years: absent(z.number().nonnegative()) })),
  experience: list(Experience),
  education: list(z.object({ degree: z.string(), institution: absent(z.string()), year: absent(z.number().int()) })),
  languages: list(z.object({ name: z.string(), level: absent(z.string()) })),
  location: absent(Location),
  remote: absent(Workplace),
  willing_to_relocate: absent(z.boolean()),
  authorized_countries: absent(z.array(z.string())),
  desired_salary: absent(Salary),
  seniority: absent(Seniority),
  open_to_work: orElse(z.boolean(), true),
  visibility: z.enum(["public", "private"]),
  contact: absent(z.object({ name: absent(z.string()), email: absent(z.string()), phone: absent(z.string()) })),
  updated_at: absent(Timestamp),
  seed_source: absent(z.string()),
  version: orElse(z.number().int(), 1),
});
export type Resume = z.infer<typeof Resume>;

/** A resume as anyone but its owner may see it. */
export type PublicResume = Omit<Resume, "contact" | "user_id">;

/** Drops what identifies a person. Nothing with contact data leaves the catalogue adapters' callers without it. */
export function withoutContact({ contact: _, user_id: __, ...rest }: Resume): PublicResume {
  return rest;
}
