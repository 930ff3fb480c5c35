import type { TermStatistics } from "../catalog/catalog.ts";

/** BM25's term saturation. SQLite's FTS5 uses the same constant, so every store ranks alike. */
export const K1 = 1.2;
/** FTS5's floor for terms that more than half of the documents hold. */
const LEAST_IDF = 1e-6;

/** Robertson–Spärck Jones weight as FTS5 computes it: ln((N − n + .5) / (n + .5)). */
export function inverseDocumentFrequency({ documents, frequencies }: TermStatistics, term: string): number {
  const holding = frequencies.get(term) ?? 0;
  return Math.max(LEAST_IDF, Math.log((documents - holding + 0.5) / (holding + 0.5)));
}

/** The BM25 score no document can exceed for these term weights. */
export function highestBm25(weights: Iterable<number>): number {
  let sum = 0;
  for (const weight of weights) sum += weight * (K1 + 1);
  return sum;
}
