import type { DatabaseSync } from "node:sqlite";
import type { Cache } from "../cache/cache.ts";
import { sqliteCache } from "../cache/sqlite.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { sqliteCatalog } from "../catalog/sqlite.ts";
import { sqliteVectorIndex } from "../retrieval/sqlite-vec.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import type { ChatHistory } from "../sessions/chat-history.ts";
import { sqliteChatHistory } from "../sessions/sqlite.ts";
import { openSqlite } from "../store/sqlite.ts";
import type { SessionLock } from "../turns/session-lock.ts";
import { sqliteSessionLock } from "../turns/sqlite-session-lock.ts";
import { sqliteTurnLog } from "../turns/sqlite-turn-log.ts";
import type { TurnLog } from "../turns/turn-log.ts";
import type { SessionBus } from "../turns/session-bus.ts";
import { sqliteSessionBus } from "../turns/sqlite-session-bus.ts";
import { chromaVectorIndexes } from "./chroma-adapters.ts";
import { memorySessionBuses, memorySessionLocks } from "./memory-adapters.ts";
import { mongoCatalogs, mongoChatHistories } from "./mongo-adapters.ts";
import { redisCaches, redisSessionBuses, redisSessionLocks, redisTurnLogs } from "./redis-adapters.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** One technology behind a port. The contract suites run over lists of them; a new technology is one more entry. */
export interface Adapter<P extends AsyncDisposable> {
  name: string;
  /** The service that would be needed and is not running. */
  missing?: string;
  /** On an empty store of its own. */
  open(): Promise<P>;
  /** Two connections to one empty store, as two processes have them. */
  openTwo(): Promise<Two<P>>;
}

export interface Two<P> extends AsyncDisposable {
  one: P;
  other: P;
}

/** Of the vectors in the contract suites. */
export const DIMENSIONS = 3;

export const catalogs: Adapter<Catalog>[] = [sqlite(sqliteCatalog), ...mongoCatalogs];
export const vectorIndexes: Adapter<VectorIndex>[] = [
  sqlite((database, path) => sqliteVectorIndex(database, path, DIMENSIONS)),
  ...chromaVectorIndexes(DIMENSIONS),
];
export const chatHistories: Adapter<ChatHistory>[] = [sqlite(sqliteChatHistory), ...mongoChatHistories];
export const caches: Adapter<Cache>[] = [sqlite(sqliteCache), ...redisCaches];
export const turnLogs: Adapter<TurnLog>[] = [sqlite(sqliteTurnLog), ...redisTurnLogs];
export const sessionBuses: Adapter<SessionBus>[] = [sqlite(sqliteSessionBus), ...memorySessionBuses, ...redisSessionBuses];
export const sessionLocks: Adapter<SessionLock>[] = [sqlite(sqliteSessionLock), ...memorySessionLocks, ...redisSessionLocks];

function sqlite<P extends AsyncDisposable>(connect: (database: DatabaseSync, path: string) => P): Adapter<P> {
  return {
    name: "SQLite",
    async open() {
      const database = openSqlite(":memory:");
      const port = connect(database, ":memory:");
      return {
        ...port,
        async [Symbol.asyncDispose]() {
          await port[Symbol.asyncDispose]();
          database.close();
        },
      };
    },
    async openTwo() {
      const folder = temporaryFolder();
      const path = folder.file("rolecall.db");
      const databases = [openSqlite(path), openSqlite(path)] as const;
      const [one, other] = [connect(databases[0], path), connect(databases[1], path)];
      return {
        one,
        other,
        async [Symbol.asyncDispose]() {
          for (const port of [one, other]) await port[Symbol.asyncDispose]();
          for (const database of databases) database.close();
          folder[Symbol.dispose]();
        },
      };
    },
  };
}
