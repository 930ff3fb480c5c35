import { beforeEach, describe, expect, test } from "vitest";
import { EVERYTHING } from "../catalog/condition.ts";
import { sqliteCatalog } from "../catalog/sqlite.ts";
import type { SharedRecords } from "../catalog/shared-records.ts";
import { sqliteVectorIndex } from "../retrieval/sqlite-vec.ts";
import { openSqlite } from "../store/sqlite.ts";
import { failingPorts } from "../testing/failing-ports.ts";
import { type PaidEmbedder, paidEmbedder } from "../testing/paid-embedder.ts";
import { employer, facets, idOf, job, resume } from "../testing/records.ts";
import { type PortalDocuments, sharedDocuments } from "../testing/shared-documents.ts";
import { type AdoptOptions, type AdoptReport, adoptRecords } from "./adopt.ts";
import type { IndexingPorts } from "./indexing.ts";

const BAKERY = employer("bakery", { kind: "agency" });
const WELDER = job("Welder", { employer_id: BAKERY._id, description: "Steel and nights." });
const COOK = job("Cook", { description: "Cake." });
const ADA = resume("Ada", { headline: "Nurse", summary: "Days.", contact: { email: "ada@example.org" } });

let ports: IndexingPorts;
let paid: PaidEmbedder;
let portal: PortalDocuments;
let shared: SharedRecords;
beforeEach(() => {
  const database = openSqlite(":memory:");
  paid = paidEmbedder();
  const catalog = sqliteCatalog(database, ":memory:");
  ports = { catalog, vectors: sqliteVectorIndex(database, ":memory:", paid.dimensions), embedder: paid, store: "mixed" };
  portal = { employers: byId(BAKERY), jobs: byId(WELDER, COOK), resumes: byId(ADA), unreadable: {} };
  shared = sharedDocuments(database, catalog, portal);
  return () => database.close();
});

function byId<T extends { _id: string }>(...documents: T[]): Map<string, T> {
  return new Map(documents.map((document) => [document._id, document]));
}

const adopt = (options: AdoptOptions = {}) => adoptRecords(ports, shared, { patienceMs: 0, ...options });
const numbers = ({ collections }: AdoptReport) =>
  Object.fromEntries(collections.map(({ name, indexed, unchanged, removed, unreadable }) => [name, [indexed, unchanged, removed, unreadable]]));
const jobsFound = async (text: string) => (await ports.catalog.lexical("jobs", [text], 10, EVERYTHING)).map(({ id }) => id);
const vectorOf = async (id: string) => (await ports.vectors.fetch("jobs", [id])).get(id);

describe("the portal's own documents", () => {
  test("are indexed, embedded and found", async () => {
    const report = await adopt();
    expect(numbers(report)).toEqual({ employers: [1, 0, 0, 0], jobs: [2, 0, 0, 0], resumes: [1, 0, 0, 0] });
    expect(report).toMatchObject({ embedded: 3, reused: 0 });
    expect(report.costUsd).toBeGreaterThan(0);
    expect(await jobsFound("steel")).toEqual([WELDER._id]);
    expect(await ports.catalog.anyOf("jobs", 10, { op: "eq", field: "employer_kind", value: "agency" })).toEqual([WELDER._id]);
    expect(await ports.catalog.note("embedding-model")).toBe(paid.model);
    expect(await ports.catalog.note("cosine-anchors")).not.toBeNull();
  });

  test("cost nothing the second time", async () => {
    await adopt();
    const version = await ports.catalog.version();
    const report = await adopt({ maxCostUsd: 0 });
    expect(numbers(report)).toEqual({ employers: [0, 1, 0, 0], jobs: [0, 2, 0, 0], resumes: [0, 1, 0, 0] });
    expect(report).toMatchObject({ embedded: 0, reused: 0, costUsd: 0 });
    expect(await ports.catalog.version()).toBe(version);
  });

  test("are embedded again where their words have changed, and only then", async () => {
    await adopt();
    paid.texts.length = 0;
    portal.jobs.set(WELDER._id, { ...WELDER, status: "closed" });
    portal.jobs.set(COOK._id, { ...COOK, description: "Bread." });
    expect(await adopt()).toMatchObject({ embedded: 1, reused: 1 });
    expect(paid.texts).toEqual([expect.stringContaining("Bread.")]);
    expect(await ports.catalog.anyOf("jobs", 10, { op: "eq", field: "live", value: true })).toEqual([COOK._id]);
  });

  test("reach their jobs' filters when the employer changes", async () => {
    await adopt();
    portal.employers.set(BAKERY._id, { ...BAKERY, kind: "direct" });
    expect(numbers(await adopt())).toMatchObject({ employers: [1, 0, 0, 0], jobs: [1, 1, 0, 0] });
    expect(await ports.catalog.anyOf("jobs", 10, { op: "eq", field: "employer_kind", value: "agency" })).toEqual([]);
  });

  test("are forgotten when they are gone, with their vectors", async () => {
    await adopt();
    portal.jobs.delete(WELDER._id);
    expect(numbers(await adopt()).jobs).toEqual([0, 1, 1, 0]);
    expect(await jobsFound("steel")).toEqual([]);
    expect(await ports.vectors.count("jobs")).toBe(1);
  });

  test("that are gone are not forgotten before their vectors are: the next adoption removes both", async () => {
    await adopt();
    portal.jobs.delete(WELDER._id);
    const down = failingPorts(ports, ({ port, method }) => (port === "vectors" && method === "remove" ? "fails" : "works"));
    await expect(adoptRecords(down, shared, { patienceMs: 0 })).rejects.toMatchObject({ code: "storage_unavailable" });
    expect([await ports.catalog.count("jobs"), await ports.vectors.count("jobs")]).toEqual([2, 2]);
    expect(numbers(await adopt()).jobs).toEqual([0, 1, 1, 0]);
    expect([await ports.catalog.count("jobs"), await ports.vectors.count("jobs")]).toEqual([1, 1]);
    expect(await vectorOf(WELDER._id)).toBeUndefined();
  });

  test("that cannot be read are counted and left alone", async () => {
    portal.unreadable = { jobs: [idOf("odd"), idOf("strange")] };
    expect(numbers(await adopt()).jobs).toEqual([2, 0, 0, 2]);
    expect(await ports.catalog.count("jobs")).toBe(2);
  });

  test("never have contact data embedded", async () => {
    await adopt();
    expect(paid.texts.join("\n")).not.toMatch(/example|user-/i);
  });
});

