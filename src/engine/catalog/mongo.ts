import { BSON, type Document } from "mongodb";
import { idForms } from "../store/mongo-values.ts";
import { repeatedly } from "../store/mongo-repeat.ts";
import type { MongoStore } from "../store/mongo.ts";
import type { Catalog, RecordOf, UpsertResult } from "./catalog.ts";
import { type DocumentOf, portalDocument, portalUpdate, readDocument } from "./mongo-documents.ts";
import { mongoNotes } from "./mongo-notes.ts";
import { type Derived, derivedFrom, objectIds } from "./mongo-rows.ts";
import { countOf, lexicalHits, newest } from "./mongo-search.ts";
import { findSeeded, removeSeeded } from "./mongo-seeded.ts";
import { mongoTerms } from "./mongo-terms.ts";
import { type Pending, pendingOf, write, writeDerived } from "./mongo-writes.ts";
import { type Collection, withoutContact } from "./records.ts";

type Given = Parameters<typeof derivedFrom>[0];

/** A document on its way in, in every form it is stored in. */
interface Entry extends Derived {
  id: string;
  hash: string;
  document: Document;
}

const shown: { [C in Collection]: (record: DocumentOf[C]) => RecordOf[C] } = { jobs: (job) => job, resumes: withoutContact };

/**
 * The catalogue in the portal's MongoDB. `jobs`, `resumes` and `employers` belong to the portal; what is derived from them stands beside them in
 * `rolecall_…`. There are no transactions to rely on: a batch is checked as a whole before anything of it is written, and a run that dies in the
 * middle is made good by the next one, because the row with a document's hash is written last.
 */
export function mongoCatalog(store: MongoStore): Catalog {
  const notes = mongoNotes(store);
  const terms = mongoTerms(store, notes);
  const attempt = <T>(work: () => Promise<T>): Promise<T> => store.ready().then(() => store.attempt(() => repeatedly(work, "fails")));

  /** Versions change before and after: nothing that is read in the middle passes for the result. */
  async function changing(collection: Collection | "employers", work: () => Promise<void>): Promise<void> {
    await notes.renew(collection);
    await work();
    await notes.renew(collection);
    if (collection !== "employers") terms.outdate(collection);
  }

  async function upsert(collection: Collection | "employers", batch: readonly Given[]): Promise<UpsertResult> {
    const given = batch.map(entry);
    // Before anything is written: the driver would refuse it half-way.
    for (const { document } of given) BSON.serialize(document);
    return attempt(async () => {
      const pending = await pendingOf(store, collection, given);
      // Of two with the same id the later one stays.
      const entries = [...new Map(given.map((each) => [each.id, each])).values()].filter(({ id }) => pending.has(id));
      if (entries.length > 0) await changing(collection, () => writeAll(collection, entries, pending));
      const of = (state: string) => entries.filter(({ id }) => pending.get(id) === state).map(({ id }) => id);
      return { inserted: of("new"), updated: of("changed"), unchanged: batch.length - entries.length };
    });
  }

  async function writeAll(collection: Collection | "employers", entries: readonly Entry[], pending: Pending): Promise<void> {
    const documents = entries.map(({ document }) => document);
    await write(store.collection(collection), documents, pending, (document) => ({
      updateOne: { filter: { _id: document._id }, update: portalUpdate(collection, document), upsert: true },
    }));
    await writeDerived(store, collection, entries, pending);
  }

  /** The first `limit` that can be read. */
  async function read<C extends Collection | "employers">(
    collection: C,
    filter: Document,
    { sort = { _id: 1 }, limit }: { sort?: Record<string, 1 | -1>; limit: number },
  ): Promise<DocumentOf[C][]> {
    const records: DocumentOf[C][] = [];
    if (limit === 0) return records;
    for await (const document of store.collection(collection).find(filter, { sort, batchSize: limit + 1 })) {
      const reading = readDocument(collection, document);
      if ("record" in reading) records.push(reading.record);
      else store.log.warn({ collection, id: reading.unreadable, field: reading.field }, "A document does not have the agreed shape and is left out.");
      if (records.length === limit) break;
    }
    return records;
  }

  return {
    pending: (collection, entries) => attempt(() => pendingOf(store, collection, entries)),
    upsertJobs: (batch) => upsert("jobs", batch),
    upsertResumes: (batch) => upsert("resumes", batch),
    upsertEmployers: (batch) => upsert("employers", batch),

    records: (collection, ids) =>
      attempt(async () => {
        const found = await read(collection, { _id: { $in: objectIds(ids) } }, { limit: ids.length });
        const byId = new Map(found.map((record) => [record._id, shown[collection](record)]));
        return ids.flatMap((id) => byId.get(id) ?? []);
      }),

    resumeOf: (userId) =>
      attempt(async () => {
        const [resume] = await read("resumes", { user_id: { $in: idForms(userId) } }, { sort: { updated_at: -1, _id: 1 }, limit: 1 });
        return resume === undefined ? null : withoutContact(resume);
      }),
    employerOf: (userId) => attempt(async () => (await read("employers", { user_id: { $in: idForms(userId) } }, { limit: 1 }))[0] ?? null),
    employers: (ids) => attempt(() => read("employers", { _id: { $in: objectIds(ids) } }, { limit: ids.length })),
    jobsOf: (employerId, limit) => attempt(() => read("jobs", { employer_id: { $in: idForms(employerId) } }, { sort: { posted_at: -1, _id: 1 }, limit })),

    lexical: (collection, sought, k, where) =>
      attempt(async () => lexicalHits(store, { collection, terms: sought, k, where, statistics: await terms.read(collection) })),
    anyOf: (collection, k, where) => attempt(() => newest(store, collection, k, where)),

    termStatistics: (collection, sought) =>
      attempt(async () => {
        const { documents, frequencies } = await terms.read(collection);
        const held = [...new Set(sought)].filter((term) => frequencies.has(term));
        return { documents, frequencies: new Map(held.map((term) => [term, frequencies.get(term)!])) };
      }),

    count: (collection, where) => attempt(() => countOf(store, collection, where)),
    version: () => attempt(() => notes.version()),
    settle: () => attempt(() => terms.settle()),

    removeSeeded: (collection, before) =>
      attempt(async () => {
        const seeded = await findSeeded(store, collection);
        if (seeded.all.length > 0) await changing(collection, () => removeSeeded(store, collection, seeded, before));
        return seeded.all;
      }),

    note: (key) => attempt(() => notes.read(key)),
    setNote: (key, value) => attempt(() => notes.write(key, value)),

    async [Symbol.asyncDispose]() {},
  };
}

function entry(given: Given): Entry {
  const { document, hash } = given;
  return { id: document._id, hash, document: portalDocument(document), ...derivedFrom(given) };
}
