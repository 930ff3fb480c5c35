import { expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.ts";
import { sqliteCache } from "./sqlite.ts";

test("what has expired does not stay in the file for ever", async () => {
  using database = openSqlite(":memory:");
  let now = 0;
  const cache = sqliteCache(database, ":memory:", () => now);
  for (let index = 0; index < 150; index += 1) await cache.set(`old ${index}`, "x", 10);
  now = 1_000;
  for (let index = 0; index < 150; index += 1) await cache.set(`new ${index}`, "x", 10_000);
  expect(database.prepare("SELECT count(*) AS n FROM cache WHERE key LIKE 'old %'").get()).toEqual({ n: 0 });
  expect(await cache.get("new 0")).toBe("x");
});
