import type { Where } from "chromadb";
import type { Facets } from "../catalog/facets.ts";
import { meets } from "../catalog/meets.ts";
import { RolecallError } from "../errors.ts";
import { type ChromaModel, SPACE, chromaCollections, countOf } from "../store/chroma-collections.ts";
import type { ChromaStore, StoredCollection } from "../store/chroma.ts";
import { rankedOf, rowsOf, vectorOf } from "./chroma-answers.ts";
import { type Filter, chromaFilter } from "./chroma-condition.ts";
import { TEXT_HASH_KEY, facetsOf, metadataOf, textHashOf } from "./chroma-metadata.ts";
import type { VectorHit, VectorIndex } from "./vector-index.ts";

export { openChroma } from "../store/chroma.ts";
export { chromaMaintenance, inspectChroma } from "../store/chroma-maintenance.ts";

/** What one search may return. */
const MAX_K = 4096;
/** So many records are judged one by one; where more are uncertain, the hits bring their facets along. */
const MAX_UNCERTAIN = 100;
/** Numbers in one answer. */
const MAX_NUMBERS = 1_000_000;
/** Of one request, as estimated. */
const MAX_BYTES = 8_000_000;
const METADATA_BYTES = 4_000;
/** Ids or hashes in one request: the server binds each to a variable of SQLite. */
const MAX_NAMES = 5_000;

interface Ranking {
  hits: (VectorHit & { facets: Facets | null })[];
  /** There is nothing behind the last one. */
  exhausted: boolean;
}

