import type { Condition } from "../catalog/condition.ts";
import type { Facets } from "../catalog/facets.ts";
import type { Collection } from "../catalog/records.ts";

export interface VectorEntry {
  id: string;
  /** `dimensions` finite numbers, L2-normalised; all zeros where a text says nothing. */
  vector: Float32Array;
  /** Of the text that was embedded and the model that did it; null where that is unknown. */
  textHash: string | null;
  /** What hard filters act on, so that they run inside the index. */
  facets: Facets;
}

export interface VectorHit {
  id: string;
  /** Cosine of the angle to the query, in [-1,1]. */
  cosine: number;
}

/**
 * Finds the nearest stored vectors. Exact or approximate is the adapter's business; callers may rely on the order:
 * cosine descending, ties by id ascending. Every method throws `storage_unavailable` when the store cannot be reached.
 */
export interface VectorIndex extends AsyncDisposable {
  /** Replaces the vector of each id, a batch whole or not at all. */
  upsert(collection: Collection, entries: readonly VectorEntry[]): Promise<void>;
  /** At most `k` hits that meet the condition. A vector of zeros has no direction: it finds nothing and is never found. */
  query(collection: Collection, vector: Float32Array, k: number, where: Condition): Promise<VectorHit[]>;
  /** The stored vectors of these ids, within the rounding of single precision; unknown ids and vectors of zeros are missing. */
  fetch(collection: Collection, ids: readonly string[]): Promise<Map<string, Float32Array>>;
  /** The stored vectors of texts with these hashes, so that no text is embedded twice; unknown hashes are missing. */
  ofTexts(collection: Collection, textHashes: readonly string[]): Promise<Map<string, Float32Array>>;
  remove(collection: Collection, ids: readonly string[]): Promise<void>;
  count(collection: Collection): Promise<number>;
}
