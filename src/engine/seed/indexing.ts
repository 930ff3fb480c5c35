import { z } from "zod";
import type { Indexed } from "../catalog/catalog.ts";
import { DERIVATION_VERSION, indexedJob, indexedResume, jobText, resumeText } from "../catalog/derive.ts";
import { contentHash } from "../catalog/hash.ts";
import type { Collection, Employer, Job, Resume } from "../catalog/records.ts";
import type { Ports } from "../deps.ts";
import { measureAnchors } from "../retrieval/anchors.ts";
import { type TextEmbedding, textEmbedding } from "./embed-texts.ts";
import { type Patience, patiently } from "./patience.ts";

export type IndexingPorts = Pick<Ports, "catalog" | "vectors" | "embedder" | "store">;

export interface IndexingOptions extends Partial<Patience> {
  maxCostUsd?: number;
  /** Compares, and writes nothing. */
  dryRun?: boolean;
  /** Takes the vector that somebody else stored under the id of a document which is new to us for the document's own. */
  adoptVectors?: boolean;
}

/** What a batch came to, in documents. */
export interface Changes {
  inserted: number;
  updated: number;
  unchanged: number;
}

/** Stores the documents that are new or changed; may be called again with the same ones. */
type Write<T> = (changed: T[]) => Promise<unknown>;

/** Brings documents into vector index and catalogue, vectors first, so that a record that is there is wholly there. */
export interface Indexing {
  employers(batch: readonly Employer[], write: Write<{ document: Employer; hash: string }>): Promise<Changes>;
  jobs(batch: readonly Job[], write: Write<Indexed<Job>>): Promise<Changes>;
  resumes(batch: readonly Resume[], write: Write<Indexed<Resume>>): Promise<Changes>;
  /** Keeps a small fact with the store. */
  note(key: string, value: string): Promise<void>;
  /** Removes the vectors of records that are about to go. */
  forget(collection: Collection | "employers", ids: readonly string[]): Promise<void>;
  /** Removes what was seeded; where nobody wants it now, only what an earlier run that died has left of it. Returns how many documents it was. */
  reset(collection: Collection | "employers", wanted: boolean): Promise<number>;
  /** Brings up to date what depends on whole collections; also what an earlier run that died has left. */
  finish(): Promise<void>;
  readonly texts: TextEmbedding;
}

const Ids = z.array(z.string());
const MODEL_NOTE = "embedding-model";
const STATE_NOTE = "indexing";
const resetNote = (collection: Collection | "employers") => `reset-${collection}`;
const begunNote = (collection: Collection) => `indexing-${collection}`;
const UNFINISHED = "unfinished";
/** A service is back by then if it was only restarted; a file on this machine does not restart. */
const PATIENCE_MS = 30_000;
/** Limits on requests are by the minute. */
const MODEL_PATIENCE_MS = 90_000;

