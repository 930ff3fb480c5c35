import { type Db, type Document, MongoServerError } from "mongodb";
import { z } from "zod";
import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import { isDuplicateKey, mongoFailure } from "./mongo-failure.ts";
import type { MongoStore } from "./mongo.ts";

/** Raised with every change of what Rolecall keeps in MongoDB. */
export const MONGO_SCHEMA_VERSION = 1;

/** The portal's collections, and those that only Rolecall writes (`rolecall_…`). */
const COLLECTIONS = [
  ...(["chat_sessions", "chat_messages"] as const),
  ...(["jobs", "resumes", "employers"] as const),
  ...(["rolecall_jobs", "rolecall_resumes", "rolecall_employers", "rolecall_jobs_words", "rolecall_resumes_words", "rolecall_terms"] as const),
  "rolecall_notes",
] as const;
export type MongoCollection = (typeof COLLECTIONS)[number];

export interface MongoIndex {
  collection: MongoCollection;
  key: Record<string, 1 | -1>;
  unique?: true;
  /** The documents it covers, where not all. A query can use it only when it says as much itself. */
  where?: Document;
}

/**
 * Rows that the portal writes may lack `seq` and `client_message_id`, or have null there. The unique indexes leave such rows out, else the
 * second one would be refused to the portal.
 */
const HISTORY_INDEXES: readonly MongoIndex[] = [
  { collection: "chat_sessions", key: { session_id: 1 }, unique: true },
  { collection: "chat_sessions", key: { user_id: 1, last_interaction_at: -1, session_id: 1 } },
  { collection: "chat_messages", key: { session_id: 1, seq: 1 }, unique: true, where: { seq: { $gt: 0 } } },
  { collection: "chat_messages", key: { user_id: 1, client_message_id: 1 }, unique: true, where: { client_message_id: { $gt: "" } } },
  { collection: "chat_messages", key: { session_id: 1, turn_id: 1 } },
];

/** Few: `live` and the date carry nearly every search without words, a condition that is rarer than those is worth an index of its own. */
const CATALOG_INDEXES: readonly MongoIndex[] = [
  { collection: "jobs", key: { employer_id: 1, posted_at: -1 } },
  { collection: "resumes", key: { user_id: 1, updated_at: -1 } },
  { collection: "employers", key: { user_id: 1 } },
  ...(["rolecall_jobs", "rolecall_resumes"] as const).flatMap((collection): MongoIndex[] => [
    { collection, key: { "facets.live": 1, "facets.dated_at": -1, _id: 1 } },
    { collection, key: { "facets.skills": 1 } },
    { collection, key: { "facets.country": 1, "facets.city": 1 } },
  ]),
  { collection: "rolecall_jobs_words", key: { terms: 1 } },
  { collection: "rolecall_resumes_words", key: { terms: 1 } },
  { collection: "rolecall_terms", key: { collection: 1, generation: 1 } },
];

const INDEXES = [...HISTORY_INDEXES, ...CATALOG_INDEXES];

export interface MongoSchemaState {
  /** As recorded; null where no Rolecall has been yet. */
  version: number | null;
  /** What is not there, in words: "collection jobs", "unique index of chat_messages on session_id, seq". */
  missing: string[];
}

export interface MongoSchemaReport {
  created: string[];
  /** What the server would not create, why, and what to do about it. */
  refused: { what: string; reason: string; remedy: string }[];
}

type Refused = MongoSchemaReport["refused"][number];
type Store = Pick<MongoStore, "db" | "attempt">;

/** What is missing; changes nothing. @throws {RolecallError} `storage_newer`, `storage_unavailable`, `credentials` */
export async function inspectMongoSchema({ db, attempt }: Store): Promise<MongoSchemaState> {
  const { version, collections, indexes } = await attempt(() => survey(db));
  return { version, missing: [...collections.map((name) => `collection ${name}`), ...indexes.map(nameOf)] };
}

/**
 * Creates what is missing, and never changes what is there; `where: "empty"` leaves out what only makes collections faster that
 * hold documents already: building that takes as long as it takes, and is a person's decision. Any number of processes may do it at once, as often as they like.
 * An index that the server refuses is reported and logged: everything works without it, but slower, or with less protection from doubles.
 * @throws {RolecallError} `storage_newer`, `storage_unavailable`, `credentials`
 */
export async function ensureMongoSchema(
  { db, attempt }: Store,
  log: Log,
  { where = "everywhere" }: { where?: "everywhere" | "empty" } = {},
): Promise<MongoSchemaReport> {
  return attempt(async () => {
    const { version, collections, indexes: lacking } = await survey(db);
    const filled = where === "empty" ? await filledAmong(db, lacking) : new Set();
    const isLeft = ({ collection, unique }: MongoIndex) => filled.has(collection) && unique === undefined;
    const indexes = lacking.filter((index) => !isLeft(index));
    const left = lacking.filter(isLeft).map(nameOf);
    if (left.length > 0) log.warn({ missing: left }, 'MongoDB has documents and not every index; run "rolecall doctor --fix".');
    const created: string[] = [];
    const refused: Refused[] = [];
    const note = (what: string, refusal: Refused | null) => (refusal === null ? created.push(what) : refused.push(refusal));
    for (const name of collections) note(`collection ${name}`, await createCollection(db, name));
    for (const index of indexes) note(nameOf(index), await createIndex(db, index));
    if (version !== MONGO_SCHEMA_VERSION) await recordVersion(db);
    if (created.length > 0) log.info({ created }, "MongoDB has got what was missing.");
    for (const { what, reason, remedy } of refused) log.warn({ reason }, `MongoDB has no ${what}. ${remedy}`);
    return { created, refused };
  });
}

