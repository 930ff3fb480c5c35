import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { guardedVectors } from "../resilience/guarded-ports.ts";
import { openEmbedder } from "./embedder.ts";
import { lateVectors } from "./late-vectors.ts";
import { type Opening, urlOf } from "./opening.ts";

type Vectors = Pick<Ports, "embedder" | "vectors">;

export async function openVectors(opening: Opening, catalog: Ports["catalog"], cache: Ports["cache"]): Promise<Vectors> {
  const open = urlOf(opening.config, "CHROMA_URL") === undefined ? embeddedVectors(opening, catalog, cache) : await chromaVectors(opening, catalog, cache);
  try {
    return await open();
  } catch (error) {
    // An engine opens while a service is away, and uses it when it comes back.
    if (!(error instanceof RolecallError && error.code === "storage_unavailable")) throw error;
    return lateVectors(open, await openEmbedder(opening, { cache, model: null, dimensions: null }));
  }
}

type Open = () => Promise<Vectors>;

function embeddedVectors(opening: Opening, catalog: Ports["catalog"], cache: Ports["cache"]): Open {
  return async () => {
    const embedder = await openEmbedder(opening, { cache, model: await catalog.note("embedding-model"), dimensions: null });
    const [{ database, path }, { sqliteVectorIndex }] = await Promise.all([opening.embedded(), import("../retrieval/sqlite-vec.ts")]);
    return { embedder, vectors: sqliteVectorIndex(database, path, embedder.dimensions) };
  };
}

async function chromaVectors(opening: Opening, catalog: Ports["catalog"], cache: Ports["cache"]): Promise<Open> {
  const { config, log, dependencies, maintenance } = opening;
  const { openChroma, chromaVectorIndex, chromaMaintenance, inspectChroma } = await import("../retrieval/chroma.ts");
  const timeoutMs = config.ROLECALL_VECTOR_TIMEOUT_MS;
  const { CHROMA_URL: url, CHROMA_TENANT: tenant, CHROMA_DATABASE: database, CHROMA_API_KEY: apiKey } = config;
  const chroma = openChroma({ url: url!, tenant, database, apiKey, timeoutMs, log });
  const guard = dependencies.add("chroma", { ping: () => chroma.ping(), timeoutMs });
  const filled = async () => {
    const [seededBy, found] = await Promise.all([catalog.note("embedding-model"), guard.run(() => inspectChroma(chroma), null)]);
    return openEmbedder(opening, { cache, model: seededBy ?? found.model, dimensions: found.dimensions });
  };
  maintenance.push({
    id: "chroma",
    inspect: async () => chromaMaintenance(chroma, await filled()).inspect(),
    fix: async (options) => chromaMaintenance(chroma, await filled()).fix!(options),
  });
  return async () => {
    const embedder = await filled();
    return { embedder, vectors: guardedVectors(chromaVectorIndex(chroma, embedder), guard) };
  };
}
