import type { TermStatistics } from "../catalog/catalog.ts";

/** BM25's term saturation. SQLite's FTS5 uses the same constant, so every store ranks alike. */
export const K1 = 1.2;
/** BM25's weight of a document's length, FTS5's too. */
const B = 0.75;
/** FTS5's floor for terms that more than half of the documents hold. */
const LEAST_IDF = 1e-6;
/** Frequent words cost time and rank nothing: the rarest terms are kept until their postings together exceed this. */
const POSTINGS_BUDGET = 60_000;

/** How often a term counts that stands in a field. */
export const FIELD_WEIGHTS = { title: 3, skills: 2, body: 1 } as const;

/** Robertson–Spärck Jones weight as FTS5 computes it: ln((N − n + .5) / (n + .5)). */
export function inverseDocumentFrequency({ documents, frequencies }: TermStatistics, term: string): number {
  const holding = frequencies.get(term) ?? 0;
  return Math.max(LEAST_IDF, Math.log((documents - holding + 0.5) / (holding + 0.5)));
}

/** What a term adds to a document's score, in the order of operations of FTS5. The frequency is weighed by field, the lengths are not. */
export function termScore(idf: number, frequency: number, length: number, averageLength: number): number {
  return idf * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / averageLength)));
}

/** The terms to rank by, rarest first; those that no document holds are left out. `postings`: how many documents hold a term. */
export function rarestTerms(terms: readonly string[], postings: (term: string) => number): string[] {
  const counted = [...new Set(terms)].map((term) => ({ term, holding: postings(term) })).filter(({ holding }) => holding > 0);
  let spent = 0;
  return counted
    .toSorted((a, b) => a.holding - b.holding)
    .filter(({ holding }, position) => (spent += holding) <= POSTINGS_BUDGET || position === 0)
    .map(({ term }) => term);
}

/** The BM25 score no document can exceed for these term weights. */
export function highestBm25(weights: Iterable<number>): number {
  let sum = 0;
  for (const weight of weights) sum += weight * (K1 + 1);
  return sum;
}
