import type { Catalog } from "../catalog/catalog.ts";
import { mongoCatalog } from "../catalog/mongo.ts";
import type { ChatHistory } from "../sessions/chat-history.ts";
import { mongoChatHistory } from "../sessions/mongo.ts";
import { type MongoStore, openMongo } from "../store/mongo.ts";
import { type Log, openLog } from "../telemetry/log.ts";
import type { Adapter } from "./adapters.ts";
import { SERVICES, uniqueName } from "./services.ts";

const TIMEOUT_MS = 10_000;

interface Temporary {
  database?: string;
  log?: Log;
}

/** A store on a database of its own, which is dropped when the store is closed. */
export function temporaryMongo({ database = uniqueName("rolecall_test"), log = openLog("silent") }: Temporary = {}): MongoStore {
  const store = openMongo({ uri: SERVICES.mongodb!, database, timeoutMs: TIMEOUT_MS, log });
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.db.dropDatabase();
      await store[Symbol.asyncDispose]();
    },
  };
}

function mongo<P extends AsyncDisposable>(connect: (store: MongoStore) => P): Adapter<P> {
  return {
    name: "MongoDB",
    missing: SERVICES.mongodb === undefined ? "MongoDB" : undefined,
    async open() {
      const store = temporaryMongo();
      return { ...connect(store), [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
    },
    async openTwo() {
      const database = uniqueName("rolecall_test");
      const stores = [temporaryMongo({ database }), temporaryMongo({ database })] as const;
      return {
        one: connect(stores[0]),
        other: connect(stores[1]),
        async [Symbol.asyncDispose]() {
          for (const store of stores) await store[Symbol.asyncDispose]();
        },
      };
    },
  };
}

export const mongoChatHistories: Adapter<ChatHistory>[] = [mongo(mongoChatHistory)];
export const mongoCatalogs: Adapter<Catalog>[] = [mongo(mongoCatalog)];
