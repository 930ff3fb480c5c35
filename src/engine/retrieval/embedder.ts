import type { Embeddings } from "@langchain/core/embeddings";
import { RolecallError } from "../errors.ts";
import { OFFLINE_DIMENSIONS, OFFLINE_EMBEDDING_MODEL, OfflineEmbeddings, type TermWeights, embed } from "../models/offline-embeddings.ts";

/** A refined search asks for the same words again; they are paid for once. */
const REMEMBERED_QUERIES = 64;

/** Turns texts into unit vectors of one dimension. */
export interface Embedder {
  readonly model: string;
  readonly dimensions: number;
  embedDocuments(texts: string[]): Promise<Float32Array[]>;
  /** `weights` is what the corpus teaches about the query's terms; a model that learned its own ignores it. */
  embedQuery(text: string, weights: TermWeights): Promise<Float32Array>;
}

export function offlineEmbedder(): Embedder {
  const embeddings = new OfflineEmbeddings();
  return {
    model: OFFLINE_EMBEDDING_MODEL,
    dimensions: OFFLINE_DIMENSIONS,
    embedDocuments: async (texts) => (await embeddings.embedDocuments(texts)).map((values) => Float32Array.from(values)),
    embedQuery: async (text, weights) => embed(text, weights),
  };
}

export function modelEmbedder(embeddings: Embeddings, model: string, dimensions: number): Embedder {
  const unit = (values: number[]): Float32Array => {
    if (values.length !== dimensions) {
      throw new RolecallError("model_unavailable", `The embedding model ${model} answered with ${values.length} numbers instead of ${dimensions}.`, {
        hint: "Check OPENAI_BASE_URL and the embedding model's name.",
      });
    }
    const norm = Math.hypot(...values);
    return Float32Array.from(values, (value) => (norm === 0 ? 0 : value / norm));
  };
  const queries = new Map<string, Promise<Float32Array>>();
  return {
    model,
    dimensions,
    embedDocuments: async (texts) => (await embeddings.embedDocuments(texts)).map(unit),
    embedQuery(text) {
      const known = queries.get(text);
      if (known !== undefined) return known;
      if (queries.size >= REMEMBERED_QUERIES) queries.clear();
      const vector = embeddings.embedQuery(text).then(unit);
      queries.set(text, vector);
      vector.catch(() => queries.delete(text));
      return vector;
    },
  };
}
