import { type Collection as MongoCollection, ObjectId } from "mongodb";
import { z } from "zod";
import type { MongoStore } from "../store/mongo.ts";
import { upserting } from "./mongo-writes.ts";
import type { Collection } from "./records.ts";

/** Of the whole catalogue, and of each collection in it. */
const VERSION = "catalog-version";

const Note = z.object({ value: z.string() });
const Version = z.object({ value: z.string(), jobs: z.string().optional(), resumes: z.string().optional(), employers: z.string().optional() });

export interface MongoNotes {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  version(): Promise<string>;
  /** Of the last write to this collection; null where there was none. */
  versionOf(collection: Collection): Promise<string | null>;
  /** Gives the catalogue and the collection a version that neither has had before. */
  renew(collection: Collection | "employers"): Promise<void>;
}

interface NoteDocument {
  _id: string;
  [field: string]: unknown;
}

/** Small facts in `rolecall_notes`. Versions are ObjectIds: no two writers can make the same one, and each tells when it was made. */
export function mongoNotes(store: Pick<MongoStore, "collection">): MongoNotes {
  const notes = noteCollection(store);

  async function versions(): Promise<z.infer<typeof Version> | null> {
    return Version.nullable().parse(await notes.findOne({ _id: VERSION }));
  }

  return {
    read: async (key) => Note.nullable().parse(await notes.findOne({ _id: key }))?.value ?? null,
    async write(key, value) {
      await upserting(() => notes.updateOne({ _id: key }, { $set: { value } }, { upsert: true }));
    },
    version: async () => (await versions())?.value ?? "0",
    versionOf: async (collection) => (await versions())?.[collection] ?? null,
    async renew(collection) {
      const value = new ObjectId().toHexString();
      await upserting(() => notes.updateOne({ _id: VERSION }, { $set: { value, [collection]: value } }, { upsert: true }));
    },
  };
}

export function noteCollection(store: Pick<MongoStore, "collection">): MongoCollection<NoteDocument> {
  return store.collection("rolecall_notes") as unknown as MongoCollection<NoteDocument>;
}

/** Milliseconds since the version was made, by this computer's clock. */
export function ageOf(version: string): number {
  return Date.now() - new ObjectId(version).getTimestamp().getTime();
}
