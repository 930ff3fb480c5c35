import { ObjectId } from "mongodb";
import { z } from "zod";
import type { MongoStore } from "../store/mongo.ts";
import type { TermStatistics } from "./catalog.ts";
import { type MongoNotes, ageOf, noteCollection } from "./mongo-notes.ts";
import { upserting } from "./mongo-writes.ts";
import type { Collection } from "./records.ts";

/** Statistics of all words of a collection. */
export interface WordStatistics extends TermStatistics {
  /** Words in all documents together. */
  tokens: number;
}

export interface MongoTerms {
  /** As the documents are; while another process is writing them, as they were when it began. */
  read(collection: Collection): Promise<WordStatistics>;
  /** To be called after this process has written: its own words are to be found at once. */
  outdate(collection: Collection): void;
  /** Counts again what has changed since the last count. */
  settle(): Promise<void>;
}

/**
 * A writer that has been silent for so long has died: one that is done has settled. Longer than any pause of a slow seed, or every process would
 * count everything again in the middle of turns. After a writer that died, the statistics are slightly old for that long, and words that it brought are not
 * found yet by other processes.
 */
const WRITER_SILENCE_MS = 300_000;
/** The version of a collection that nobody has written to. */
const NEVER = "0".repeat(24);
const TERMS_A_CHUNK = 2_000;
const ROWS_A_BATCH = 1_000;
/** What a counter that died has left behind is older than this. */
const ABANDONED_MS = 3_600_000;

const Count = z.object({ generation: z.string(), chunks: z.number(), documents: z.number(), tokens: z.number(), version: z.string() });
type Count = z.infer<typeof Count>;
const Chunk = z.object({ terms: z.array(z.string()), frequencies: z.array(z.number()) });
const WordRow = z.object({ terms: z.array(z.string()), length: z.number() });

/**
 * Term statistics are counted wholesale, never in steps, so that no crash leaves them wrong for good. A count is a generation of chunks in
 * `rolecall_terms`; a note says which generation is valid, and each process keeps that one in memory.
 */
export function mongoTerms(store: Pick<MongoStore, "collection">, notes: MongoNotes): MongoTerms {
  const chunks = store.collection("rolecall_terms");
  const counts = noteCollection(store);
  const kept = new Map<Collection, { generation: string; statistics: WordStatistics }>();
  const written = new Set<Collection>();
  const counting = new Map<Collection, Promise<WordStatistics>>();
  const noteOf = (collection: Collection) => ({ _id: `terms-${collection}` });

  const versionOf = async (collection: Collection) => (await notes.versionOf(collection)) ?? NEVER;

  async function current(collection: Collection): Promise<WordStatistics> {
    // A count that is under way may have begun before the last write.
    await counting.get(collection)?.catch(() => undefined);
    const [note, version] = await Promise.all([counts.findOne(noteOf(collection)), versionOf(collection)]);
    const count = Count.nullable().parse(note);
    if (count === null || (count.version !== version && (written.has(collection) || ageOf(version) > WRITER_SILENCE_MS))) return recount(collection);
    return (await loaded(collection, count)) ?? recount(collection);
  }

  /** Null where a newer count has already swept the chunks away. */
  async function loaded(collection: Collection, { generation, chunks: expected, documents, tokens }: Count): Promise<WordStatistics | null> {
    const known = kept.get(collection);
    if (known?.generation === generation) return known.statistics;
    const found = Chunk.array().parse(await chunks.find({ collection, generation }).toArray());
    if (found.length !== expected) return null;
    const frequencies = new Map(found.flatMap(({ terms, frequencies: numbers }) => terms.map((term, at): [string, number] => [term, numbers[at]!])));
    return keep(collection, generation, { documents, tokens, frequencies });
  }

  function keep(collection: Collection, generation: string, statistics: WordStatistics): WordStatistics {
    kept.set(collection, { generation, statistics });
    return statistics;
  }

  /** One at a time; whoever comes meanwhile takes its result. */
  function recount(collection: Collection): Promise<WordStatistics> {
    const underWay = counting.get(collection);
    if (underWay !== undefined) return underWay;
    const begun = count(collection)
      .catch((error: unknown) => {
        written.add(collection);
        throw error;
      })
      .finally(() => counting.delete(collection));
    counting.set(collection, begun);
    return begun;
  }

  async function count(collection: Collection): Promise<WordStatistics> {
    written.delete(collection);
    // Read first: what is written during the count makes it out of date.
    const version = await versionOf(collection);
    const statistics = { documents: 0, tokens: 0, frequencies: new Map<string, number>() };
    const rows = store.collection(`rolecall_${collection}_words`).find({}, { projection: { _id: 0, terms: 1, length: 1 }, batchSize: ROWS_A_BATCH });
    for await (const row of rows) {
      const { terms, length } = WordRow.parse(row);
      statistics.documents += 1;
      statistics.tokens += length;
      for (const term of terms) statistics.frequencies.set(term, (statistics.frequencies.get(term) ?? 0) + 1);
    }
    if (statistics.documents === 0 && version === NEVER) return statistics;
    const generation = new ObjectId().toHexString();
    const fresh = chunksOf(statistics.frequencies).map((chunk) => ({ collection, generation, ...chunk }));
    if (fresh.length > 0) await chunks.insertMany(fresh);
    const { documents, tokens } = statistics;
    const valid: Count = { generation, chunks: fresh.length, documents, tokens, version };
    const before = await upserting(() => counts.findOneAndReplace(noteOf(collection), valid, { upsert: true, returnDocument: "before" }));
    await sweep(collection, generation, Count.nullable().parse(before)?.generation);
    return keep(collection, generation, statistics);
  }

  /** Removes what the new generation has replaced, and nothing that another process is just writing. */
  async function sweep(collection: Collection, generation: string, replaced: string | undefined): Promise<void> {
    const abandoned = ObjectId.createFromTime((Date.now() - ABANDONED_MS) / 1000).toHexString();
    const old = [{ generation: { $lt: abandoned } }, ...(replaced === undefined ? [] : [{ generation: replaced }])];
    await chunks.deleteMany({ collection, $or: old, generation: { $ne: generation } });
  }

  return {
    read: current,
    outdate: (collection) => void written.add(collection),
    async settle() {
      for (const collection of ["jobs", "resumes"] as const) {
        written.add(collection);
        await current(collection);
      }
    },
  };
}

function chunksOf(frequencies: ReadonlyMap<string, number>): z.infer<typeof Chunk>[] {
  const entries = [...frequencies];
  return Array.from({ length: Math.ceil(entries.length / TERMS_A_CHUNK) }, (_, index) => {
    const part = entries.slice(index * TERMS_A_CHUNK, (index + 1) * TERMS_A_CHUNK);
    return { terms: part.map(([term]) => term), frequencies: part.map(([, frequency]) => frequency) };
  });
}
