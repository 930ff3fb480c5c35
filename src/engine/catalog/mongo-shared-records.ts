import type { Document, FindOptions, ObjectId } from "mongodb";
import type { MongoCollection } from "../store/mongo-schema.ts";
import { repeatedly } from "../store/mongo-repeat.ts";
import type { MongoStore } from "../store/mongo.ts";
import type { Indexed } from "./catalog.ts";
import { readDocument } from "./mongo-documents.ts";
import { mongoNotes } from "./mongo-notes.ts";
import { derivedFrom, objectIds } from "./mongo-rows.ts";
import { derivedCollections, pendingOf, removeDerived, writeDerived } from "./mongo-writes.ts";
import type { Collection, Employer, Job, Resume } from "./records.ts";
import type { Adoption, SharedRecords } from "./shared-records.ts";

type Batch = readonly Indexed<Job>[] | readonly Indexed<Resume>[] | readonly { document: Employer; hash: string }[];

const IDS_A_BATCH = 5_000;
/** Read from the index, so that no document is. */
const IDS_ALONE: FindOptions = { projection: { _id: 1 }, hint: { _id: 1 } };

/** What the portal itself keeps in `jobs`, `resumes` and `employers`; written to are the derived collections alone. */
export function mongoSharedRecords(store: MongoStore): SharedRecords {
  const notes = mongoNotes(store);
  const attempt = <T>(work: () => Promise<T>): Promise<T> => store.ready().then(() => store.attempt(() => repeatedly(work, "fails")));

  /** A cursor's documents, so many at a time. */
  async function* batchesOf(collection: MongoCollection, size: number, options: FindOptions): AsyncGenerator<Document[]> {
    const cursor = store.collection(collection).find({}, { ...options, batchSize: size });
    const next = async () => {
      const batch: Document[] = [];
      for (let document = await cursor.next(); document !== null; document = await cursor.next()) if (batch.push(document) === size) break;
      return batch;
    };
    try {
      for (let batch = await attempt(next); batch.length > 0; batch = await attempt(next)) yield batch;
    } finally {
      await cursor.close();
    }
  }

  /** Those of the ids that the portal has no document for. A range, because they come in order: no server likes lists of thousands. */
  async function gone(collection: Collection | "employers", ids: readonly ObjectId[]): Promise<ObjectId[]> {
    const left = new Map(ids.map((id) => [id.toHexString(), id]));
    const ordered = objectIds([...left.keys()].toSorted());
    const range = { _id: { $gte: ordered[0], $lte: ordered.at(-1) } };
    for await (const { _id } of store.collection(collection).find(range, IDS_ALONE)) left.delete(String(_id));
    return [...left.values()];
  }

  return {
    async *stored(collection, size) {
      for await (const batch of batchesOf(collection, size, {})) {
        const readings = batch.map((document) => readDocument(collection, document));
        const adoption: Adoption = { documents: [], unreadable: [] };
        for (const reading of readings) {
          if ("record" in reading) adoption.documents.push(reading.record);
          else adoption.unreadable.push(reading.unreadable);
        }
        yield adoption;
      }
    },

    index: (collection: Collection | "employers", batch: Batch) =>
      attempt(async () => {
        const pending = await pendingOf(
          store,
          collection,
          batch.map(({ document, hash }) => ({ id: document._id, hash })),
        );
        const changed = batch.filter(({ document }) => pending.has(document._id)).map(derivedFrom);
        if (changed.length === 0) return;
        await notes.renew(collection);
        await writeDerived(store, collection, changed, pending);
        await notes.renew(collection);
      }),

    async prune(collection, before) {
      const pruned = new Set<string>();
      for (const name of derivedCollections(collection)) {
        for await (const rows of batchesOf(name, IDS_A_BATCH, IDS_ALONE)) {
          await attempt(async () => {
            const ids = await gone(
              collection,
              rows.map(({ _id }) => _id as ObjectId),
            );
            if (ids.length === 0) return;
            await before?.(ids.map((id) => id.toHexString()));
            await notes.renew(collection);
            await removeDerived(store, collection, ids);
            await notes.renew(collection);
            for (const id of ids) pruned.add(id.toHexString());
          });
        }
      }
      return [...pruned].toSorted();
    },
  };
}
