import { type Maintenance, ok, warn } from "../maintenance.ts";
import { ensureMongoSchema, inspectMongoSchema } from "./mongo-schema.ts";
import type { MongoStore } from "./mongo.ts";

/** Looks after the collections and indexes that Rolecall needs in the portal's database. */
export function mongoMaintenance(store: Pick<MongoStore, "db" | "attempt" | "log">): Maintenance {
  return {
    id: "mongodb",
    async inspect() {
      const { version, missing } = await inspectMongoSchema(store);
      if (missing.length > 0) return warn(`The database ${store.db.databaseName} has no ${missing.join(", no ")}.`, 'Run "rolecall doctor --fix".');
      return ok(`The database ${store.db.databaseName} has every collection and index (schema ${version}).`);
    },
    async fix() {
      const { created, refused } = await ensureMongoSchema(store, store.log);
      const done = created.length === 0 ? [] : [`Created ${created.join(", ")}.`];
      const left = refused.map(({ what, reason, remedy }) => `Not created, because of ${reason}: ${what}. ${remedy}`);
      return [...done, ...left].join(" ") || "Nothing was missing.";
    },
  };
}
