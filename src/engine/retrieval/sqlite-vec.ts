import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Collection } from "../catalog/records.ts";
import { RolecallError } from "../errors.ts";
import { compile, facetTable } from "../store/facet-table.ts";
import { transaction, translating } from "../store/sqlite.ts";
import type { VectorHit, VectorIndex } from "./vector-index.ts";

/** vec0 refuses a larger k. */
const MAX_K = 4096;

const HitRow = z.object({ id: z.string(), distance: z.number() });
const VectorRow = z.object({ id: z.string(), embedding: z.instanceof(Uint8Array) });

/** A vector index inside a SQLite file: exact search by sqlite-vec. The database stays open: whoever opened it closes it. */
export function sqliteVectorIndex(database: DatabaseSync, path: string, dimensions: number): VectorIndex {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const prepare = (collection: Collection) => {
    const table = `${collection}_vectors`;
    createTable(database, table, dimensions);
    return {
      facets: facetTable(database, `${collection}_vector`),
      remove: database.prepare(`DELETE FROM ${table} WHERE rowid = ?`),
      insert: database.prepare(`INSERT INTO ${table} (rowid, embedding) VALUES (?, ?)`),
      setTextHash: database.prepare(`UPDATE ${collection}_vector_facets SET text_hash = ? WHERE row = ?`),
      nextRow: database.prepare(`SELECT coalesce(max(row), 0) + 1 AS row FROM ${collection}_vector_facets`),
    };
  };
  const tables = translating(path, () => ({ jobs: prepare("jobs"), resumes: prepare("resumes") }));

  return {
    upsert: (collection, entries) =>
      attempt(() =>
        transaction(database, () => {
          const { facets, remove, insert, nextRow, setTextHash } = tables[collection];
          for (const entry of entries) {
            const known = facets.rowOf(entry.id);
            const row = known ?? (nextRow.get() as { row: number }).row;
            if (known !== undefined) remove.run(BigInt(row));
            const embedding = bytes(entry.vector, dimensions);
            if (hasDirection(entry.vector)) insert.run(BigInt(row), embedding);
            facets.write(row, entry.facets);
            setTextHash.run(entry.textHash, row);
          }
        }),
      ),

    query: (collection, vector, k, where) =>
      attempt((): VectorHit[] => {
        const sought = bytes(vector, dimensions);
        if (!hasDirection(vector)) return [];
        const condition = compile(where, `${collection}_vector`);
        const rows = database
          .prepare(
            `SELECT f.id, v.distance FROM (
               SELECT rowid, distance FROM ${collection}_vectors WHERE embedding MATCH ? AND k = ?
               AND rowid IN (SELECT f.row FROM ${collection}_vector_facets AS f WHERE ${condition.text})
             ) AS v JOIN ${collection}_vector_facets AS f ON f.row = v.rowid ORDER BY v.distance, f.id`,
          )
          .all(sought, Math.min(k, MAX_K), ...condition.values);
        return HitRow.array()
          .parse(rows)
          .map(({ id, distance }) => ({ id, cosine: 1 - distance }));
      }),

    fetch: (collection, ids) =>
      attempt(() => {
        const rows = database
          .prepare(
            `SELECT f.id, v.embedding FROM ${collection}_vector_facets AS f JOIN ${collection}_vectors AS v ON v.rowid = f.row
             WHERE f.id IN (SELECT value FROM json_each(?))`,
          )
          .all(JSON.stringify(ids));
        return vectorsOf(rows);
      }),

    ofTexts: (collection, textHashes) =>
      attempt(() => {
        const rows = database
          .prepare(
            `SELECT f.text_hash AS id, v.embedding FROM ${collection}_vector_facets AS f JOIN ${collection}_vectors AS v ON v.rowid = f.row
             WHERE f.text_hash IN (SELECT value FROM json_each(?))`,
          )
          .all(JSON.stringify(textHashes));
        return vectorsOf(rows);
      }),

    remove: (collection, ids) =>
      attempt(() =>
        transaction(database, () => {
          for (const id of ids) {
            const row = tables[collection].facets.rowOf(id);
            if (row === undefined) continue;
            tables[collection].remove.run(BigInt(row));
            tables[collection].facets.remove(row);
          }
        }),
      ),

    count: (collection) => attempt(() => (database.prepare(`SELECT count(*) AS n FROM ${collection}_vector_facets`).get() as { n: number }).n),

    async [Symbol.asyncDispose]() {},
  };
}

/** A store keeps the dimension of its vectors; one without any takes the embedding model's. */
function createTable(database: DatabaseSync, table: string, dimensions: number): void {
  const create = `CREATE VIRTUAL TABLE IF NOT EXISTS ${table} USING vec0 (embedding float[${dimensions}] distance_metric=cosine)`;
  database.exec(create);
  const { sql } = database.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").get(table) as { sql: string };
  const stored = Number(/float\[(\d+)\]/.exec(sql)?.[1]);
  if (stored === dimensions) return;
  if (database.prepare(`SELECT rowid FROM ${table} LIMIT 1`).get() !== undefined) {
    throw new RolecallError("configuration", `The stored vectors have ${stored} dimensions, the embedding model gives ${dimensions}.`, {
      hint: "Use the embedding model that the store was seeded with, or seed another --data-dir.",
      facts: { stored, dimensions },
    });
  }
  transaction(database, () => database.exec(`DROP TABLE ${table}; ${create}`));
}

function vectorsOf(rows: unknown): Map<string, Float32Array> {
  return new Map(
    VectorRow.array()
      .parse(rows)
      .map(({ id, embedding }) => [id, floats(embedding)]),
  );
}

function hasDirection(vector: Float32Array): boolean {
  return vector.some((value) => value !== 0);
}

function bytes(vector: Float32Array, dimensions: number): Uint8Array {
  if (vector.length !== dimensions || !vector.every(Number.isFinite)) {
    throw new RolecallError("internal", `A vector must hold ${dimensions} finite numbers, this one holds ${vector.length}.`);
  }
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function floats(embedding: Uint8Array): Float32Array {
  return new Float32Array(embedding.buffer.slice(embedding.byteOffset, embedding.byteOffset + embedding.byteLength));
}