describe("a vector that the portal has stored", () => {
  /** As long as the portal made it, which need not be one. */
  const stored = Float32Array.from({ length: 512 }, (_, at) => (at === 7 ? 1 : 0));

  beforeEach(async () => {
    await ports.vectors.upsert("jobs", [{ id: WELDER._id, vector: stored, textHash: null, facets: facets("Welder", { id: WELDER._id }) }]);
  });

  test("is taken for the document's own, and found through its filters", async () => {
    expect(await adopt()).toMatchObject({ embedded: 2, reused: 1 });
    expect(await vectorOf(WELDER._id)).toEqual(stored);
    const hits = await ports.vectors.query("jobs", stored, 1, { op: "eq", field: "employer_kind", value: "agency" });
    expect(hits).toEqual([{ id: WELDER._id, cosine: expect.closeTo(1, 5) }]);
  });

  test("is told from one of our own that an adoption left which died", async () => {
    const dying = failingPorts(ports, ({ port, method }) => (port === "vectors" && method === "upsert" ? "unanswered" : "works"));
    await expect(adoptRecords(dying, shared, { patienceMs: 0 })).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await ports.catalog.count("jobs")).toBe(0);
    portal.jobs.set(COOK._id, { ...COOK, description: "Bread." });
    paid.texts.length = 0;
    await adopt();
    expect(paid.texts).toContainEqual(expect.stringContaining("Bread."));
    expect(await vectorOf(WELDER._id)).toEqual(stored);
  });

  test("is still taken after an adoption that a cost limit stopped", async () => {
    await expect(adopt({ maxCostUsd: 0 })).rejects.toMatchObject({ code: "cost_limit" });
    expect(await adopt()).toMatchObject({ embedded: 2, reused: 1 });
    expect(await vectorOf(WELDER._id)).toEqual(stored);
  });

  test("stays while the words stay, and goes with them", async () => {
    await adopt();
    portal.jobs.set(WELDER._id, { ...WELDER, status: "closed" });
    expect(await adopt({ maxCostUsd: 0 })).toMatchObject({ embedded: 0, reused: 1 });
    expect(await vectorOf(WELDER._id)).toEqual(stored);
    portal.jobs.set(WELDER._id, { ...WELDER, description: "Bread." });
    expect(await adopt()).toMatchObject({ embedded: 1, reused: 0 });
    expect(await vectorOf(WELDER._id)).not.toEqual(stored);
  });
});

test("an adoption that dies at any call is completed by the next one", async () => {
  const calls: number[] = [];
  await adoptRecords(
    failingPorts(ports, ({ call }) => (calls.push(call), "works")),
    shared,
  );
  const after = async () => [await ports.vectors.count("jobs"), await jobsFound("steel"), await jobsFound("bread"), await ports.catalog.note("indexing")];
  for (const dies of calls) {
    portal.jobs.set(COOK._id, { ...COOK, description: `Bread, call ${dies}.` });
    const dying = failingPorts(ports, ({ call }) => (call >= dies ? "fails" : "works"));
    await adoptRecords(dying, shared, { patienceMs: 0, batch: 1 }).catch(() => {});
    await adopt();
    expect(await after(), `call ${dies}`).toEqual([2, [WELDER._id], [COOK._id], "finished"]);
    expect(numbers(await adopt())).toEqual({ employers: [0, 1, 0, 0], jobs: [0, 2, 0, 0], resumes: [0, 1, 0, 0] });
  }
});

test("a cost limit leaves what was paid for, and a higher one goes on from there", async () => {
  await expect(adopt({ batch: 1, maxCostUsd: 1e-6 })).rejects.toMatchObject({ code: "cost_limit" });
  expect(await ports.vectors.count("jobs")).toBe(1);
  expect(numbers(await adopt()).jobs).toEqual([1, 1, 0, 0]);
});

test("progress is told for every batch, and a wish to stop is met between two of them", async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const stopped = adopt({
    batch: 1,
    signal: stop.signal,
    onProgress: ({ collection, done }) => {
      told.push(`${collection} ${done}`);
      if (collection === "jobs" && done === 1) stop.abort(new Error("Enough."));
    },
  });
  await expect(stopped).rejects.toThrow("Enough.");
  expect(told).toEqual(["employers 0", "employers 1", "jobs 0", "jobs 1"]);
  expect(numbers(await adopt()).jobs).toEqual([1, 1, 0, 0]);
});
