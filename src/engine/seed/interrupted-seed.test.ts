import { expect, test } from "vitest";
import { type Documents, type MemoryStore, memoryStore, sourceOf } from "../testing/memory-store.ts";
import { employer, job, resume } from "../testing/records.ts";
import { type SeedOptions, type SeedPorts, seedStore } from "./seed.ts";

const some = (count: number) => Array.from({ length: count }, (_, index) => index);
const DOCUMENTS: Documents = {
  employers: some(3).map((index) => employer(`employer ${index}`)),
  jobs: some(10).map((index) => job(`Job ${index}`, { description: "Steel and cake." })),
  resumes: some(10).map((index) => resume(`Person ${index}`, { summary: "Nights and days." })),
};
const PAID_MODEL = "text-embedding-3-large";

const seed = (ports: SeedPorts, options: SeedOptions = {}) => seedStore(ports, sourceOf(DOCUMENTS), { batch: 3, ...options });

/** Everything a store holds after a seed that nothing disturbed. */
async function contents({ catalog, vectors }: MemoryStore) {
  const ids = [...DOCUMENTS.jobs!, ...DOCUMENTS.resumes!].map(({ _id }) => _id);
  return {
    jobs: await catalog.records("jobs", ids),
    resumes: await catalog.records("resumes", ids),
    employers: await catalog.count("employers"),
    vectors: [...(await vectors.fetch("jobs", ids)), ...(await vectors.fetch("resumes", ids))].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    notes: [await catalog.note("embedding-model"), await catalog.note("cosine-anchors")],
  };
}

async function undisturbed() {
  using store = memoryStore();
  await seed(store);
  return await contents(store);
}

/** The same ports, on which every write after the first `writes` fails, as it does for a process that was killed. */
function dyingAfter(writes: number, store: MemoryStore): { ports: SeedPorts; died: () => boolean } {
  let left = writes;
  const until = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (left-- <= 0) throw new Error("killed");
      return write(...args);
    };
  };
  const { catalog, vectors } = store;
  const dying = {
    upsertJobs: until(catalog.upsertJobs),
    upsertResumes: until(catalog.upsertResumes),
    upsertEmployers: until(catalog.upsertEmployers),
    setNote: until(catalog.setNote),
  };
  return { ports: { ...store, catalog: { ...catalog, ...dying }, vectors: { ...vectors, upsert: until(vectors.upsert) } }, died: () => left < 0 };
}

test("a seed that died at any of its writes is completed by the next one", async () => {
  const expected = await undisturbed();
  for (let writes = 0; ; writes += 1) {
    using store = memoryStore();
    const { ports, died } = dyingAfter(writes, store);
    const dying = seed(ports);
    if (!(await dying.then(() => died(), died))) break;
    await expect(dying).rejects.toThrow("killed");
    await seed(store);
    expect(await contents(store), `after ${writes} writes`).toEqual(expected);
  }
});

test("a record that is there is wholly there, however the seed died", async () => {
  for (const writes of [3, 4, 5, 6, 7, 8, 12]) {
    using store = memoryStore();
    await expect(seed(dyingAfter(writes, store).ports)).rejects.toThrow("killed");
    for (const collection of ["jobs", "resumes"] as const) {
      const ids = await store.catalog.anyOf(collection, 100, { op: "all", of: [] });
      expect((await store.vectors.fetch(collection, ids)).size).toBe(ids.length);
    }
  }
});

test("vectors are never there without the name of their model", async () => {
  using store = memoryStore();
  await expect(seed(dyingAfter(3, store).ports)).rejects.toThrow("killed");
  expect(await store.vectors.count("jobs")).toBe(3);
  expect(await store.catalog.count("jobs")).toBe(0);
  expect(await store.catalog.note("embedding-model")).toBe(store.embedder.model);
});

test("an aborted seed keeps what it wrote, and the next one goes on from there", async () => {
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
  expect(await contents(store)).toEqual(await undisturbed());
});

test("a cost limit stops before the batch that would pass it, and a higher one goes on from there", async () => {
  using store = memoryStore();
  const ports = { ...store, embedder: { ...store.embedder, model: PAID_MODEL } };
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
