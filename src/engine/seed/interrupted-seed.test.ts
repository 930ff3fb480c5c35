import { describe, expect, test } from "vitest";
import { sqliteCache } from "../cache/sqlite.ts";
import { cachedEmbedder } from "../retrieval/cached-embedder.ts";
import { openSqlite } from "../store/sqlite.ts";
import { type Fate, type PortMethod, failingPorts } from "../testing/failing-ports.ts";
import { type Documents, type MemoryStore, memoryStore, sourceOf } from "../testing/memory-store.ts";
import { paidEmbedder } from "../testing/paid-embedder.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { employer, job, resume } from "../testing/records.ts";
import { type SeedOptions, type SeedPorts, type SeedProgress, type SeedReport, seedStore } from "./seed.ts";

const some = (count: number) => Array.from({ length: count }, (_, index) => index);
const DOCUMENTS: Documents = {
  employers: some(3).map((index) => employer(`employer ${index}`)),
  jobs: some(10).map((index) => job(`Job ${index}`, { description: "Steel and cake." })),
  resumes: some(10).map((index) => resume(`Person ${index}`, { summary: "Nights and days." })),
};
const FATES: [string, Fate][] = [
  ["never arrives", "fails"],
  ["takes effect and stays unanswered", "unanswered"],
];
const EVERYBODY = { op: "all", of: [] } as const;

const seed = (ports: SeedPorts, options: SeedOptions = {}) => seedStore(ports, sourceOf(DOCUMENTS), { batch: 3, ...options });
const written = ({ collections }: SeedReport) => collections.map(({ inserted, updated, unchanged }) => [inserted, updated, unchanged]);

/** Everything a store holds after a seed that nothing disturbed. */
async function contents({ catalog, vectors }: MemoryStore) {
  const ids = [...DOCUMENTS.jobs!, ...DOCUMENTS.resumes!].map(({ _id }) => _id);
  return {
    jobs: await catalog.records("jobs", ids),
    resumes: await catalog.records("resumes", ids),
    employers: await catalog.count("employers"),
    vectors: [...(await vectors.fetch("jobs", ids)), ...(await vectors.fetch("resumes", ids))].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    counts: [await catalog.count("jobs"), await vectors.count("jobs"), await catalog.count("resumes"), await vectors.count("resumes")],
    notes: [await catalog.note("embedding-model"), await catalog.note("cosine-anchors"), await catalog.note("indexing")],
  };
}

async function undisturbed(): Promise<{ expected: Awaited<ReturnType<typeof contents>>; report: SeedReport; calls: PortMethod[] }> {
  using store = memoryStore();
  const calls: PortMethod[] = [];
  const report = await seed(failingPorts(store, (method) => (calls.push(method), "works")));
  return { expected: await contents(store), report, calls };
}

async function expectWholeRecords({ catalog, vectors }: MemoryStore, when: string): Promise<void> {
  for (const collection of ["jobs", "resumes"] as const) {
    const ids = await catalog.anyOf(collection, 100, EVERYBODY);
    expect((await vectors.fetch(collection, ids)).size, `at ${when}`).toBe(ids.length);
    expect((await vectors.count(collection)) === 0 || (await catalog.note("embedding-model")) !== null, `at ${when}`).toBe(true);
  }
}

describe("a seed that dies", () => {
  test.each(FATES)("at any call, which %s, leaves whole records, and the next seed completes it without doubles or gaps", async (_, end) => {
    const { expected, calls } = await undisturbed();
    expect(calls.length).toBeGreaterThan(40);
    for (const { call: dies, port, method } of calls) {
      const when = `call ${dies}, ${port}.${method}`;
      using store = memoryStore();
      await expect(seed(failingPorts(store, ({ call }) => (call >= dies ? end : "works"))), `at ${when}`).rejects.toMatchObject({
        code: port === "embedder" ? "model_unavailable" : "storage_unavailable",
      });
      await expectWholeRecords(store, when);
      await seed(store);
      expect(await contents(store), `at ${when}`).toEqual(expected);
      const again = await seed(store);
      expect({ written: written(again), embedded: again.embedded }, `at ${when}`).toEqual({
        written: [
          [0, 0, 3],
          [0, 0, 10],
          [0, 0, 10],
        ],
        embedded: 0,
      });
    }
  });

  test("pays for no text twice where vectors are cached", async () => {
    const { calls } = await undisturbed();
    for (const { call: dies } of calls.filter(({ port }) => port !== "embedder")) {
      using database = openSqlite(":memory:");
      using store = memoryStore();
      const paid = paidEmbedder();
      const embedder = cachedEmbedder(paid, { cache: sqliteCache(database, ":memory:"), ttlMs: 60_000, documents: true, log: recordedLog() });
      await seed(failingPorts({ ...store, embedder }, ({ call }) => (call >= dies ? "fails" : "works"))).catch(() => {});
      await seed({ ...store, embedder });
      expect(paid.texts, `call ${dies}`).toHaveLength(20);
    }
  });

  test("by the user's wish keeps what it wrote, and the next one goes on from there", async () => {
    using store = memoryStore();
    const stop = new AbortController();
    const reason = new Error("The user stopped it.");
    const aborted = seed(store, {
      signal: stop.signal,
      onProgress: ({ collection, done }) => {
        if (collection === "jobs" && done === 6) stop.abort(reason);
      },
    });
    await expect(aborted).rejects.toBe(reason);
    expect(await store.catalog.count("jobs")).toBe(6);
    const { collections } = await seed(store);
    expect(collections.find(({ name }) => name === "jobs")).toMatchObject({ inserted: 4, unchanged: 6 });
    expect(await contents(store)).toEqual((await undisturbed()).expected);
  });
});

