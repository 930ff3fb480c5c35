import { type Document, ObjectId } from "mongodb";
import { z } from "zod";
import { FIELD_WEIGHTS } from "../retrieval/bm25.ts";
import type { Indexed } from "./catalog.ts";
import { type Facets, NO_FACETS } from "./facets.ts";
import type { Employer, Job, Resume } from "./records.ts";

const HEX_ID = /^[0-9a-f]{24}$/;

export function objectIds(ids: Iterable<string>): ObjectId[] {
  return [...ids].filter((id) => HEX_ID.test(id)).map((id) => new ObjectId(id));
}

/** What is kept beside a document, and made from it. */
export interface Derived {
  row: Document;
  /** Of jobs and resumes. */
  words?: Document;
}

export function derivedFrom(entry: Indexed<Job> | Indexed<Resume> | { document: Employer; hash: string }): Derived {
  return "terms" in entry ? { row: facetRow(entry), words: wordRow(entry) } : { row: employerRow(entry) };
}

/** Its id, the hash of what it is derived from, and what hard filters act on: small, because counting reads all of them. */
function facetRow({ document, facets, hash }: Indexed<Job | Resume>): Document {
  return { ...employerRow({ document, hash }), facets: stored(facets) };
}

function employerRow({ document, hash }: { document: Job | Resume | Employer; hash: string }): Document {
  return { _id: new ObjectId(document._id), hash, seed_source: document.seed_source ?? null };
}

/** A document's words. `tf` tells how often each term occurs, weighed by field; `length` is the number of words, not weighed. */
function wordRow({ document, facets, terms }: Indexed<Job | Resume>): Document {
  const frequencies = new Map<string, number>();
  for (const field of ["title", "skills", "body"] as const) {
    for (const term of terms[field]) frequencies.set(term, (frequencies.get(term) ?? 0) + FIELD_WEIGHTS[field]);
  }
  return {
    _id: new ObjectId(document._id),
    seed_source: document.seed_source ?? null,
    facets: stored(facets),
    terms: [...frequencies.keys()],
    tf: Object.fromEntries([...frequencies].map(([term, frequency]) => [fieldName(term), frequency])),
    length: terms.title.length + terms.skills.length + terms.body.length,
  };
}

/** A term as the name of a field: without the signs that mean something in a path, or at the beginning of a name. */
export function fieldName(term: string): string {
  return term.replace(/^_|[%.$\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Null and a missing field are the same to MongoDB's filters. */
function stored({ id: _, ...facets }: Facets): Document {
  return Object.fromEntries(Object.entries(facets).filter(([, value]) => value !== null));
}

const FacetRow = z.object({ _id: z.instanceof(ObjectId), facets: z.looseObject({ live: z.boolean() }) });

export function facetsOf(row: Document): Facets {
  const { _id, facets } = FacetRow.parse(row);
  return { ...NO_FACETS, ...facets, id: _id.toHexString() };
}
