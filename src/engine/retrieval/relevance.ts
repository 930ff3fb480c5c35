import { highestBm25 } from "./bm25.ts";

/** Cosines between which relevance runs from 0 to 1: of random pairs, measured at seeding, and of a close fit, provisional for each model. */
export interface Anchors {
  low: number;
  high: number;
}

/** Share of the cosine in relevance; the rest is BM25 (convex combination after Bruch et al., arXiv 2210.11934). */
export const DENSE_SHARE = 0.5;
/** The share of the highest possible BM25 at which the lexical leg is halfway to full marks. */
const HALF_SATURATION = 0.35;

export function rescaledCosine(cosine: number, { low, high }: Anchors): number {
  return clamp((cosine - low) / (high - low));
}

/** BM25 against the highest score the query allows, saturating: no document holds every word of a long query. */
export function normalisedBm25(score: number, weights: Iterable<number>): number {
  const highest = highestBm25(weights);
  if (highest <= 0) return 0;
  const share = clamp(score / highest);
  return ((1 + HALF_SATURATION) * share) / (share + HALF_SATURATION);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
