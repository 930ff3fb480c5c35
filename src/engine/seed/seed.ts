import { createHash } from "node:crypto";
import type { Employer, Job, Resume } from "../catalog/records.ts";
import type { Ports } from "../deps.ts";
import { batches } from "./batches.ts";
import { type Changes, type Indexing, type IndexingPorts, indexing } from "./indexing.ts";

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
  /** What the embeddings have cost so far, by estimate; absent where they have cost nothing. */
  spentUsd?: number;
  /** Every document is dealt with; what depends on all of them is being counted. */
  finishing?: true;
  /** Why it goes no further at the moment: a service that cannot be used, and is tried again. */
  waiting?: string;
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
  /** How long a service is tried again; by default 30 s where a store cannot be reached, and 90 s where the embedding model takes no more requests. */
  patienceMs?: number;
}

/** What seeding writes to. */
export type SeedPorts = IndexingPorts;

export interface SeedReport {
  store: Ports["store"];
  collections: { name: SeedCollection; inserted: number; updated: number; unchanged: number; removed: number; ms: number }[];
  /** Of all documents that were read, in order. */
  fingerprint: string;
  /** Texts that the embedding model was asked about. */
  embedded: number;
  /** Texts of new and changed documents whose vector was there already. */
  reused: number;
  /** By estimate; null where the price of the embedding model is unknown. */
  costUsd: number | null;
}

const DEFAULT_BATCH = 500;
const ANCHOR_NOTE = "seed-anchor";

/** The day that made-up data in the store is dated from; null where there is none, or where an earlier embedding model filled the index. */
export async function seedAnchor({ catalog, embedder }: Pick<Ports, "catalog" | "embedder">): Promise<Date | null> {
  if ((await catalog.note("embedding-model")) !== embedder.model) return null;
  const note = await catalog.note(ANCHOR_NOTE);
  return note === null || note === "" ? null : new Date(note);
}

/** Streams a source into the store. A run that was interrupted is completed by the next one. */
export async function seedStore(ports: SeedPorts, source: SeedSource, options: SeedOptions): Promise<SeedReport> {
  const run = new SeedRun(ports, options);
  const wanted = COLLECTIONS.filter((name) => options.only === undefined || options.only.includes(name));
  for (const name of wanted) await run.collection(name, source);
  if (!options.dryRun) await run.finish();
  return run.report();
}

class SeedRun {
  readonly #ports: SeedPorts;
  readonly #options: SeedOptions;
  readonly #indexing: Indexing;
  readonly #fingerprint = createHash("sha256");
  readonly #collections: SeedReport["collections"] = [];
  #progress: SeedProgress = { collection: "employers", done: 0 };

  constructor(ports: SeedPorts, options: SeedOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#indexing = indexing(ports, { ...options, onWait: (waiting) => options.onProgress?.({ ...this.#progress, waiting }) });
  }

  report(): SeedReport {
    const { embedded, reused, costUsd } = this.#indexing.texts;
    const fingerprint = this.#fingerprint.digest("hex").slice(0, 16);
    return { store: this.#ports.store, collections: this.#collections, fingerprint, embedded, reused, costUsd };
  }

  async collection(name: SeedCollection, source: SeedSource): Promise<void> {
    const startedAt = performance.now();
    const total = { name, inserted: 0, updated: 0, unchanged: 0, removed: 0, ms: 0 };
    if (!this.#options.dryRun) total.removed = await this.#indexing.reset(name, this.#options.reset ?? false);
    this.#tell(name, 0);
    for await (const { changes, read } of this.#changes(name, source)) {
      total.inserted += changes.inserted;
      total.updated += changes.updated;
      total.unchanged += changes.unchanged;
      this.#tell(name, this.#progress.done + read);
    }
    total.ms = Math.round(performance.now() - startedAt);
    this.#collections.push(total);
  }

  async finish(): Promise<void> {
    const { anchor, reset } = this.#options;
    this.#options.signal?.throwIfAborted();
    this.#say({ ...this.#progress, finishing: true });
    if (anchor !== undefined) await this.#indexing.note(ANCHOR_NOTE, anchor.toISOString());
    else if (reset) await this.#indexing.note(ANCHOR_NOTE, "");
    await this.#indexing.finish();
  }

  async *#changes(name: SeedCollection, source: SeedSource): AsyncGenerator<{ changes: Changes; read: number }> {
    const { catalog } = this.#ports;
    const index = this.#indexing;
    if (name === "employers") yield* this.#each(source.employers(), (batch) => index.employers(batch, (changed) => catalog.upsertEmployers(changed)));
    if (name === "jobs") yield* this.#each(source.jobs(), (batch) => index.jobs(batch, (changed) => catalog.upsertJobs(changed)));
    if (name === "resumes") yield* this.#each(source.resumes(), (batch) => index.resumes(batch, (changed) => catalog.upsertResumes(changed)));
  }

  async *#each<T>(documents: AsyncIterable<T>, write: (batch: T[]) => Promise<Changes>): AsyncGenerator<{ changes: Changes; read: number }> {
    for await (const batch of batches(documents, this.#options.batch ?? DEFAULT_BATCH)) {
      for (const document of batch) this.#fingerprint.update(JSON.stringify(document));
      yield { changes: await write(batch), read: batch.length };
    }
  }

  #tell(collection: SeedCollection, done: number): void {
    const { costUsd } = this.#indexing.texts;
    this.#say({ collection, done, ...(costUsd && { spentUsd: costUsd }) });
  }

  #say(progress: SeedProgress): void {
    this.#progress = progress;
    this.#options.onProgress?.(progress);
  }
}
