import type { Indexed } from "../catalog/catalog.ts";
import type { Collection, Employer, Job, Resume } from "../catalog/records.ts";
import type { SharedRecords } from "../catalog/shared-records.ts";
import { type Changes, type Indexing, type IndexingPorts, indexing } from "./indexing.ts";
import { COLLECTIONS, type SeedCollection, type SeedProgress } from "./seed.ts";

export interface AdoptOptions {
  /** Documents indexed at a time. */
  batch?: number;
  /** Stops before the embeddings cost more. @see RolecallError `cost_limit` */
  maxCostUsd?: number;
  onProgress?: (progress: SeedProgress) => void;
  signal?: AbortSignal;
  /** As for seeding. */
  patienceMs?: number;
}

export interface AdoptReport {
  collections: { name: SeedCollection; indexed: number; unchanged: number; removed: number; unreadable: number }[];
  embedded: number;
  reused: number;
  costUsd: number | null;
}

const DEFAULT_BATCH = 500;

/**
 * Indexes the documents that others have put into the catalogue or changed there, and forgets those they have removed. The vector
 * that the portal has stored for a document which is new here is taken for its own. An adoption that was interrupted is completed by the next one.
 */
export async function adoptRecords(ports: IndexingPorts, shared: SharedRecords, options: AdoptOptions = {}): Promise<AdoptReport> {
  const { onProgress, signal, batch: size = DEFAULT_BATCH } = options;
  let progress: SeedProgress = { collection: "employers", done: 0 };
  const tell = (next: SeedProgress) => onProgress?.((progress = next));
  const index = indexing(ports, { ...options, adoptVectors: true, onWait: (waiting) => onProgress?.({ ...progress, waiting }) });

  const collections: AdoptReport["collections"] = [];
  for (const name of COLLECTIONS) {
    const total = { name, indexed: 0, unchanged: 0, removed: 0, unreadable: 0 };
    tell({ collection: name, done: 0 });
    for await (const { documents, unreadable } of shared.stored(name, size)) {
      const { inserted, updated, unchanged } = await indexDocuments(index, shared, { name, documents });
      total.indexed += inserted + updated;
      total.unchanged += unchanged;
      total.unreadable += unreadable.length;
      tell({ collection: name, done: progress.done + documents.length + unreadable.length });
    }
    signal?.throwIfAborted();
    const gone = await shared.prune(name, (ids) => index.forget(name, ids));
    total.removed = gone.length;
    collections.push(total);
  }
  await index.finish();
  const { embedded, reused, costUsd } = index.texts;
  return { collections, embedded, reused, costUsd };
}

function indexDocuments(
  index: Indexing,
  shared: SharedRecords,
  { name, documents }: { name: Collection | "employers"; documents: (Job | Resume | Employer)[] },
): Promise<Changes> {
  if (name === "employers") return index.employers(documents as Employer[], (changed) => shared.index("employers", changed));
  if (name === "jobs") return index.jobs(documents as Job[], (changed: Indexed<Job>[]) => shared.index("jobs", changed));
  return index.resumes(documents as Resume[], (changed: Indexed<Resume>[]) => shared.index("resumes", changed));
}
