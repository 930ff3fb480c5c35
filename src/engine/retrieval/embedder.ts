import type { Embeddings } from "@langchain/core/embeddings";
import { RolecallError } from "../errors.ts";
import { OFFLINE_DIMENSIONS, OFFLINE_EMBEDDING_MODEL, OfflineEmbeddings, type TermWeights, embed } from "../models/offline-embeddings.ts";
import { estimateTokens } from "../models/prices.ts";

/** A refined search asks for the same words again; they are paid for once. */
const REMEMBERED_QUERIES = 64;
/** OpenAI refuses a text of more than 8,192 tokens, and the estimate may be a third too low. */
const MAX_TOKENS = 6_000;

/** Turns texts into unit vectors of one dimension. */
export interface Embedder {
  readonly model: string;
  readonly dimensions: number;
  /** Asks the model, and is paid for. */
  embedDocuments(texts: string[]): Promise<Float32Array[]>;
  /** The vectors of texts that were embedded before and cost nothing again, by text; others are missing. Never throws. */
  known(texts: readonly string[]): Promise<Map<string, Float32Array>>;
  /** `weights` is what the corpus teaches about the query's terms; a model that learned its own ignores it. */
  embedQuery(text: string, weights: TermWeights): Promise<Float32Array>;
}

export function offlineEmbedder(): Embedder {
  const embeddings = new OfflineEmbeddings();
  return {
    model: OFFLINE_EMBEDDING_MODEL,
    dimensions: OFFLINE_DIMENSIONS,
    embedDocuments: async (texts) => (await embeddings.embedDocuments(texts)).map((values) => Float32Array.from(values)),
    known: async () => new Map(),
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
  return {
    model,
    dimensions,
    embedDocuments: async (texts) => (await embeddings.embedDocuments(texts.map(beginning))).map(unit),
    known: async () => new Map(),
    embedQuery: remembering(async (text) => unit(await embeddings.embedQuery(beginning(text)))),
  };
}

/** Keeps the vectors of the last queries, those on their way included. */
export function remembering(embedQuery: (text: string) => Promise<Float32Array>): (text: string) => Promise<Float32Array> {
  const queries = new Map<string, Promise<Float32Array>>();
  return (text) => {
    const known = queries.get(text);
    if (known !== undefined) return known;
    if (queries.size >= REMEMBERED_QUERIES) queries.clear();
    const vector = embedQuery(text);
    queries.set(text, vector);
    vector.catch(() => queries.delete(text));
    return vector;
  };
}

/** As much of a text as a model takes: one record that is too long must not stop a thousand others. */
function beginning(text: string): string {
  const tokens = estimateTokens(text);
  return tokens <= MAX_TOKENS ? text : beginning(text.slice(0, Math.floor((text.length * MAX_TOKENS) / tokens)).toWellFormed());
}
