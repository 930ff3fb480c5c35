import { z } from "zod";
import { EVERYTHING } from "../catalog/condition.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { OFFLINE_EMBEDDING_MODEL } from "../models/offline-embeddings.ts";
import type { Embedder } from "./embedder.ts";
import type { Anchors } from "./relevance.ts";
import type { VectorIndex } from "./vector-index.ts";

const NOTE = "cosine-anchors";
const SAMPLE = 400;
/** Cosine of a close fit, provisional until the evaluation calibrates it. */
const UPPER: Record<string, number> = { [OFFLINE_EMBEDDING_MODEL]: 0.5 };
const UPPER_OF_OTHERS = 0.65;
/** Of random pairs, where nothing was measured. */
const LOWER = 0.1;

const Stored = z.object({ model: z.string(), low: z.number() });

/** Measures the mean cosine of random pairs and keeps it with the index. */
export async function measureAnchors({ catalog, vectors, embedder }: { catalog: Catalog; vectors: VectorIndex; embedder: Embedder }): Promise<void> {
  const ids = [...(await catalog.anyOf("jobs", SAMPLE, EVERYTHING)), ...(await catalog.anyOf("resumes", SAMPLE, EVERYTHING))].toSorted();
  const stored = [...(await vectors.fetch("jobs", ids)), ...(await vectors.fetch("resumes", ids))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, vector]) => vector);
  const half = Math.floor(stored.length / 2);
  if (half === 0) return;
  let sum = 0;
  for (let index = 0; index < half; index += 1) sum += stored[index]!.reduce((dot, value, at) => dot + value * stored[index + half]![at]!, 0);
  await catalog.setNote(NOTE, JSON.stringify({ model: embedder.model, low: Math.max(0, sum / half) }));
}

export async function readAnchors(catalog: Catalog, { model }: Embedder): Promise<Anchors> {
  const high = UPPER[model] ?? UPPER_OF_OTHERS;
  const note = await catalog.note(NOTE);
  const stored = note === null ? null : Stored.safeParse(JSON.parse(note));
  const low = stored?.success && stored.data.model === model ? stored.data.low : LOWER;
  return { low: Math.min(low, high - 0.1), high };
}
