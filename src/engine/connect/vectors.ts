import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { guardedVectors } from "../resilience/guarded-ports.ts";
import type { ChromaInspections } from "../store/chroma-maintenance.ts";
import { openEmbedder } from "./embedder.ts";
import { type Opening, urlOf } from "./opening.ts";

export async function openVectors(opening: Opening, catalog: Ports["catalog"], cache: Ports["cache"]): Promise<Pick<Ports, "embedder" | "vectors">> {
  const { config, log, dependencies, maintenance, embedded } = opening;
  const url = urlOf(config, "CHROMA_URL");
  const seededBy = await unlessAway(() => catalog.note("embedding-model"), null);
  if (url === undefined) {
    const embedder = await openEmbedder(opening, { cache, model: seededBy, dimensions: null });
    const [{ database, path }, { sqliteVectorIndex }] = await Promise.all([embedded(), import("../retrieval/sqlite-vec.ts")]);
    return { embedder, vectors: sqliteVectorIndex(database, path, embedder.dimensions) };
  }
  const { openChroma, chromaVectorIndex, chromaMaintenance, inspectChroma } = await import("../retrieval/chroma.ts");
  const timeoutMs = config.ROLECALL_VECTOR_TIMEOUT_MS;
  const { CHROMA_TENANT: tenant, CHROMA_DATABASE: database, CHROMA_API_KEY: apiKey } = config;
  const chroma = openChroma({ url, tenant, database, apiKey, timeoutMs, log });
  const found = await unlessAway<Pick<ChromaInspections, "model" | "dimensions">>(() => inspectChroma(chroma), { model: null, dimensions: null });
  const embedder = await openEmbedder(opening, { cache, model: seededBy ?? found.model, dimensions: found.dimensions });
  const index = chromaVectorIndex(chroma, embedder);
  const guard = dependencies.add("chroma", { ping: () => chroma.ping(), timeoutMs });
  maintenance.push(chromaMaintenance(chroma, embedder));
  return { embedder, vectors: guardedVectors(index, guard) };
}

/** An engine opens while a service is away, and uses it when it comes back. */
async function unlessAway<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RolecallError && error.code === "storage_unavailable") return otherwise;
    throw error;
  }
}