async function survey(db: Db): Promise<{ version: number | null; collections: MongoCollection[]; indexes: MongoIndex[] }> {
  const [version, listed] = await Promise.all([recordedVersion(db), db.listCollections({}, { nameOnly: true }).toArray()]);
  const there = new Set<string>(listed.map(({ name }) => name));
  const indexed = COLLECTIONS.filter((name) => there.has(name) && INDEXES.some(({ collection }) => collection === name));
  const indexes = new Map(await Promise.all(indexed.map(async (name) => [name, await indexesOf(db, name)] as const)));
  return {
    version,
    collections: COLLECTIONS.filter((name) => !there.has(name)),
    indexes: INDEXES.filter(({ collection, key, unique }) => {
      const found = indexes.get(collection) ?? [];
      return !found.some((index) => JSON.stringify(index.key) === JSON.stringify(key) && (unique === undefined || index.unique));
    }),
  };
}

const Index = z.object({ key: z.record(z.string(), z.unknown()), unique: z.boolean().default(false) });
const NAMESPACE_NOT_FOUND = 26;

async function indexesOf(db: Db, collection: MongoCollection): Promise<z.infer<typeof Index>[]> {
  try {
    return Index.array().parse(await db.collection(collection).listIndexes().toArray());
  } catch (error) {
    // Dropped since it was listed.
    if (hasCode(error, NAMESPACE_NOT_FOUND)) return [];
    throw error;
  }
}

const NAMESPACE_EXISTS = 48;

async function filledAmong(db: Db, indexes: readonly MongoIndex[]): Promise<Set<MongoCollection>> {
  const names = [...new Set(indexes.map(({ collection }) => collection))];
  const first = await Promise.all(names.map((name) => db.collection(name).findOne({}, { projection: { _id: 1 } })));
  return new Set(names.filter((_, at) => first[at] !== null));
}

async function createCollection(db: Db, name: MongoCollection): Promise<Refused | null> {
  try {
    await db.createCollection(name);
    return null;
  } catch (error) {
    if (hasCode(error, NAMESPACE_EXISTS)) return null;
    return refusalOf(`collection ${name}`, error);
  }
}

/** The codes by which servers say that they do not know partial indexes: FerretDB 1 the first of them. There an absent field is no double of another. */
const NOT_PARTIAL = [238, 2, 9, 67, 72, 115, 197];

async function createIndex(db: Db, index: MongoIndex): Promise<Refused | null> {
  const { collection, key, unique, where } = index;
  try {
    // By its name it can stand beside an index of the portal's.
    await db.collection(collection).createIndex(key, { name: `rolecall_${Object.keys(key).join("_")}`, unique, partialFilterExpression: where });
    return null;
  } catch (error) {
    if (where !== undefined && hasCode(error, ...NOT_PARTIAL)) return createIndex(db, { ...index, where: undefined });
    return refusalOf(nameOf(index), error);
  }
}

const IN_THE_WAY = [85, 86];
const UNAUTHORISED = 13;
const AGAIN = 'Then run "rolecall doctor --fix".';

/** Rethrows what is no refusal: a server that is away, or shutting down. */
function refusalOf(what: string, error: unknown): Refused {
  if (isDuplicate(error)) return { what, reason: "duplicates", remedy: `Documents have the same values there: leave one of each. ${AGAIN}` };
  if (hasCode(error, ...IN_THE_WAY)) return { what, reason: "conflict", remedy: `Drop the index on the same fields that is in its way. ${AGAIN}` };
  if (hasCode(error, UNAUTHORISED)) return { what, reason: "rights", remedy: `Let the user of MONGODB_URI create collections and indexes. ${AGAIN}` };
  const failure = mongoFailure(error);
  if (!(error instanceof MongoServerError) || (failure instanceof RolecallError && failure.code === "storage_unavailable")) throw error;
  return { what, reason: error.codeName ?? `code ${error.code}`, remedy: `Ask whoever looks after the server what it says to that. ${AGAIN}` };
}

/** FerretDB passes on what its own database says. */
function isDuplicate(error: unknown): boolean {
  return isDuplicateKey(error) || (error instanceof MongoServerError && error.message.includes("UNIQUE constraint failed"));
}

interface Note {
  _id: string;
  version: number;
}

const SCHEMA_NOTE = "schema";

async function recordedVersion(db: Db): Promise<number | null> {
  const note = await db.collection<Note>("rolecall_notes").findOne({ _id: SCHEMA_NOTE });
  const version = note === null ? null : z.number().parse(note.version);
  if (version !== null && version > MONGO_SCHEMA_VERSION) {
    throw new RolecallError(
      "storage_newer",
      `The MongoDB database ${db.databaseName} was written by a newer Rolecall (schema ${version}, this one knows ${MONGO_SCHEMA_VERSION}).`,
      { hint: "Update Rolecall, or use another MONGODB_DB.", facts: { version } },
    );
  }
  return version;
}

/** Never lowers it: a newer process may have been faster. */
async function recordVersion(db: Db): Promise<void> {
  const notes = db.collection<Note>("rolecall_notes");
  try {
    await notes.insertOne({ _id: SCHEMA_NOTE, version: MONGO_SCHEMA_VERSION });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await notes.updateOne({ _id: SCHEMA_NOTE, version: { $lt: MONGO_SCHEMA_VERSION } }, { $set: { version: MONGO_SCHEMA_VERSION } });
  }
}

function nameOf({ collection, key, unique }: MongoIndex): string {
  return `${unique === undefined ? "index" : "unique index"} of ${collection} on ${Object.keys(key).join(", ")}`;
}

function hasCode(error: unknown, ...codes: number[]): boolean {
  return error instanceof MongoServerError && codes.includes(Number(error.code));
}