/** A vector index in ChromaDB: approximate search by HNSW, hard filters on metadata. */
export function chromaVectorIndex(chroma: ChromaStore, model: ChromaModel): VectorIndex {
  const { dimensions } = model;
  const collections = chromaCollections(chroma, model);
  const vectorsInAnAnswer = Math.min(MAX_NAMES, Math.ceil(MAX_NUMBERS / dimensions));

  function refuseUnfit(vector: Float32Array): void {
    if (vector.length !== dimensions || !vector.every(Number.isFinite)) {
      throw new RolecallError("internal", `A vector must hold ${dimensions} finite numbers, this one holds ${vector.length}.`);
    }
  }

  async function nearest({ id, space }: StoredCollection, vector: Float32Array, count: number, where: Filter, withFacets: boolean): Promise<Ranking> {
    // Other spaces do not tell the angle between vectors of any length.
    const measure = space === SPACE ? ("distances" as const) : ("embeddings" as const);
    const include = withFacets ? [measure, "metadatas" as const] : [measure];
    return chroma.read(id, async (records) => {
      const restriction = typeof where === "boolean" ? {} : { where };
      const ranked = rankedOf(await records.query({ queryEmbeddings: [Array.from(vector)], nResults: count, ...restriction, include }), include);
      const hits = ranked.flatMap(({ id, distance, embedding, metadata }) => {
        const cosine = measure === "distances" ? (distance === null ? null : 1 - distance) : cosineOf(vector, vectorOf(embedding, dimensions));
        return cosine === null ? [] : [{ id, cosine: Math.max(-1, Math.min(1, cosine)), facets: withFacets ? facetsOf(metadata) : null }];
      });
      return { hits, exhausted: ranked.length < count };
    });
  }

  /** The facets of the records that ChromaDB cannot judge; null where there are too many. */
  async function undecided({ id }: StoredCollection, uncertain: Filter): Promise<Facets[] | null> {
    if (typeof uncertain === "boolean") return uncertain ? null : [];
    return chroma.read(id, async (records) => {
      // Facets are slow to come by, and mostly there is nobody to get them of.
      const ids = rowsOf(await records.get({ where: uncertain, limit: MAX_UNCERTAIN + 1, include: [] }), []).map((row) => row.id);
      if (ids.length === 0 || ids.length > MAX_UNCERTAIN) return ids.length === 0 ? [] : null;
      return rowsOf(await records.get({ ids, include: ["metadatas"] }), ["metadatas"]).map(({ metadata }) => facetsOf(metadata));
    });
  }

  return {
    /** ChromaDB knows no transactions: a batch cut off by a failure is written in part. Each record is written whole, and writing it again changes nothing. */
    async upsert(collection, entries) {
      for (const { vector } of entries) refuseUnfit(vector);
      const latest = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
      if (latest.length === 0) return;
      await collections.writing(collection, async ({ id }) => {
        const size = Math.min(await chroma.batchSize(), Math.ceil(MAX_BYTES / (dimensions * 6 + METADATA_BYTES)));
        for (const batch of chunks(latest, size)) {
          await chroma.write(id, (records) =>
            records.upsert({
              ids: batch.map((entry) => entry.id),
              embeddings: batch.map(({ vector }) => Array.from(vector)),
              metadatas: batch.map(metadataOf),
            }),
          );
        }
      });
    },

    async query(collection, vector, k, condition) {
      refuseUnfit(vector);
      const wanted = Math.min(k, MAX_K);
      const { where, uncertain } = chromaFilter(condition);
      if (wanted < 1 || where === false || vector.every((value) => value === 0)) return [];
      return collections.reading(collection, [], async (stored) => {
        const judged = await undecided(stored, uncertain);
        if (judged !== null) {
          const failing = new Set(judged.filter((facets) => !meets(condition, facets)).map(({ id }) => id));
          const { hits } = await nearest(stored, vector, wanted + failing.size, where, false);
          const meeting = hits.filter(({ id }) => !failing.has(id));
          return best(meeting, wanted);
        }
        for (let count = Math.ceil(1.5 * wanted); ; count *= 4) {
          const { hits, exhausted } = await nearest(stored, vector, count, where, true);
          const meeting = hits.filter(({ facets }) => facets !== null && meets(condition, facets));
          if (meeting.length >= wanted || exhausted) return best(meeting, wanted);
        }
      });
    },

    fetch: (collection, ids) =>
      collections.reading(collection, new Map(), async (stored) => {
        const vectors = new Map<string, Float32Array>();
        for (const names of chunks([...new Set(ids)], vectorsInAnAnswer)) {
          await chroma.read(stored.id, async (records) => {
            for (const { id, embedding } of rowsOf(await records.get({ ids: names, include: ["embeddings"] }), ["embeddings"])) {
              const vector = vectorOf(embedding, dimensions);
              if (vector !== null) vectors.set(id, vector);
            }
          });
        }
        return vectors;
      }),

    ofTexts: (collection, textHashes) =>
      collections.reading(collection, new Map(), async (stored) => {
        const vectors = new Map<string, Float32Array>();
        for (const hashes of chunks([...new Set(textHashes)], vectorsInAnAnswer)) {
          const where: Where = { [TEXT_HASH_KEY]: { $in: hashes } };
          await chroma.read(stored.id, async (records) => {
            for (const { embedding, metadata } of rowsOf(await records.get({ where, include: ["embeddings", "metadatas"] }), ["embeddings", "metadatas"])) {
              const vector = vectorOf(embedding, dimensions);
              if (vector !== null) vectors.set(textHashOf(metadata), vector);
            }
          });
        }
        return vectors;
      }),

    remove: (collection, ids) =>
      collections.reading(collection, undefined, async (stored) => {
        for (const names of chunks([...new Set(ids)], MAX_NAMES)) await chroma.write(stored.id, (records) => records.delete({ ids: names }));
      }),

    count: (collection) => collections.reading(collection, 0, ({ id }) => chroma.read(id, countOf)),

    async [Symbol.asyncDispose]() {},
  };
}

function best(hits: readonly VectorHit[], k: number): VectorHit[] {
  return hits
    .map(({ id, cosine }) => ({ id, cosine }))
    .toSorted((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
    .slice(0, k);
}

function cosineOf(a: Float32Array, b: Float32Array | null): number | null {
  return b === null ? null : dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
