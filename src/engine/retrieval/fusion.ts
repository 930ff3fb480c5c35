import type { LexicalHit } from "../catalog/catalog.ts";
import { type Anchors, DENSE_SHARE, normalisedBm25, rescaledCosine } from "./relevance.ts";

export interface Fused {
  id: string;
  /** In [0,1]; null when there was nothing to compare with. */
  relevance: number | null;
  cosine: number | null;
  bm25: number | null;
}

/** Joins both legs by a convex combination; a leg that did not run leaves its share to the other. Best first, ties by id. */
export function fuse(legs: {
  words: readonly LexicalHit[];
  cosines: ReadonlyMap<string, number> | null;
  /** Found without words: nothing to compare. */
  ids: readonly string[];
  weights: ReadonlyMap<string, number>;
  anchors: Anchors;
}): Fused[] {
  const bm25 = new Map(legs.words.map(({ id, score }) => [id, score]));
  const found = new Set([...bm25.keys(), ...(legs.cosines?.keys() ?? [])]);
  const fused = [...found].map((id): Fused => {
    const cosine = legs.cosines?.get(id) ?? null;
    const score = bm25.get(id) ?? null;
    const lexical = normalisedBm25(score ?? 0, legs.weights.values());
    const relevance = legs.cosines === null || cosine === null ? lexical : DENSE_SHARE * rescaledCosine(cosine, legs.anchors) + (1 - DENSE_SHARE) * lexical;
    return { id, relevance, cosine, bm25: score };
  });
  const rest = legs.ids.filter((id) => !found.has(id)).map((id): Fused => ({ id, relevance: null, cosine: null, bm25: null }));
  return [...fused.toSorted((a, b) => b.relevance! - a.relevance! || (a.id < b.id ? -1 : 1)), ...rest];
}
