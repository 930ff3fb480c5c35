import type { Where } from "chromadb";
import { z } from "zod";
import type { Facets } from "../catalog/facets.ts";
import { meets } from "../catalog/meets.ts";
import { RolecallError } from "../errors.ts";
import type { ChromaStore, StoredCollection } from "../store/chroma.ts";
import { type ChromaModel, SPACE, chromaCollections, countOf } from "../store/chroma-collections.ts";
import { type Filter, chromaFilter } from "./chroma-condition.ts";
import { TEXT_HASH_KEY, facetsOf, metadataOf, textHashOf } from "./chroma-metadata.ts";
import type { VectorHit, VectorIndex } from "./vector-index.ts";

export { openChroma } from "../store/chroma.ts";
export { chromaMaintenance, inspectChroma } from "../store/chroma-maintenance.ts";

/** What one search may return. */
const MAX_K = 4096;
/** So many records are looked at for themselves; where more are uncertain, the hits bring their facets along. */
const MAX_DOUBTFUL = 100;
/** Numbers in one answer, and bytes in one request. */
const MAX_NUMBERS = 1_000_000;
const MAX_BYTES = 8_000_000;
const METADATA_BYTES = 4_000;
/** Ids or hashes in one request; Chroma binds each to a variable of SQLite. */
const MAX_NAMES = 5_000;

const Got = z.object({
  ids: z.string().array(),
  embeddings: z.array(z.unknown()),
  metadatas: z.array(z.unknown()),
});
const Found = z.object({
  ids: z.tuple([z.string().array()]),
  distances: z.array(z.array(z.number().nullable())),
  embeddings: z.array(z.array(z.unknown())),
  metadatas: z.array(z.array(z.unknown())),
});

interface Hit extends VectorHit {
  facets: Facets | null;
}

