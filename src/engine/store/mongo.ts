import { type Collection, type Db, MongoClient } from "mongodb";
import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import { mongoFailure } from "./mongo-failure.ts";
import { type MongoCollection, ensureMongoSchema } from "./mongo-schema.ts";

export interface MongoOptions {
  uri: string;
  database: string;
  /** Longest wait for a server, a connection or an answer. A read that is repeated on a new connection can take twice as long. */
  timeoutMs: number;
  /** Longest wait for the answer to one command, where writing many documents may take longer than finding one. */
  answerMs?: number;
  log: Log;
}

/** A connection to the portal's MongoDB, made when it is first used. */
export interface MongoStore extends AsyncDisposable {
  collection(name: MongoCollection): Collection;
  readonly db: Db;
  readonly log: Log;
  /**
   * Creates the collections that are missing and the indexes of empty ones, once; to be awaited before the first operation. A failure is not remembered.
   * @throws {RolecallError} `storage_newer`, `storage_unavailable`, `credentials`
   */
  ready(): Promise<void>;
  /**
   * Runs `work` on an open connection; nothing else makes one again once the first has failed. A failure of the driver or the server comes out as an
   * error of ours, with the driver's as its cause.
   */
  attempt<T>(work: () => Promise<T>): Promise<T>;
}

/** Connects lazily: an unreachable server is met by the first operation, as `storage_unavailable`. */
export function openMongo({ uri, database, timeoutMs, answerMs = timeoutMs, log }: MongoOptions): MongoStore {
  const client = configured(
    () =>
      new MongoClient(uri, {
        appName: "rolecall",
        serverSelectionTimeoutMS: timeoutMs,
        connectTimeoutMS: timeoutMs,
        socketTimeoutMS: answerMs,
        waitQueueTimeoutMS: timeoutMs,
        writeConcern: { w: "majority" },
        // What was just written is read back, whatever the URI prefers.
        readPreference: "primary",
        ignoreUndefined: true,
      }),
  );
  const db = client.db(database);
  let prepared: Promise<void> | undefined;
  let closed = false;

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      // The driver by itself connects once: a client whose first connection failed would fail for ever.
      if (!closed) await client.connect();
      return await work();
    } catch (error) {
      throw mongoFailure(error);
    }
  }

  async function prepare(): Promise<void> {
    try {
      await ensureMongoSchema({ db, attempt }, log, { where: "empty" });
    } catch (error) {
      prepared = undefined;
      throw error;
    }
  }

  return {
    db,
    log,
    collection: (name) => db.collection(name),
    ready: () => (prepared ??= prepare()),
    attempt,
    async [Symbol.asyncDispose]() {
      closed = true;
      await client.close();
    },
  };
}

function configured<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RolecallError("configuration", "MONGODB_URI cannot be used.", { hint: "It looks like mongodb://user:password@host:27017/.", cause: error });
  }
}