describe("a reset that dies", () => {
  const seeded: Documents = {
    employers: DOCUMENTS.employers!.map((each) => ({ ...each, seed_source: "fixtures" })),
    jobs: DOCUMENTS.jobs!.map((each) => ({ ...each, seed_source: "fixtures" })),
    resumes: DOCUMENTS.resumes!.map((each) => ({ ...each, seed_source: "fixtures" })),
  };
  const nothing = sourceOf({});
  const held = async ({ catalog, vectors }: MemoryStore) => [
    await catalog.count("jobs"),
    await vectors.count("jobs"),
    await catalog.count("resumes"),
    await vectors.count("resumes"),
  ];

  test("because the vectors cannot be reached keeps the records, and the next one removes both", async () => {
    using store = memoryStore();
    await seedStore(store, sourceOf(seeded), {});
    const down = failingPorts(store, ({ port, method }) => (port === "vectors" && method === "remove" ? "fails" : "works"));
    await expect(seedStore(down, nothing, { reset: true })).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await held(store)).toEqual([10, 10, 10, 10]);
    const { collections } = await seedStore(store, nothing, { reset: true });
    expect(collections.map(({ removed }) => removed)).toEqual([0, 10, 10]);
    expect(await held(store)).toEqual([0, 0, 0, 0]);
  });

  test.each(FATES)("at any call, which %s, leaves no vector without its record, and a seed without a reset makes all whole", async (_, end) => {
    const calls: PortMethod[] = [];
    {
      using store = memoryStore();
      await seedStore(store, sourceOf(seeded), {});
      await seedStore(
        failingPorts(store, (method) => (calls.push(method), "works")),
        nothing,
        { reset: true },
      );
    }
    expect(calls.map(({ method }) => method)).toContain("remove");
    for (const { call: dies, port, method } of calls) {
      const when = `call ${dies}, ${port}.${method}`;
      using store = memoryStore();
      await seedStore(store, sourceOf(seeded), {});
      const dying = failingPorts(store, ({ call }) => (call >= dies ? end : "works"));
      await expect(seedStore(dying, nothing, { reset: true }), `at ${when}`).rejects.toMatchObject({ code: "storage_unavailable" });
      for (const collection of ["jobs", "resumes"] as const)
        expect(await store.vectors.count(collection), `at ${when}`).toBeLessThanOrEqual(await store.catalog.count(collection));
      await seedStore(store, sourceOf(seeded), {});
      await expectWholeRecords(store, when);
      expect(await held(store), `at ${when}`).toEqual([10, 10, 10, 10]);
    }
  });
});

describe("a store that is away for a moment", () => {
  const PATIENT = { patienceMs: 5_000 };

  /** Every method of both stores meets this fate once. */
  function onceEach(store: MemoryStore, fate: Fate): SeedPorts {
    const met = new Set<string>();
    return failingPorts(store, ({ port, method }) => {
      const name = `${port}.${method}`;
      if (port === "embedder" || met.has(name)) return "works";
      met.add(name);
      return fate;
    });
  }

  test.each(FATES)("is waited for where a call %s, and the seed and its report are as if nothing had been", async (_, fate) => {
    const { expected, report } = await undisturbed();
    using store = memoryStore();
    const told: SeedProgress[] = [];
    const patient = await seed(onceEach(store, fate), { ...PATIENT, onProgress: (progress) => told.push(progress) });
    expect(await contents(store)).toEqual(expected);
    expect({ ...patient, collections: written(patient) }).toEqual({ ...report, collections: written(report) });
    expect(told).toContainEqual({ collection: "jobs", done: 0, waiting: "The vectors cannot be reached." });
  });

  test("is not waited for without end", async () => {
    using store = memoryStore();
    const startedAt = performance.now();
    const down = failingPorts(store, ({ port }) => (port === "vectors" ? "fails" : "works"));
    await expect(seed(down, { patienceMs: 800 })).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(performance.now() - startedAt).toBeGreaterThan(500);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test("keeps nobody who wants to stop", async () => {
    using store = memoryStore();
    const stop = new AbortController();
    const startedAt = performance.now();
    const stopped = seed(
      failingPorts(store, () => "fails"),
      { patienceMs: 60_000, signal: stop.signal, onProgress: ({ waiting }) => waiting !== undefined && setImmediate(() => stop.abort(new Error("Enough."))) },
    );
    await expect(stopped).rejects.toThrow("Enough.");
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test("is told from one that is wrong: that is an error at once", async () => {
    using store = memoryStore();
    const broken = { ...store, vectors: { ...store.vectors, upsert: () => Promise.reject(new Error("a bug")) } };
    await expect(seed(broken, PATIENT)).rejects.toThrow("a bug");
  });
});

test("a cost limit stops before the batch that would pass it, and a higher one goes on from there", async () => {
  using store = memoryStore();
  const ports = { ...store, embedder: paidEmbedder() };
  await expect(seed(ports, { maxCostUsd: 5e-6 })).rejects.toMatchObject({ code: "cost_limit", hint: expect.stringContaining("--max-cost") });
  const kept = await store.catalog.count("jobs");
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(DOCUMENTS.jobs!.length);
  const report = await seed(ports, { maxCostUsd: 1 });
  expect(report.costUsd).toBeGreaterThan(0);
  expect(report.costUsd).toBeLessThan(1e-3);
  expect(report.collections.find(({ name }) => name === "jobs")).toMatchObject({ inserted: 10 - kept, unchanged: kept });
  expect((await seed(ports, { maxCostUsd: 0 })).costUsd).toBe(0);
});

test("offline embeddings cost nothing", async () => {
  using store = memoryStore();
  expect((await seed(store, { maxCostUsd: 0 })).costUsd).toBe(0);
});
