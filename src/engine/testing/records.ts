import { createHash } from "node:crypto";
import { indexedJob, indexedResume } from "../catalog/derive.ts";
import type { Indexed } from "../catalog/catalog.ts";
import { type Facets, NO_FACETS } from "../catalog/facets.ts";
import { Employer, Job, Resume } from "../catalog/records.ts";
import type { z } from "zod";

/** The day that every test without a clock of its own takes for today. */
export const NOW = new Date("2026-03-01T12:00:00Z");
export const MODEL = "a-model";

/** 24 hex digits that stand for a name. */
export function idOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 24);
}

export function daysAgo(days: number, now: Date = NOW): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString();
}

/** A job by name that states nothing but what is given. */
export function job(name: string, given: Partial<z.input<typeof Job>> = {}): Job {
  return Job.parse({ _id: idOf(name), employer_id: idOf("employer"), title: name, company: "Acme", description: "", status: "open", ...given });
}

/** A resume by name that states nothing but what is given. */
export function resume(name: string, given: Partial<z.input<typeof Resume>> = {}): Resume {
  return Resume.parse({ _id: idOf(name), user_id: `user-${name}`, headline: name, visibility: "public", ...given });
}

export function employer(name: string, given: Partial<z.input<typeof Employer>> = {}): Employer {
  return Employer.parse({ _id: idOf(name), user_id: `user-${name}`, name, kind: "direct", ...given });
}

export function indexed(document: Job, from?: Employer): Indexed<Job> {
  return indexedJob(document, from, MODEL);
}

export function indexedPerson(document: Resume, now: Date = NOW): Indexed<Resume> {
  return indexedResume(document, now, MODEL);
}

const NOTHING: Facets = { ...NO_FACETS, id: "", live: true };

/** Facets of a record by name that states nothing but what is given. */
export function facets(name: string, given: Partial<Facets> = {}): Facets {
  return { ...NOTHING, id: idOf(name), ...given };
}

/** A job whose facets are given instead of derived. */
export function withFacets(name: string, given: Partial<Facets> = {}): Indexed<Job> {
  const entry = indexed(job(name));
  return { ...entry, facets: facets(name, given), hash: `${entry.hash}${JSON.stringify(given)}` };
}

/** Ids read as the names they stand for, so that a failing test can be read. */
export function namesOf(ids: Iterable<string>, names: readonly string[]): string[] {
  const known = new Map(names.map((name) => [idOf(name), name]));
  return [...ids].map((id) => known.get(id) ?? id);
}
