import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { z } from "zod";
import { FIELD_WEIGHTS, rarestTerms } from "../retrieval/bm25.ts";
import { compile, facetTable } from "../store/facet-table.ts";
import { transaction, translating } from "../store/sqlite.ts";
import type { Catalog, Indexed, LexicalHit, RecordOf, UpsertResult } from "./catalog.ts";
import type { Condition } from "./condition.ts";
import { type Collection, Employer, Job, Resume, withoutContact } from "./records.ts";

/** In the order of the columns. */
const BM25_WEIGHTS = [FIELD_WEIGHTS.title, FIELD_WEIGHTS.skills, FIELD_WEIGHTS.body].map((weight) => weight.toFixed(1)).join(", ");

/** Filters make ever new statements; a server that runs for long starts over from time to time. */
const MAX_STATEMENTS = 500;

const DocumentRow = z.object({ id: z.string(), document: z.string() });
const HitRow = z.object({ id: z.string(), score: z.number() });

const readers: { [C in Collection]: (document: unknown) => RecordOf[C] } = {
  jobs: (document) => Job.parse(document),
  resumes: (document) => withoutContact(Resume.parse(document)),
};

/** The catalogue in a SQLite file, words in FTS5. The database stays open: whoever opened it closes it. */
export function sqliteCatalog(database: DatabaseSync, path: string): Catalog {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const sql = (text: string) => {
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const known = statements.get(text) ?? database.prepare(text);
    statements.set(text, known);
    return known;
  };
  const facets = { jobs: facetTable(database, "jobs"), resumes: facetTable(database, "resumes") };

  function bumpVersion(): void {
    sql("INSERT INTO notes VALUES ('catalog-version', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1").run();
  }

  function upsert(collection: Collection, batch: readonly Indexed<Job | Resume>[]): UpsertResult {
    const result: UpsertResult = { inserted: [], updated: [], unchanged: 0 };
    const find = sql(`SELECT row, hash FROM ${collection} WHERE id = ?`);
    const insert = sql(`INSERT INTO ${collection} (id, owner, hash, seed_source, dated_at, document) VALUES (?, ?, ?, ?, ?, ?)`);
    const update = sql(`UPDATE ${collection} SET owner = ?, hash = ?, seed_source = ?, dated_at = ?, document = ? WHERE row = ?`);
    const addWords = sql(`INSERT INTO ${collection}_words (rowid, title, skills, body) VALUES (?, ?, ?, ?)`);
    const removeWords = sql(`DELETE FROM ${collection}_words WHERE rowid = ?`);
    for (const { document, facets: derived, terms, hash } of batch) {
      const known = find.get(document._id) as { row: number; hash: string } | undefined;
      if (known?.hash === hash) {
        result.unchanged += 1;
        continue;
      }
      const values = [derived.owner_id, hash, document.seed_source ?? null, derived.dated_at, JSON.stringify(document)] as const;
      let row: number;
      if (known === undefined) {
        row = Number(insert.run(document._id, ...values).lastInsertRowid);
        result.inserted.push(document._id);
      } else {
        row = known.row;
        update.run(...values, row);
        removeWords.run(row);
        result.updated.push(document._id);
      }
      addWords.run(row, terms.title.join(" "), terms.skills.join(" "), terms.body.join(" "));
      facets[collection].write(row, derived);
    }
    if (result.inserted.length + result.updated.length > 0) bumpVersion();
    return result;
  }

  function frequency(collection: Collection, term: string): number {
    return (sql(`SELECT doc FROM ${collection}_vocabulary WHERE term = ?`).get(term) as { doc: number } | undefined)?.doc ?? 0;
  }

  function count(collection: Collection | "employers", where?: Condition): number {
    const one = (text: string, ...values: SQLInputValue[]) => (sql(text).get(...values) as { n: number }).n;
    if (collection === "employers") return one("SELECT count(*) AS n FROM employers");
    if (where === undefined) return one(`SELECT count(*) AS n FROM ${collection}`);
    const condition = compile(where, collection);
    return one(`SELECT count(*) AS n FROM ${collection}_facets AS f WHERE ${condition.text}`, ...condition.values);
  }

  return {
    pending: (collection, entries) =>
      attempt(() => {
        const find = sql(`SELECT hash FROM ${collection} WHERE id = ?`);
        return new Map(
          entries.flatMap(({ id, hash }): [string, "new" | "changed"][] => {
            const known = find.get(id) as { hash: string } | undefined;
            return known?.hash === hash ? [] : [[id, known === undefined ? "new" : "changed"]];
          }),
        );
      }),

    upsertJobs: (batch) => attempt(() => transaction(database, () => upsert("jobs", batch))),
    upsertResumes: (batch) => attempt(() => transaction(database, () => upsert("resumes", batch))),

    upsertEmployers: (batch) =>
      attempt(() =>
        transaction(database, () => {
          const result: UpsertResult = { inserted: [], updated: [], unchanged: 0 };
          for (const { document, hash } of batch) {
            const known = sql("SELECT hash FROM employers WHERE id = ?").get(document._id) as { hash: string } | undefined;
            if (known?.hash === hash) {
              result.unchanged += 1;
              continue;
            }
            sql("INSERT OR REPLACE INTO employers (id, user_id, hash, seed_source, document) VALUES (?, ?, ?, ?, ?)").run(
              document._id,
              document.user_id,
              hash,
              document.seed_source ?? null,
              JSON.stringify(document),
            );
            (known === undefined ? result.inserted : result.updated).push(document._id);
          }
          if (result.inserted.length + result.updated.length > 0) bumpVersion();
          return result;
        }),
      ),

    records: (collection, ids) =>
      attempt(() => {
        const rows = DocumentRow.array().parse(
          sql(`SELECT id, document FROM ${collection} WHERE id IN (SELECT value FROM json_each(?))`).all(JSON.stringify(ids)),
        );
        const found = new Map(rows.map(({ id, document }) => [id, document]));
        return ids.flatMap((id) => {
          const document = found.get(id);
          return document === undefined ? [] : [readers[collection](JSON.parse(document))];
        });
      }),

    resumeOf: (userId) =>
      attempt(() => {
        const row = sql("SELECT id, document FROM resumes WHERE owner = ? ORDER BY dated_at DESC LIMIT 1").get(userId);
        return row === undefined ? null : readers.resumes(JSON.parse(DocumentRow.parse(row).document));
      }),

    employerOf: (userId) =>
      attempt(() => {
        const row = sql("SELECT id, document FROM employers WHERE user_id = ? ORDER BY id LIMIT 1").get(userId);
        return row === undefined ? null : Employer.parse(JSON.parse(DocumentRow.parse(row).document));
      }),

    employers: (ids) =>
      attempt(() =>
        DocumentRow.array()
          .parse(sql("SELECT id, document FROM employers WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id").all(JSON.stringify(ids)))
          .map(({ document }) => Employer.parse(JSON.parse(document))),
      ),

    jobsOf: (employerId, limit) =>
      attempt(() =>
        DocumentRow.array()
          .parse(sql("SELECT id, document FROM jobs WHERE owner = ? ORDER BY dated_at DESC, id LIMIT ?").all(employerId, limit))
          .map(({ document }) => Job.parse(JSON.parse(document))),
      ),

    lexical: (collection, terms, k, where) =>
      attempt((): LexicalHit[] => {
        const kept = rarestTerms(terms, (term) => frequency(collection, term));
        if (kept.length === 0) return [];
        const condition = compile(where, collection);
        const rows = sql(
          `SELECT f.id, -bm25(${collection}_words, ${BM25_WEIGHTS}) AS score FROM ${collection}_words AS w JOIN ${collection}_facets AS f ON f.row = w.rowid
           WHERE ${collection}_words MATCH ? AND (${condition.text}) ORDER BY score DESC, f.id LIMIT ?`,
        ).all(kept.map((term) => `"${term.replaceAll('"', '""')}"`).join(" OR "), ...condition.values, k);
        return HitRow.array().parse(rows);
      }),

    anyOf: (collection, k, where) =>
      attempt(() => {
        const condition = compile(where, collection);
        const rows = sql(`SELECT f.id FROM ${collection}_facets AS f WHERE ${condition.text} ORDER BY f.dated_at DESC, f.id LIMIT ?`).all(
          ...condition.values,
          k,
        );
        return (rows as { id: string }[]).map(({ id }) => id);
      }),

    termStatistics: (collection, terms) =>
      attempt(() => ({
        documents: count(collection),
        frequencies: new Map([...new Set(terms)].map((term): [string, number] => [term, frequency(collection, term)]).filter(([, documents]) => documents > 0)),
      })),

    count: (collection, where) => attempt(() => count(collection, where)),

    version: () => attempt(() => (sql("SELECT value FROM notes WHERE key = 'catalog-version'").get() as { value: string } | undefined)?.value ?? "0"),

    // FTS5 counts as it writes.
    async settle() {},

    async removeSeeded(collection, before) {
      const key = collection === "employers" ? "id, 0 AS row" : "id, row";
      const seeded = () => sql(`SELECT ${key} FROM ${collection} WHERE seed_source IS NOT NULL`).all() as { id: string; row: number }[];
      const known = new Set((await attempt(seeded)).map(({ id }) => id));
      if (known.size > 0) await before?.([...known]);
      return attempt(() =>
        transaction(database, () => {
          // Another process may have seeded more in the meantime.
          const rows = seeded().filter(({ id }) => known.has(id));
          for (const { id, row } of rows) {
            sql(`DELETE FROM ${collection} WHERE id = ?`).run(id);
            if (collection === "employers") continue;
            sql(`DELETE FROM ${collection}_words WHERE rowid = ?`).run(row);
            facets[collection].remove(row);
          }
          if (rows.length > 0) bumpVersion();
          return rows.map(({ id }) => id);
        }),
      );
    },

    note: (key) => attempt(() => (sql("SELECT value FROM notes WHERE key = ?").get(key) as { value: string } | undefined)?.value ?? null),
    setNote: (key, value) => attempt(() => void sql("INSERT OR REPLACE INTO notes (key, value) VALUES (?, ?)").run(key, value)),

    async [Symbol.asyncDispose]() {},
  };
}
