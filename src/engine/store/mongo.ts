import { type Collection, type Db, MongoClient, MongoError, MongoServerError } from "mongodb";
import { RolecallError } from "../errors.ts";

/** Raised with every change of what Rolecall keeps in MongoDB beside the portal's own collections. */
export const MONGO_SCHEMA_VERSION = 1;

export interface MongoOptions {
  uri: string;
  database: string;
  /** Longest wait for a server, a connection or an answer. */
  timeoutMs: number;
}

/** A connection to the portal's MongoDB, made when it is first used. */
export interface MongoStore extends AsyncDisposable {
  collection(name: MongoCollection): Collection;
  readonly db: Db;
  /** Runs `work`; a failure of the driver or the server comes out as an error of ours, with the driver's as its cause. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
}

/** The portal's collections, and those that only Rolecall writes (`rolecall_…`). */
export type MongoCollection =
  | "chat_sessions"
  | "chat_messages"
  | "jobs"
  | "resumes"
  | "employers"
  | "rolecall_jobs"
  | "rolecall_resumes"
  | "rolecall_employers"
  | "rolecall_terms"
  | "rolecall_notes";

/** Connects lazily: an unreachable server is met by the first operation, as `storage_unavailable`. */
export function openMongo({ uri, database, timeoutMs }: MongoOptions): MongoStore {
  const client = translated(
    () =>
      new MongoClient(uri, {
        appName: "rolecall",
        serverSelectionTimeoutMS: timeoutMs,
        connectTimeoutMS: timeoutMs,
        socketTimeoutMS: timeoutMs,
        waitQueueTimeoutMS: timeoutMs,
        writeConcern: { w: "majority" },
        ignoreUndefined: true,
      }),
  );
  const db = client.db(database);
  return {
    db,
    collection: (name) => db.collection(name),
    async attempt(work) {
      try {
        return await work();
      } catch (error) {
        throw mongoFailure(error);
      }
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RolecallError("configuration", "MONGODB_URI cannot be used.", { hint: "It looks like mongodb://user:password@host:27017/.", cause: error });
  }
}

const UNAUTHORISED = new Set([13, 18, 8000]);
const NO_SPACE = new Set([14031]);

/** Names the storage failure behind an error of the driver. The driver's words can quote the address with its password, so they stay in the cause. */
export function mongoFailure(error: unknown): unknown {
  if (error instanceof RolecallError || !(error instanceof MongoError)) return error;
  const code = error instanceof MongoServerError ? Number(error.code) : Number.NaN;
  if (UNAUTHORISED.has(code)) {
    return new RolecallError("credentials", "MongoDB does not accept the user or does not let it do that.", {
      hint: "Check the user in MONGODB_URI and its rights.",
      cause: error,
    });
  }
  if (NO_SPACE.has(code)) {
    return new RolecallError("storage_full", "MongoDB has no disk space left.", { hint: "Free some space on its host.", cause: error });
  }
  return new RolecallError("storage_unavailable", "MongoDB cannot be reached, or did not answer in time.", {
    hint: "Check MONGODB_URI and the server, then try again.",
    cause: error,
    facts: { reason: error.name },
  });
}

/** The server refused a document whose unique key is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11_000;
}
