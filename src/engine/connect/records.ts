import type { Ports } from "../deps.ts";
import { guardedCatalog, guardedHistory, guardedSharedRecords } from "../resilience/guarded-ports.ts";
import { type Opening, urlOf } from "./opening.ts";

/** Of commands that write or count many documents; the guard bounds those of a turn by `ROLECALL_STORE_TIMEOUT_MS`. */
const BULK_MS = 60_000;

type Records = Pick<Ports, "catalog" | "history" | "shared">;

export async function openRecords({ config, log, opened, dependencies, maintenance, embedded }: Opening): Promise<Records> {
  const uri = urlOf(config, "MONGODB_URI");
  if (uri === undefined) {
    const [{ database, path }, { sqliteCatalog }, { sqliteChatHistory }] = await Promise.all([
      embedded(),
      import("../catalog/sqlite.ts"),
      import("../sessions/sqlite.ts"),
    ]);
    const catalog = sqliteCatalog(database, path);
    dependencies.add("embedded-store", { ping: () => catalog.version() });
    return { catalog, history: sqliteChatHistory(database, path), shared: null };
  }
  const [{ openMongo }, { mongoCatalog }, { mongoSharedRecords }, { mongoChatHistory }, { mongoMaintenance }] = await Promise.all([
    import("../store/mongo.ts"),
    import("../catalog/mongo.ts"),
    import("../catalog/mongo-shared-records.ts"),
    import("../sessions/mongo.ts"),
    import("../store/mongo-maintenance.ts"),
  ]);
  const timeoutMs = config.ROLECALL_STORE_TIMEOUT_MS;
  const store = opened.use(openMongo({ uri, database: config.MONGODB_DB, timeoutMs, answerMs: Math.max(timeoutMs, BULK_MS), log }));
  const guard = dependencies.add("mongodb", { ping: () => store.attempt(() => store.db.command({ ping: 1 })), timeoutMs });
  maintenance.push(mongoMaintenance(store));
  return {
    catalog: guardedCatalog(mongoCatalog(store), guard),
    history: guardedHistory(mongoChatHistory(store), guard),
    shared: guardedSharedRecords(mongoSharedRecords(store), guard),
  };
}
