import type { Cache } from "../cache/cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { SharedRecords } from "../catalog/shared-records.ts";
import type { Embedder } from "../retrieval/embedder.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import type { ChatHistory } from "../sessions/chat-history.ts";
import type { SessionLock } from "../turns/session-lock.ts";
import type { TurnLog } from "../turns/turn-log.ts";
import type { Guard } from "./guard.ts";
import { guarded } from "./guarded.ts";

/** Queries that scan or rank a collection. */
const SEARCH_MS = 15_000;
/** Writes and deletions of many documents. */
const BULK_MS = 300_000;

export function guardedCatalog(catalog: Catalog, guard: Guard): Catalog {
  return guarded(catalog, guard, {
    within: {
      lexical: SEARCH_MS,
      anyOf: SEARCH_MS,
      count: SEARCH_MS,
      termStatistics: SEARCH_MS,
      pending: BULK_MS,
      upsertJobs: BULK_MS,
      upsertResumes: BULK_MS,
      upsertEmployers: BULK_MS,
      removeSeeded: BULK_MS,
      settle: BULK_MS,
    },
  });
}

export function guardedSharedRecords(shared: SharedRecords, guard: Guard): SharedRecords {
  return guarded(shared, guard, { streams: { stored: true }, within: { stored: BULK_MS, index: BULK_MS, prune: BULK_MS } });
}

export function guardedHistory(history: ChatHistory, guard: Guard): ChatHistory {
  return guarded(history, guard, { within: { deleteSession: BULK_MS, deleteUser: BULK_MS } });
}

export function guardedVectors(vectors: VectorIndex, guard: Guard): VectorIndex {
  return guarded(vectors, guard, { within: { upsert: BULK_MS, ofTexts: BULK_MS, remove: BULK_MS } });
}

export function guardedCache(cache: Cache, guard: Guard): Cache {
  return guarded(cache, guard, { within: { dropPrefix: BULK_MS } });
}

export function guardedTurnLog(turnLog: TurnLog, guard: Guard): TurnLog {
  return guarded(turnLog, guard, {});
}

export function guardedLock(lock: SessionLock, guard: Guard): SessionLock {
  return guarded(lock, guard, {});
}

/** To be put inside a cache of vectors, not around it: what is known needs no model. Many documents take as long as the client gives them. */
export function guardedEmbedder(embedder: Embedder, guard: Guard): Embedder {
  return { ...guarded(embedder, guard, { within: { embedDocuments: null } }), known: (texts) => embedder.known(texts) };
}
