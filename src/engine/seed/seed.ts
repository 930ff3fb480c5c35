import { createHash } from "node:crypto";
import type { Indexed, UpsertResult } from "../catalog/catalog.ts";
import { DERIVATION_VERSION, indexedJob, indexedResume, jobText, resumeText } from "../catalog/derive.ts";
import { contentHash } from "../catalog/hash.ts";
import type { Collection, Employer, Job, Resume } from "../catalog/records.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { estimateTokens, estimateUsd } from "../models/prices.ts";
import { measureAnchors } from "../retrieval/anchors.ts";
import { batches } from "./batches.ts";

export const COLLECTIONS = ["employers", "jobs", "resumes"] as const;
export type SeedCollection = (typeof COLLECTIONS)[number];

/** Where documents come from; read once, as a stream. */
export interface SeedSource {
  employers(): AsyncIterable<Employer>;
  jobs(): AsyncIterable<Job>;
  resumes(): AsyncIterable<Resume>;
}

export interface SeedProgress {
  collection: SeedCollection;
  /** Documents of the collection dealt with so far. */
  done: number;
}

export interface SeedOptions {
  only?: readonly SeedCollection[];
  /** Documents written at a time. */
  batch?: number;
  /** Reads and checks everything, writes nothing. */
  dryRun?: boolean;
  /** Removes documents with a `seed_source` first. */
  reset?: boolean;
  /** Stops before the embeddings cost more. @see RolecallError `cost_limit` */
  maxCostUsd?: number;
  onProgress?: (progress: SeedProgress) => void;
  /** The day that the dates of made-up data are relative to; kept with the store. */
  anchor?: Date;
  signal?: AbortSignal;
}

/** What seeding writes to. */
export type SeedPorts = Pick<Ports, "catalog" | "vectors" | "embedder" | "store">;

export interface SeedReport {
  store: Ports["store"];
  collections: { name: SeedCollection; inserted: number; updated: number; unchanged: number; removed: number; ms: number }[];
  /** Of all documents that were read, in order. */
  fingerprint: string;
  costUsd: number;
}

const DEFAULT_BATCH = 500;
const ANCHOR_NOTE = "seed-anchor";

/** The day that made-up data in the store is dated from; null where there is none, or where an earlier embedding model filled the index. */
export async function seedAnchor({ catalog, embedder }: Pick<Ports, "catalog" | "embedder">): Promise<Date | null> {
  if ((await catalog.note("embedding-model")) !== embedder.model) return null;
  const note = await catalog.note(ANCHOR_NOTE);
  return note === null || note === "" ? null : new Date(note);
}

/** Streams a source into the store, vectors before records, so that a record that is there is wholly there. */
export async function seedStore(ports: SeedPorts, source: SeedSource, options: SeedOptions): Promise<SeedReport> {
  const run = new SeedRun(ports, options);
  const wanted = COLLECTIONS.filter((name) => options.only === undefined || options.only.includes(name));
  for (const name of wanted) await run.collection(name, source);
  if (options.dryRun) return run.report();
  if (options.anchor !== undefined) await ports.catalog.setNote(ANCHOR_NOTE, options.anchor.toISOString());
  else if (options.reset) await ports.catalog.setNote(ANCHOR_NOTE, "");
  await measureAnchors(ports);
  return run.report();
}

class SeedRun {
  readonly #ports: SeedPorts;
  readonly #options: SeedOptions;
  readonly #fingerprint = createHash("sha256");
  readonly #collections: SeedReport["collections"] = [];
  #costUsd = 0;

