import { type Collection as MongoCollection, ObjectId } from "mongodb";
import type { MongoStore } from "../store/mongo.ts";
import { objectIds } from "./mongo-rows.ts";
import { derivedCollections, removeDerived, steps } from "./mongo-writes.ts";
import type { BeforeRemoval } from "./catalog.ts";
import type { Collection } from "./records.ts";

type Store = Pick<MongoStore, "collection">;

/** Ids in ascending order. */
export interface Seeded {
  all: string[];
  /** Seeded, but nothing derived from it says so: left by a run that died, or marked by the portal. */
  unmarked: string[];
}

const SEEDED = { seed_source: { $ne: null } };

export async function findSeeded(store: Store, collection: Collection | "employers"): Promise<Seeded> {
  const [documents, rows] = await Promise.all([seededIds(store.collection(collection)), seededIds(store.collection(`rolecall_${collection}`))]);
  const all = new Set([...rows, ...documents]);
  const marked = new Set(rows);
  return { all: [...all].toSorted(), unmarked: documents.filter((id) => !marked.has(id)) };
}

/** Removes a document only as long as it says itself that it is seeded: the portal may have made it its own. */
export async function removeSeeded(
  store: Store,
  collection: Collection | "employers",
  { all, unmarked }: Seeded,
  before: BeforeRemoval = async () => {},
): Promise<void> {
  const withoutMark = new Set(unmarked);
  for (const ids of steps(all)) {
    await before(ids);
    await removeDerived(store, collection, objectIds(ids.filter((id) => withoutMark.has(id))));
    const range = { $gte: new ObjectId(ids[0]), $lte: new ObjectId(ids.at(-1)) };
    for (const name of [collection, ...derivedCollections(collection)]) await store.collection(name).deleteMany({ _id: range, ...SEEDED });
  }
}

async function seededIds(collection: MongoCollection): Promise<string[]> {
  const found = await collection.find(SEEDED, { projection: { _id: 1 } }).toArray();
  return found.flatMap(({ _id }) => (_id instanceof ObjectId ? _id.toHexString() : []));
}
