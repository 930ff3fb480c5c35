import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { guardedEmbedder } from "../resilience/guarded-ports.ts";
import type { Embedder } from "../retrieval/embedder.ts";
import { OFFLINE, hasModelAccess, modelAccess } from "./model-access.ts";
import { type Opening, urlOf } from "./opening.ts";

const DEFAULT_EMBEDDING_MODEL = "text-embedding-3-large";
const EMBEDDING_BATCH = 128;
/** A turn goes on without the vector of its question by then. */
const LONGEST_QUERY_MS = 10_000;

/** What fills the index already: the embedding model where that is known, and the dimension of the vectors where there are any. */
interface Filled {
  cache: Ports["cache"];
  model: string | null;
  dimensions: number | null;
}

/**
 * An index is searched by the model that filled it, and one that was never filled by the configured model. An index of an earlier
 * offline model is searched by the present one until it is seeded again.
 */
export async function openEmbedder({ config, log, dependencies }: Opening, { cache, model: filledBy, dimensions: filledWith }: Filled): Promise<Embedder> {
  const { modelEmbedder, offlineEmbedder } = await import("../retrieval/embedder.ts");
  const offline = offlineEmbedder();
  const stored = filledBy?.startsWith(`${OFFLINE}-`) ? offline.model : filledBy;
  const wanted = config.ROLECALL_EMBEDDING_MODEL === OFFLINE ? offline.model : config.ROLECALL_EMBEDDING_MODEL;
  if (stored !== null && wanted !== undefined && wanted !== stored) {
    throw new RolecallError("configuration", `The store was seeded with the embedding model ${stored}, not with ${wanted}.`, {
      hint: "Unset ROLECALL_EMBEDDING_MODEL, or seed another store.",
    });
  }
  const model = stored ?? wanted ?? (hasModelAccess(config) ? DEFAULT_EMBEDDING_MODEL : offline.model);
  if (model === offline.model) {
    refuseDimensions(filledWith, offline);
    return offline;
  }
  const { openaiEmbeddings } = await import("../models/openai-embeddings.ts");
  const dimensions = filledWith ?? config.ROLECALL_EMBEDDING_DIMENSIONS;
  const paid = modelEmbedder(openaiEmbeddings({ ...modelAccess(config), model, dimensions, batchSize: EMBEDDING_BATCH }), model, dimensions);
  const embedder = guardedEmbedder(paid, dependencies.add("embeddings", { timeoutMs: Math.min(LONGEST_QUERY_MS, config.ROLECALL_MODEL_TIMEOUT_MS) }));
  if (config.ROLECALL_EMBEDDING_TTL_S === 0) return embedder;
  const { cachedEmbedder } = await import("../retrieval/cached-embedder.ts");
  // A cache in the file of the index is lost with it: it could give nothing back that the index has not.
  const documents = urlOf(config, "REDIS_URL") !== undefined;
  return cachedEmbedder(embedder, { cache, ttlMs: config.ROLECALL_EMBEDDING_TTL_S * 1000, documents, log });
}

function refuseDimensions(filledWith: number | null, { model, dimensions }: Embedder): void {
  if (filledWith === null || filledWith === dimensions) return;
  throw new RolecallError("configuration", `ChromaDB holds vectors of ${filledWith} dimensions, and the embedding model ${model} gives ${dimensions}.`, {
    hint: "Set OPENAI_API_KEY, and ROLECALL_EMBEDDING_MODEL to the model that filled it, or name another CHROMA_DATABASE.",
    facts: { stored: filledWith, dimensions },
  });
}
