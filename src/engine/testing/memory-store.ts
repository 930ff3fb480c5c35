import { sqliteCatalog } from "../catalog/sqlite.ts";
import type { Employer, Job, Resume } from "../catalog/records.ts";
import { readAnchors } from "../retrieval/anchors.ts";
import { offlineEmbedder } from "../retrieval/embedder.ts";
import { type Retriever, createRetriever } from "../retrieval/retriever.ts";
import { sqliteVectorIndex } from "../retrieval/sqlite-vec.ts";
import { type SeedPorts, type SeedSource, seedStore } from "../seed/seed.ts";
import { openSqlite } from "../store/sqlite.ts";

export interface MemoryStore extends SeedPorts, Disposable {}

/** The ports that searching and seeding need, on a store in memory. */
export function memoryStore(path = ":memory:"): MemoryStore {
  const database = openSqlite(path);
  const embedder = offlineEmbedder();
  return {
    catalog: sqliteCatalog(database, path),
    vectors: sqliteVectorIndex(database, path, embedder.dimensions),
    embedder,
    store: "embedded",
    [Symbol.dispose]: () => database.close(),
  };
}

export interface Documents {
  employers?: Employer[];
  jobs?: Job[];
  resumes?: Resume[];
}

export function sourceOf({ employers = [], jobs = [], resumes = [] }: Documents): SeedSource {
  return { employers: () => streamed(employers), jobs: () => streamed(jobs), resumes: () => streamed(resumes) };
}

export async function fill(ports: SeedPorts, documents: Documents): Promise<void> {
  await seedStore(ports, sourceOf(documents), {});
}

export function retrieverOn(ports: SeedPorts): Retriever {
  return createRetriever({ ...ports, anchors: () => readAnchors(ports.catalog, ports.embedder) });
}

async function* streamed<T>(documents: readonly T[]): AsyncGenerator<T> {
  yield* documents;
}
