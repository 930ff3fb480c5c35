import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { load as loadVectorExtension } from "sqlite-vec";
import { RolecallError } from "../errors.ts";
import { MIGRATIONS, SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/** How long a writer waits for another process before it gives up. */
const BUSY_TIMEOUT_MS = 10_000;
const BUSY_PAUSE_MS = 10;
const SQLITE_BUSY = 5;

/**
 * Opens the embedded store, creating it where there is none. One connection a process: everything goes through it.
 * @throws {RolecallError} `storage_corrupt`, `storage_newer`, `storage_full`, `storage_unavailable`
 */
export function openSqlite(path: string): DatabaseSync {
  return translating(path, () => {
    if (path !== ":memory:") makeFolder(dirname(path));
    const database = new DatabaseSync(path, { allowExtension: true, timeout: BUSY_TIMEOUT_MS });
    try {
      prepareDatabase(database, path);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** Step by step: Node's own `recursive` never returns where the system refuses a folder with ENOENT, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
}

function prepareDatabase(database: DatabaseSync, path: string): void {
  writeAhead(database);
  database.exec("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 536870912");
  loadVectorExtension(database);
  database.enableLoadExtension(false);
  const version = versionOf(database);
  if (version > SCHEMA_VERSION) {
    throw new RolecallError("storage_newer", `The store ${path} was written by a newer Rolecall (schema ${version}, this one knows ${SCHEMA_VERSION}).`, {
      hint: "Update Rolecall, or use another --data-dir.",
      facts: { path, version },
    });
  }
  if (version < SCHEMA_VERSION) transaction(database, () => migrate(database));
}

/** Reads the version again: another process may have been faster. */
function migrate(database: DatabaseSync): void {
  let version = versionOf(database);
  if (version === 0) database.exec(SCHEMA);
  else for (; version < SCHEMA_VERSION; version += 1) database.exec(MIGRATIONS[version]!);
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/** Again and again: where two processes open a new store, SQLite refuses one of them this change at once, whatever the timeout is. */
function writeAhead(database: DatabaseSync): void {
  for (const until = Date.now() + BUSY_TIMEOUT_MS; ;) {
    try {
      return database.exec("PRAGMA journal_mode = WAL");
    } catch (error) {
      const { errcode = 0 } = error as { errcode?: number };
      if ((errcode & 0xff) !== SQLITE_BUSY || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}

/** Runs `work` in an immediate transaction, so that two writers queue instead of failing half-way. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Names the storage failure behind a driver error. */
export function translating<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageError(path, error);
  }
}

const SQLITE_FAILURES: Record<number, (path: string, cause: unknown) => RolecallError> = {
  5: (path, cause) =>
    new RolecallError("storage_unavailable", `The store ${path} is locked by another process.`, {
      hint: "Wait for the other command to end, then try again.",
      cause,
    }),
  8: (path, cause) =>
    new RolecallError("storage_unavailable", `The store ${path} is read-only.`, {
      hint: "Make the folder writable, or choose another with --data-dir.",
      cause,
    }),
  10: (path, cause) =>
    new RolecallError("storage_unavailable", `The store ${path} could not be read or written.`, {
      hint: "Check the disk, or choose another folder with --data-dir.",
      cause,
    }),
  11: corrupt,
  13: full,
  14: (path, cause) =>
    new RolecallError("storage_unavailable", `The store ${path} could not be opened.`, {
      hint: "Check that the folder exists and is writable, or choose another with --data-dir.",
      cause,
    }),
  26: corrupt,
};

function corrupt(path: string, cause: unknown): RolecallError {
  return new RolecallError("storage_corrupt", `The store ${path} is damaged, or is not a Rolecall store.`, {
    hint: "Move the file away and start again, or choose another folder with --data-dir.",
    cause,
  });
}

function full(path: string, cause: unknown): RolecallError {
  return new RolecallError("storage_full", `The disk that holds ${path} is full.`, {
    hint: "Free some space, or choose another folder with --data-dir.",
    cause,
  });
}

const SYSTEM_FAILURES: Record<string, string> = {
  EACCES: "is not writable",
  EPERM: "is not writable",
  EROFS: "is on a read-only disk",
  ENOTDIR: "is not in a folder",
  EEXIST: "is not in a folder",
  ENOENT: "cannot be created",
  ENAMETOOLONG: "has too long a name",
};

export function storageError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof RolecallError) return error;
  const { errcode, code } = error as { errcode?: number; code?: string };
  if (errcode !== undefined) return SQLITE_FAILURES[errcode & 0xff]?.(path, error) ?? error;
  if (code === "ENOSPC") return full(path, error);
  const failure = code === undefined ? undefined : SYSTEM_FAILURES[code];
  if (failure === undefined) return error;
  return new RolecallError("storage_unavailable", `The store ${path} ${failure}.`, { hint: "Choose another folder with --data-dir.", cause: error });
}
