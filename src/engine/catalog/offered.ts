import type { Catalog, RecordOf } from "./catalog.ts";
import type { Collection } from "./records.ts";

/** Whether a record may be listed as it is now: another writer may have closed or hidden it since it was indexed. */
export function isOffered(record: RecordOf[Collection], now: Date): boolean {
  if ("headline" in record) return record.visibility === "public" && record.open_to_work;
  return record.status === "open" && (record.expires_at === undefined || Date.parse(record.expires_at) >= now.getTime());
}

/** Those of the ids whose record is there and offered. */
export async function offeredOf(catalog: Catalog, collection: Collection, ids: readonly string[], now: Date): Promise<Set<string>> {
  const records: RecordOf[Collection][] = ids.length === 0 ? [] : await catalog.records(collection, ids);
  return new Set(records.filter((record) => isOffered(record, now)).map(({ _id }) => _id));
}
