import { ObjectId } from "mongodb";
import { z } from "zod";
import { inverseDocumentFrequency, rarestTerms, termScore } from "../retrieval/bm25.ts";
import type { MongoStore } from "../store/mongo.ts";
import type { LexicalHit } from "./catalog.ts";
import type { Condition } from "./condition.ts";
import { meets } from "./meets.ts";
import { compile } from "./mongo-condition.ts";
import { facetsOf, fieldName } from "./mongo-rows.ts";
import type { WordStatistics } from "./mongo-terms.ts";
import type { Collection } from "./records.ts";

type Store = Pick<MongoStore, "collection">;

const IdRow = z.object({ _id: z.instanceof(ObjectId) });
const HitRow = z.object({ _id: z.instanceof(ObjectId), length: z.number(), tf: z.record(z.string(), z.number()) });

interface LexicalSearch {
  collection: Collection;
  terms: readonly string[];
  k: number;
  where: Condition;
  statistics: WordStatistics;
}

/** Documents by BM25: found by the index of terms, ranked here, by the formula and the statistics that SQLite's FTS5 has. */
export async function lexicalHits(store: Store, { collection, terms, k, where, statistics }: LexicalSearch): Promise<LexicalHit[]> {
  const kept = rarestTerms(terms, (term) => statistics.frequencies.get(term) ?? 0);
  if (kept.length === 0 || k === 0) return [];
  const sought = kept.map((term) => ({ field: fieldName(term), idf: inverseDocumentFrequency(statistics, term) }));
  const averageLength = statistics.tokens / statistics.documents;
  const { necessary, exact } = compile(where);
  const projection = { length: 1, ...(exact ? {} : { facets: 1 }), ...Object.fromEntries(sought.map(({ field }) => [`tf.${field}`, 1])) };
  const hits: LexicalHit[] = [];
  for await (const row of store.collection(`rolecall_${collection}_words`).find({ $and: [{ terms: { $in: kept } }, necessary] }, { projection })) {
    if (!exact && !meets(where, facetsOf(row))) continue;
    const { _id, length, tf } = HitRow.parse(row);
    let score = 0;
    for (const { field, idf } of sought) if (Object.hasOwn(tf, field)) score += termScore(idf, tf[field]!, length, averageLength);
    hits.push({ id: _id.toHexString(), score });
  }
  return hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, k);
}

/** The newest `k`; MongoDB, as SQLite, takes the undated for the oldest. */
export async function newest(store: Store, collection: Collection, k: number, where: Condition): Promise<string[]> {
  if (k === 0) return [];
  const { necessary, exact } = compile(where);
  const rows = store
    .collection(`rolecall_${collection}`)
    .find(necessary, { projection: exact ? { _id: 1 } : { facets: 1 } })
    .sort({ "facets.dated_at": -1, _id: 1 });
  const ids: string[] = [];
  for await (const row of exact ? rows.limit(k) : rows) {
    if (exact || meets(where, facetsOf(row))) ids.push(IdRow.parse(row)._id.toHexString());
    if (ids.length === k) break;
  }
  return ids;
}

/** What MongoDB cannot decide, such as the rim of a circle, is decided here. */
export async function countOf(store: Store, collection: Collection | "employers", where: Condition | undefined): Promise<number> {
  const rows = store.collection(`rolecall_${collection}`);
  if (collection === "employers" || where === undefined) return rows.countDocuments();
  const { sufficient, uncertain, exact } = compile(where);
  let count = await rows.countDocuments(sufficient);
  if (exact) return count;
  for await (const row of rows.find(uncertain, { projection: { facets: 1 } })) if (meets(where, facetsOf(row))) count += 1;
  return count;
}
