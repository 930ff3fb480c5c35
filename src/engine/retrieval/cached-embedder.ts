import type { Cache } from "../cache/cache.ts";
import type { Log } from "../telemetry/log.ts";
import { type Embedder, remembering } from "./embedder.ts";
import { textHash } from "./text-hash.ts";

export interface VectorCaching {
  cache: Cache;
  ttlMs: number;
  /** Documents too; of no use where the cache is lost together with the index. */
  documents: boolean;
  log: Log;
}

/** Values asked of the cache at a time. */
const AT_ONCE = 64;
/** A vector was normalised in double precision and kept in single. */
const TOLERANCE = 1e-3;

/** Keeps every vector in the cache, as `embedding:{hash}`, so that a text is paid for once. A cache that fails costs money and nothing else. */
export function cachedEmbedder(embedder: Embedder, { cache, ttlMs, documents, log }: VectorCaching): Embedder {
  const keyOf = (text: string) => `embedding:${textHash(text, embedder)}`;
  let failing = false;

  /** Null where the cache failed; that is logged once until it works again. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const result = await work();
      failing = false;
      return result;
    } catch (error) {
      if (!failing) log.warn({ reason: error instanceof Error ? error.name : "unknown" }, "The cache of vectors cannot be used; texts are embedded again.");
      failing = true;
      return null;
    }
  }

  async function read(texts: readonly string[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    for (const some of groups(texts)) {
      const values = await attempt(() => Promise.all(some.map((text) => cache.get(keyOf(text)))));
      if (values === null) break;
      for (const [at, value] of values.entries()) {
        const vector = value === null ? null : decoded(value, embedder.dimensions);
        if (vector !== null) found.set(some[at]!, vector);
      }
    }
    return found;
  }

  async function keep(vectors: readonly (readonly [string, Float32Array])[]): Promise<void> {
    for (const some of groups(vectors)) {
      const kept = await attempt(() => Promise.all(some.map(([text, vector]) => cache.set(keyOf(text), encoded(vector), ttlMs))));
      if (kept === null) return;
    }
  }

  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    async embedDocuments(texts) {
      const vectors = await embedder.embedDocuments(texts);
      if (documents) await keep(texts.map((text, at) => [text, vectors[at]!] as const));
      return vectors;
    },
    known: async (texts) => (documents ? read(texts) : embedder.known(texts)),
    embedQuery: remembering(async (text) => {
      const known = (await read([text])).get(text);
      if (known !== undefined) return known;
      const vector = await embedder.embedQuery(text, new Map());
      void keep([[text, vector]]);
      return vector;
    }),
  };
}

function* groups<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += AT_ONCE) yield items.slice(at, at + AT_ONCE);
}

/** Base64 of the numbers as little-endian float32. */
function encoded(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}

/** Null for anything but a unit vector, or one of zeros, of this dimension: others write to the cache as well. */
function decoded(value: string, dimensions: number): Float32Array | null {
  const bytes = Buffer.from(value, "base64");
  const vector = new Float32Array(dimensions);
  if (bytes.length !== vector.byteLength) return null;
  new Uint8Array(vector.buffer).set(bytes);
  const norm = Math.hypot(...vector);
  return Math.abs(norm - 1) <= TOLERANCE || norm === 0 ? vector : null;
}