/** A vector index in a Chroma server: approximate search by HNSW, hard filters on metadata. Nothing is asked of the server before the first operation. */
export function chromaVectorIndex(chroma: ChromaStore, model: ChromaModel): VectorIndex {
  const { dimensions } = model;
  const collections = chromaCollections(chroma, model);

  function refuseUnfit(vector: Float32Array): void {
    if (vector.length !== dimensions || !vector.every(Number.isFinite)) {
      throw new RolecallError("internal", `A vector must hold ${dimensions} finite numbers, this one holds ${vector.length}.`);
    }
  }

  /** The nearest as Chroma ranks them; `exhausted` when it knows no more. */
  function nearest({ id, space }: StoredCollection, vector: Float32Array, count: number, where: Filter, withFacets: boolean) {
    // Other spaces rank vectors of unequal length by more than their direction.
    const measure = space === SPACE ? ("distances" as const) : ("embeddings" as const);
    return chroma.read(id, async (records) => {
      const answer = Found.parse(
        await records.query({
          queryEmbeddings: [Array.from(vector)],
          nResults: count,
          ...restricting(where),
          include: withFacets ? [measure, "metadatas"] : [measure],
        }),
      );
      const ids = answer.ids[0];
      const measures = sameLength(answer[measure][0], ids);
      const metadatas = withFacets ? sameLength(answer.metadatas[0], ids) : null;
      const hits = ids.flatMap((id, index): Hit[] => {
        const value = measures[index];
        // A vector that holds NaN has no distance.
        const cosine = measure === "distances" ? (value === null ? null : 1 - Number(value)) : cosineOf(vector, vectorOf(value, dimensions));
        return cosine === null ? [] : [{ id, cosine: Math.max(-1, Math.min(1, cosine)), facets: metadatas === null ? null : facetsOf(metadatas[index]) }];
      });
      return { hits, exhausted: ids.length < count };
    });
  }

  /** The facets of the records that Chroma cannot judge; null where there are too many. */
  async function doubtful({ id }: StoredCollection, uncertain: Filter): Promise<Facets[] | null> {
    if (typeof uncertain === "boolean") return uncertain ? null : [];
    return chroma.read(id, async (records) => {
      const { metadatas } = Got.parse(await records.get({ where: uncertain, limit: MAX_DOUBTFUL + 1, include: ["metadatas"] }));
      return metadatas.length > MAX_DOUBTFUL ? null : metadatas.map(facetsOf);
    });
  }

  return {
    /** Chroma knows no transactions: a batch cut off by a failure is written in part. As it writes the same again, repeating it is harmless. */
    async upsert(collection, entries) {
      for (const { vector } of entries) refuseUnfit(vector);
      const last = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
      if (last.length === 0) return;
      await collections.writing(collection, async ({ id }) => {
        const size = Math.min(await chroma.batchSize(), Math.ceil(MAX_BYTES / (dimensions * 6 + METADATA_BYTES)));
        for (const batch of chunks(last, size)) {
          await chroma.write(id, (records) =>
            records.upsert({
              ids: batch.map((entry) => entry.id),
              embeddings: batch.map(({ vector }) => Array.from(vector)),
              metadatas: batch.map((entry) => metadataOf(entry, !hasDirection(entry.vector))),
            }),
          );
        }
      });
    },

    async query(collection, vector, k, condition) {
      refuseUnfit(vector);
      const { where, uncertain } = chromaFilter(condition);
      const wanted = Math.min(k, MAX_K);
      if (wanted < 1 || where === false || !hasDirection(vector)) return [];
      return collections.reading(collection, [], async (stored) => {
        const doubts = await doubtful(stored, uncertain);
        if (doubts !== null) {
          const failing = new Set(doubts.filter((facets) => !meets(condition, facets)).map(({ id }) => id));
          const { hits } = await nearest(stored, vector, wanted + failing.size, where, false);
          return best(
            hits.filter(({ id }) => !failing.has(id)),
            wanted,
          );
        }
        for (let count = 2 * wanted; ; count *= 4) {
          const { hits, exhausted } = await nearest(stored, vector, count, where, true);
          const meeting = hits.filter(({ facets }) => facets !== null && meets(condition, facets));
          if (meeting.length >= wanted || exhausted) return best(meeting, wanted);
        }
      });
    },

    fetch: (collection, ids) =>
      collections.reading(collection, new Map(), async ({ id }) => {
        const vectors = new Map<string, Float32Array>();
        for (const names of chunks([...new Set(ids)], Math.min(MAX_NAMES, Math.ceil(MAX_NUMBERS / dimensions)))) {
          await chroma.read(id, async (records) => {
            const { ids, embeddings } = Got.parse(await records.get({ ids: names, include: ["embeddings"] }));
            for (const [index, value] of sameLength(embeddings, ids).entries()) {
              const vector = vectorOf(value, dimensions);
              if (hasDirection(vector)) vectors.set(ids[index]!, vector);
            }
          });
        }
        return vectors;
      }),

    ofTexts: (collection, textHashes) =>
      collections.reading(collection, new Map(), async ({ id }) => {
        const vectors = new Map<string, Float32Array>();
        for (const hashes of chunks([...new Set(textHashes)], Math.min(MAX_NAMES, Math.ceil(MAX_NUMBERS / dimensions)))) {
          await chroma.read(id, async (records) => {
            const where: Where = { [TEXT_HASH_KEY]: { $in: hashes } };
            const { embeddings, metadatas } = Got.parse(await records.get({ where, include: ["embeddings", "metadatas"] }));
            for (const [index, value] of sameLength(embeddings, metadatas).entries()) {
              const hash = textHashOf(metadatas[index]);
              const vector = vectorOf(value, dimensions);
              if (hash !== null && hasDirection(vector)) vectors.set(hash, vector);
            }
          });
        }
        return vectors;
      }),

    remove: (collection, ids) =>
      collections.reading(collection, undefined, async ({ id }) => {
        for (const names of chunks([...new Set(ids)], MAX_NAMES)) await chroma.write(id, (records) => records.delete({ ids: names }));
      }),

    count: (collection) =>
      collections.reading(collection, 0, ({ id }) =>
        chroma.read(id, async (records) =>
          z
            .int()
            .min(0)
            .parse(await records.count()),
        ),
      ),

    async [Symbol.asyncDispose]() {},
  };
}

function restricting(where: Filter): { where?: Where } {
  return typeof where === "boolean" ? {} : { where };
}

function best(hits: readonly Hit[], k: number): VectorHit[] {
  return hits
    .map(({ id, cosine }) => ({ id, cosine }))
    .toSorted((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
    .slice(0, k);
}

/** @throws {z.ZodError} where an answer says more or less of its records than it names */
function sameLength<T>(values: T[] | undefined, as: readonly unknown[]): T[] {
  return z.custom<T[]>((given) => Array.isArray(given) && given.length === as.length).parse(values);
}

const FiniteNumbers = (length: number) =>
  z.custom<number[]>((given) => Array.isArray(given) && given.length === length && given.every((value) => Number.isFinite(value)));

/** @throws {z.ZodError} */
function vectorOf(value: unknown, dimensions: number): Float32Array {
  return Float32Array.from(FiniteNumbers(dimensions).parse(value));
}

function cosineOf(a: Float32Array, b: Float32Array): number | null {
  let [dot, left, right] = [0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    dot += a[index]! * b[index]!;
    left += a[index]! ** 2;
    right += b[index]! ** 2;
  }
  return left === 0 || right === 0 ? null : dot / Math.sqrt(left * right);
}

function hasDirection(vector: Float32Array): boolean {
  return vector.some((value) => value !== 0);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
