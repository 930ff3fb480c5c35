import { type AnyBulkWriteOperation, type Document, type Collection as MongoCollection, MongoBulkWriteError, ObjectId } from "mongodb";
import { z } from "zod";
import { isDuplicateKey } from "../store/mongo-failure.ts";
import type { MongoStore } from "../store/mongo.ts";
import { type Derived, objectIds } from "./mongo-rows.ts";
import type { Collection } from "./records.ts";

export type Pending = ReadonlyMap<string, "new" | "changed">;

const IDS_A_STEP = 5_000;
const DUPLICATE_KEY = 11_000;

const HashRow = z.object({ _id: z.instanceof(ObjectId), hash: z.string() });

/** Which of these documents have no derived row, or one of another hash. */
export async function pendingOf(
  store: Pick<MongoStore, "collection">,
  collection: Collection | "employers",
  entries: readonly { id: string; hash: string }[],
): Promise<Map<string, "new" | "changed">> {
  const ids = objectIds(entries.map(({ id }) => id));
  const rows = await store
    .collection(`rolecall_${collection}`)
    .find({ _id: { $in: ids } }, { projection: { hash: 1 } })
    .toArray();
  const stored = new Map(
    HashRow.array()
      .parse(rows)
      .map(({ _id, hash }) => [_id.toHexString(), hash]),
  );
  return new Map(
    entries.flatMap(({ id, hash }): [string, "new" | "changed"][] => {
      const known = stored.get(id);
      return known === hash ? [] : [[id, known === undefined ? "new" : "changed"]];
    }),
  );
}

/** The row with the hash comes last: a document counts as stored when everything of it is there. */
export async function writeDerived(
  store: Pick<MongoStore, "collection">,
  collection: Collection | "employers",
  derived: readonly Derived[],
  pending: Pending,
): Promise<void> {
  if (collection !== "employers") {
    const words = derived.flatMap((entry) => entry.words ?? []);
    await write(store.collection(`rolecall_${collection}_words`), words, pending, replacement);
  }
  await write(
    store.collection(`rolecall_${collection}`),
    derived.map(({ row }) => row),
    pending,
    replacement,
  );
}

/** Where things derived from a collection are. The row with the hash is the last to come and the last to go. */
export function derivedCollections(collection: Collection | "employers") {
  return collection === "employers" ? (["rolecall_employers"] as const) : ([`rolecall_${collection}_words`, `rolecall_${collection}`] as const);
}

export async function removeDerived(store: Pick<MongoStore, "collection">, collection: Collection | "employers", ids: readonly ObjectId[]): Promise<void> {
  for (const name of derivedCollections(collection)) {
    for (const step of steps(ids)) await store.collection(name).deleteMany({ _id: { $in: step } });
  }
}

/** Inserts what is new and overwrites the rest. What turns out to be there after all, after a crash or by another writer, is overwritten too. */
export async function write(
  collection: MongoCollection,
  documents: readonly Document[],
  pending: Pending,
  overwrite: (document: Document) => AnyBulkWriteOperation,
): Promise<void> {
  const isNew = (document: Document) => pending.get(String(document._id)) === "new";
  const taken = await insert(collection, documents.filter(isNew));
  const operations = [...documents.filter((document) => !isNew(document)), ...taken].map(overwrite);
  if (operations.length > 0) await upserting(() => collection.bulkWrite(operations, { ordered: false }));
}

/** Of two that insert the same document at once, the second one is refused on some servers, and finds it when it tries again. */
export async function upserting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return work();
  }
}

/** Returns the documents whose ids are taken. */
async function insert(collection: MongoCollection, documents: Document[]): Promise<Document[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany(documents, { ordered: false });
    return [];
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
    const refused = [error.writeErrors].flat();
    if (refused.length === 0 || !refused.every(({ code }) => code === DUPLICATE_KEY)) throw error;
    return refused.map(({ index }) => documents[index]!);
  }
}

function replacement(document: Document): AnyBulkWriteOperation {
  const { _id, ...fields } = document;
  return { replaceOne: { filter: { _id }, replacement: fields, upsert: true } };
}

/** Lists of ids short enough for one command. */
export function steps<T>(ids: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(ids.length / IDS_A_STEP) }, (_, index) => ids.slice(index * IDS_A_STEP, (index + 1) * IDS_A_STEP));
}