  constructor(ports: SeedPorts, options: SeedOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  report(): SeedReport {
    return { store: this.#ports.store, collections: this.#collections, fingerprint: this.#fingerprint.digest("hex").slice(0, 16), costUsd: this.#costUsd };
  }

  async collection(name: SeedCollection, source: SeedSource): Promise<void> {
    const startedAt = performance.now();
    const total = { name, inserted: 0, updated: 0, unchanged: 0, removed: 0, ms: 0 };
    if (this.#options.reset && !this.#options.dryRun) total.removed = await this.#reset(name);
    let done = 0;
    const step = (result: UpsertResult, read: number) => {
      total.inserted += result.inserted.length;
      total.updated += result.updated.length;
      total.unchanged += result.unchanged;
      done += read;
      this.#options.onProgress?.({ collection: name, done });
    };
    this.#options.onProgress?.({ collection: name, done });
    const size = this.#options.batch ?? DEFAULT_BATCH;
    if (name === "employers") for await (const batch of batches(source.employers(), size)) step(await this.#employers(batch), batch.length);
    if (name === "jobs") for await (const batch of batches(source.jobs(), size)) step(await this.#jobs(batch), batch.length);
    if (name === "resumes") for await (const batch of batches(source.resumes(), size)) step(await this.#resumes(batch), batch.length);
    total.ms = Math.round(performance.now() - startedAt);
    this.#collections.push(total);
  }

  async #reset(name: SeedCollection): Promise<number> {
    const ids = await this.#ports.catalog.removeSeeded(name);
    if (name !== "employers") await this.#ports.vectors.remove(name, ids);
    return ids.length;
  }

  async #employers(batch: readonly Employer[]): Promise<UpsertResult> {
    this.#options.signal?.throwIfAborted();
    const entries = batch.map((document) => ({ document, hash: contentHash(document, DERIVATION_VERSION) }));
    this.#read(batch);
    const pending = await this.#ports.catalog.pending(
      "employers",
      entries.map(({ document, hash }) => ({ id: document._id, hash })),
    );
    return this.#options.dryRun ? planned(batch.length, pending) : this.#ports.catalog.upsertEmployers(entries);
  }

  async #jobs(batch: readonly Job[]): Promise<UpsertResult> {
    const { catalog, embedder } = this.#ports;
    const employers = new Map((await catalog.employers([...new Set(batch.map((job) => job.employer_id))])).map((employer) => [employer._id, employer]));
    const indexed = batch.map((job) => indexedJob(job, employers.get(job.employer_id), embedder.model));
    return (await this.#write("jobs", indexed, jobText)) ?? catalog.upsertJobs(indexed);
  }

  async #resumes(batch: readonly Resume[]): Promise<UpsertResult> {
    const now = new Date();
    const indexed = batch.map((resume) => indexedResume(resume, now, this.#ports.embedder.model));
    return (await this.#write("resumes", indexed, resumeText)) ?? this.#ports.catalog.upsertResumes(indexed);
  }

  /** Embeds what changed and writes its vectors; a plan where nothing may be written, null where the records are to follow. */
  async #write<T extends Job | Resume>(collection: Collection, indexed: readonly Indexed<T>[], text: (document: T) => string): Promise<UpsertResult | null> {
    const { catalog, vectors, embedder } = this.#ports;
    this.#options.signal?.throwIfAborted();
    this.#read(indexed.map(({ document }) => document));
    const pending = await catalog.pending(
      collection,
      indexed.map(({ facets: { id }, hash }) => ({ id, hash })),
    );
    if (this.#options.dryRun) return planned(indexed.length, pending);
    const fresh = indexed.filter(({ facets }) => pending.has(facets.id));
    if (fresh.length === 0) return null;
    const texts = fresh.map(({ document }) => text(document));
    this.#spend(texts);
    const embedded = await embedder.embedDocuments(texts);
    // Before the first vector, so that a run that dies leaves no vectors of an unknown model.
    await catalog.setNote("embedding-model", embedder.model);
    await vectors.upsert(
      collection,
      fresh.map(({ facets }, index) => ({ id: facets.id, vector: embedded[index]!, textHash: null, facets })),
    );
    return null;
  }

  #read(documents: readonly unknown[]): void {
    for (const document of documents) this.#fingerprint.update(JSON.stringify(document));
  }

  #spend(texts: readonly string[]): void {
    const { embedder } = this.#ports;
    const cost =
      estimateUsd(
        embedder.model,
        texts.reduce((sum, text) => sum + estimateTokens(text), 0),
        0,
      ) ?? 0;
    const limit = this.#options.maxCostUsd;
    if (limit !== undefined && this.#costUsd + cost > limit) {
      throw new RolecallError("cost_limit", `Embedding the next batch would pass the cost limit of ${limit} USD.`, {
        hint: "Raise --max-cost; what is written stays, and the next run goes on from here.",
      });
    }
    this.#costUsd += cost;
  }
}

function planned(size: number, pending: ReadonlyMap<string, "new" | "changed">): UpsertResult {
  const of = (state: string) => [...pending].filter(([, value]) => value === state).map(([id]) => id);
  return { inserted: of("new"), updated: of("changed"), unchanged: size - pending.size };
}
