import type { Collection } from "../catalog/records.ts";
import type { PortCall } from "./intercepted-ports.ts";

/** Calls that read records of a collection, other than a user's own. */
export function readsOf(collection: Collection, calls: readonly PortCall[]): PortCall[] {
  return calls.filter(({ port, args }) => (port === "catalog" || port === "vectors") && args[0] === collection);
}

/** The ids of those records that something told mentions anywhere. */
export function idsIn(told: unknown, records: readonly { _id: string }[]): string[] {
  const text = JSON.stringify(told);
  return records.filter(({ _id }) => text.includes(_id)).map(({ _id }) => _id);
}
