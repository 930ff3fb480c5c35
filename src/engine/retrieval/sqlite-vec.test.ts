import { expect, test } from "vitest";
import { EVERYTHING } from "../catalog/condition.ts";
import { openSqlite } from "../store/sqlite.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { facets, idOf } from "../testing/records.ts";
import { sqliteVectorIndex } from "./sqlite-vec.ts";

test("a store without vectors takes the dimensions of another embedding model", async () => {
  using folder = temporaryFolder();
  using database = openSqlite(folder.file("rolecall.db"));
  sqliteVectorIndex(database, "rolecall.db", 512);
  const index = sqliteVectorIndex(database, "rolecall.db", 2);
  await index.upsert("jobs", [{ id: idOf("a"), vector: new Float32Array([1, 0]), textHash: null, facets: facets("a") }]);
  expect(await index.query("jobs", new Float32Array([1, 0]), 1, EVERYTHING)).toHaveLength(1);
});

test("a store with vectors keeps their dimensions and says what to do", async () => {
  using folder = temporaryFolder();
  using database = openSqlite(folder.file("rolecall.db"));
  await sqliteVectorIndex(database, "rolecall.db", 2).upsert("resumes", [
    { id: idOf("a"), vector: new Float32Array([1, 0]), textHash: null, facets: facets("a") },
  ]);
  expect(() => sqliteVectorIndex(database, "rolecall.db", 512)).toThrow(
    expect.objectContaining({ code: "configuration", hint: expect.stringContaining("--data-dir"), facts: { stored: 2, dimensions: 512 } }),
  );
});