export function indexing(ports: IndexingPorts, options: IndexingOptions): Indexing {
  const { catalog, vectors, embedder, store } = ports;
  const { signal, onWait, patienceMs = store === "embedded" ? 0 : PATIENCE_MS, dryRun = false, adoptVectors = false } = options;
  const persist = patiently({ patienceMs, signal, onWait });
  const ask = patiently({ patienceMs: options.patienceMs ?? MODEL_PATIENCE_MS, signal, onWait });
  const texts = textEmbedding(ports, { read: persist, ask, maxCostUsd: options.maxCostUsd });
  const noted = new Map<string, string>();
  /** Documents that runs which died had begun to index last. */
  const begun: Partial<Record<Collection, ReadonlySet<string>>> = {};

  async function note(key: string, value: string): Promise<void> {
    if (noted.get(key) === value) return;
    await persist(() => catalog.setNote(key, value));
    noted.set(key, value);
  }

  /** The documents to write, each once, and what the whole batch comes to. */
  async function changed<T extends { document: { _id: string }; hash: string }>(collection: Collection | "employers", batch: readonly T[]) {
    signal?.throwIfAborted();
    const entries = [...new Map(batch.map((entry) => [entry.document._id, entry])).values()];
    const states = await persist(() =>
      catalog.pending(
        collection,
        entries.map(({ document, hash }) => ({ id: document._id, hash })),
      ),
    );
    const inserted = [...states.values()].filter((state) => state === "new").length;
    const changes: Changes = { inserted, updated: states.size - inserted, unchanged: batch.length - states.size };
    return { states, changes, pending: dryRun ? [] : entries.filter(({ document }) => states.has(document._id)) };
  }

  /** Vectors of others for documents that are new, and those alone: a run that died may have left its own, of words that have changed since. */
  async function adopted(collection: Collection, news: readonly string[]): Promise<Map<string, Float32Array>> {
    if (!adoptVectors || news.length === 0) return new Map();
    const own = (begun[collection] ??= new Set(Ids.parse(JSON.parse((await persist(() => catalog.note(begunNote(collection)))) ?? "[]"))));
    const found = await persist(() =>
      vectors.fetch(
        collection,
        news.filter((id) => !own.has(id)),
      ),
    );
    return new Map([...found].map(([id, vector]) => [id, unit(vector)]));
  }

  async function index<T extends Job | Resume>(
    collection: Collection,
    batch: readonly Indexed<T>[],
    { text, write }: { text: (document: T) => string; write: Write<Indexed<T>> },
  ): Promise<Changes> {
    const { states, changes, pending } = await changed(collection, batch);
    if (pending.length === 0) return changes;
    const news = [...states].filter(([, state]) => state === "new").map(([id]) => id);
    const given = await adopted(collection, news);
    const embedded = await texts.embed(
      collection,
      pending.map(({ document }) => ({ text: text(document), given: given.get(document._id) })),
    );
    await note(STATE_NOTE, UNFINISHED);
    // Before the first vector, so that a run that dies leaves no vectors of an unknown model.
    await note(MODEL_NOTE, embedder.model);
    const own = begun[collection];
    if (own !== undefined) await note(begunNote(collection), JSON.stringify([...new Set([...own, ...news])]));
    const entries = pending.map(({ facets }, at) => ({ id: facets.id, ...embedded[at]!, facets }));
    await persist(() => vectors.upsert(collection, entries));
    await persist(() => write(pending));
    return changes;
  }

  async function forget(collection: Collection | "employers", ids: readonly string[]): Promise<void> {
    if (collection === "employers") return;
    await note(STATE_NOTE, UNFINISHED);
    await persist(() => vectors.remove(collection, ids));
  }

  return {
    texts,
    note,
    forget,

    async employers(batch, write) {
      const { changes, pending } = await changed(
        "employers",
        batch.map((document) => ({ document, hash: contentHash(document, DERIVATION_VERSION) })),
      );
      if (pending.length === 0) return changes;
      await note(STATE_NOTE, UNFINISHED);
      await persist(() => write(pending));
      return changes;
    },

    async jobs(batch, write) {
      const ids = [...new Set(batch.map((job) => job.employer_id))];
      const employers = new Map((await persist(() => catalog.employers(ids))).map((employer) => [employer._id, employer]));
      const indexed = batch.map((job) => indexedJob(job, employers.get(job.employer_id), embedder.model));
      return index("jobs", indexed, { text: jobText, write });
    },

    async resumes(batch, write) {
      const now = new Date();
      const indexed = batch.map((resume) => indexedResume(resume, now, embedder.model));
      return index("resumes", indexed, { text: resumeText, write });
    },

    async reset(collection, wanted) {
      const key = resetNote(collection);
      if (!wanted && (await persist(() => catalog.note(key))) !== UNFINISHED) return 0;
      // A record whose vector is gone already would pass for unchanged in a run without a reset.
      await note(key, UNFINISHED);
      const removed = await catalog.removeSeeded(collection, (ids) => forget(collection, ids));
      await note(key, "finished");
      return removed.length;
    },

    async finish() {
      if ((await persist(() => catalog.note(STATE_NOTE))) !== UNFINISHED) return;
      await persist(() => catalog.settle());
      signal?.throwIfAborted();
      await persist(() => measureAnchors(ports));
      for (const collection of Object.keys(begun) as Collection[]) await note(begunNote(collection), "[]");
      await note(STATE_NOTE, "finished");
    },
  };
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
