import type { Document } from "mongodb";
import { idValue, plain } from "../store/mongo-values.ts";
import { ObjectId } from "mongodb";
import { type Collection, Employer, Job, Resume } from "./records.ts";

export interface DocumentOf {
  jobs: Job;
  resumes: Resume;
  employers: Employer;
}

const SCHEMAS = { jobs: Job, resumes: Resume, employers: Employer };
const DATES = new Set(["posted_at", "expires_at", "updated_at"]);
const IDS = new Set(["employer_id", "user_id"]);

/** A document as the portal stores it: ObjectIds and BSON dates, and no field that the record does not state. */
export function portalDocument({ _id, ...fields }: Job | Resume | Employer): Document {
  const stated = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { _id: new ObjectId(_id), ...Object.fromEntries(stated.map(([name, value]) => [name, portalValue(name, value)])) };
}

function portalValue(name: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  return DATES.has(name) ? new Date(value) : IDS.has(name) ? idValue(value) : value;
}

/** Writes a record over the portal's document: what it does not state is removed, and fields that only the portal knows stay. */
export function portalUpdate(collection: Collection | "employers", { _id, ...fields }: Document): Document {
  const unstated = Object.keys(SCHEMAS[collection].shape).filter((name) => name !== "_id" && !(name in fields));
  return { $set: fields, ...(unstated.length > 0 ? { $unset: Object.fromEntries(unstated.map((name) => [name, ""])) } : {}) };
}

export type Reading<C extends Collection | "employers"> = { record: DocumentOf[C] } | { unreadable: string; field: string };

/** Reads what PyMongo, Motor or this engine wrote: ids as ObjectIds, UUIDs or strings, extra fields, nulls for what is missing. */
export function readDocument<C extends Collection | "employers">(collection: C, document: Document): Reading<C> {
  const unreadable = String(plain(document._id));
  // By any other kind of id the record would be listed and never be found.
  if (!(document._id instanceof ObjectId)) return { unreadable, field: "_id" };
  const parsed = SCHEMAS[collection].safeParse(plain(document));
  return parsed.success ? { record: parsed.data as DocumentOf[C] } : { unreadable, field: parsed.error.issues[0]!.path.join(".") };
}
