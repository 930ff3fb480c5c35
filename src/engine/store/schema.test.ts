import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { load as loadVectorExtension } from "sqlite-vec";
import { describe, expect, test } from "vitest";
import { EVERYTHING } from "../catalog/condition.ts";
import { sqliteCatalog } from "../catalog/sqlite.ts";
import { sqliteVectorIndex } from "../retrieval/sqlite-vec.ts";
import { sqliteChatHistory } from "../sessions/sqlite.ts";
import { message, session } from "../testing/messages.ts";
import { facets, idOf, indexed, job } from "../testing/records.ts";
import { secondProcess } from "../testing/second-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { facetTable } from "./facet-table.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

const FIRST = readFileSync(new URL("../testing/schema-1.sql", import.meta.url), "utf8");
const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const VECTOR = new Float32Array([0.6, 0.8]);

/** A store as the first version left it: a job with its words, filters and vector, and a conversation. */
async function storeOfFirstVersion(path: string): Promise<string> {
  using database = new DatabaseSync(path, { allowExtension: true });
  loadVectorExtension(database);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; BEGIN; ${FIRST} COMMIT;`);
  await sqliteCatalog(database, path).upsertJobs([indexed(job("Welder", { description: "Steel." }))]);
  await sqliteChatHistory(database, path).append(message(CHAT, "hello"), {}, session(CHAT));
  database.exec("CREATE VIRTUAL TABLE jobs_vectors USING vec0 (embedding float[2] distance_metric=cosine)");
  database.prepare("INSERT INTO jobs_vectors (rowid, embedding) VALUES (1, ?)").run(new Uint8Array(VECTOR.buffer));
  facetTable(database, "jobs_vector").write(1, facets("Welder"));
  return path;
}

/** Every table and index with its columns, so that a migrated store can be compared with a new one. */
function shape(database: DatabaseSync): unknown {
  const objects = database
    .prepare("SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE '%_vectors%' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  return objects.map((object) => ({ ...object, columns: database.prepare(`PRAGMA table_info("${String(object.name)}")`).all() }));
}

describe("a store of the first version", () => {
  test("is brought up to date when it is opened, with all that it held", async () => {
    using folder = temporaryFolder();
    const path = await storeOfFirstVersion(folder.file("rolecall.db"));
    using database = openSqlite(path);
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: SCHEMA_VERSION });
    const catalog = sqliteCatalog(database, path);
    expect((await catalog.lexical("jobs", ["steel"], 10, EVERYTHING)).map(({ id }) => id)).toEqual([idOf("Welder")]);
    expect(await sqliteChatHistory(database, path).messages(CHAT, { limit: 10 })).toHaveLength(1);
    const vectors = sqliteVectorIndex(database, path, 2);
    expect(await vectors.fetch("jobs", [idOf("Welder")])).toEqual(new Map([[idOf("Welder"), VECTOR]]));
    expect(await vectors.ofTexts("jobs", ["hash"])).toEqual(new Map());
  });

  test("takes hashes of texts from then on", async () => {
    using folder = temporaryFolder();
    const path = await storeOfFirstVersion(folder.file("rolecall.db"));
    using database = openSqlite(path);
    const vectors = sqliteVectorIndex(database, path, 2);
    for (const collection of ["jobs", "resumes"] as const) {
      await vectors.upsert(collection, [{ id: idOf("Welder"), vector: VECTOR, textHash: "hash", facets: facets("Welder") }]);
      expect(await vectors.ofTexts(collection, ["hash"])).toEqual(new Map([["hash", VECTOR]]));
      expect(await vectors.count(collection)).toBe(1);
    }
  });

  test("has the tables and indexes of a new one afterwards", async () => {
    using folder = temporaryFolder();
    using migrated = openSqlite(await storeOfFirstVersion(folder.file("old.db")));
    using fresh = openSqlite(folder.file("new.db"));
    expect(shape(migrated)).toEqual(shape(fresh));
  });

  test("is brought up to date once, by whichever process is first", async () => {
    using folder = temporaryFolder();
    const path = await storeOfFirstVersion(folder.file("rolecall.db"));
    const opening = Array.from({ length: 3 }, () => secondProcess("open", path));
    expect(await Promise.all(opening.map(({ said }) => said))).toEqual(["opened", "opened", "opened"]);
    using database = openSqlite(path);
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  });

  test("stays as it was where a step of the way fails", async () => {
    using folder = temporaryFolder();
    const path = await storeOfFirstVersion(folder.file("rolecall.db"));
    {
      using database = new DatabaseSync(path);
      database.exec("CREATE TABLE resumes_vector_texts (taken)");
    }
    expect(() => openSqlite(path)).toThrow();
    using database = new DatabaseSync(path);
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
    expect(database.prepare("SELECT name FROM pragma_table_info('jobs_vector_facets') WHERE name = 'text_hash'").all()).toEqual([]);
  });
});

test("every earlier version has a way to the present one", () => {
  expect(Object.keys(MIGRATIONS).map(Number)).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, at) => at + 1));
});
