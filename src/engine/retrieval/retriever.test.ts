import { describe, expect, test } from "vitest";
import type { Profile } from "../matching/ask.ts";
import type { SeedPorts } from "../seed/seed.ts";
import { fill, memoryStore, retrieverOn } from "../testing/memory-store.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { NOW, daysAgo, idOf, job, namesOf } from "../testing/records.ts";
import type { Embedder } from "./embedder.ts";
import { type RetrievalRequest, createRetriever } from "./retriever.ts";
import type { VectorIndex } from "./vector-index.ts";

const SEEKER: Profile = { role: "job_seeker", resume: null };
const JOBS = [
  job("ICU nurse", { description: "Intensive care.", remote: "onsite" }),
  job("Pipe welder", { description: "Steel in a shipyard.", remote: "onsite", salary: { max: 50_000, currency: "EUR", period: "year" } }),
  job("Steel welder", { description: "Frames.", status: "closed" }),
  job("Robot welder", { description: "A car plant.", expires_at: daysAgo(1) }),
  job("Pastry cook", { description: "Cakes before dawn." }),
];
const request = (given: Partial<RetrievalRequest>): RetrievalRequest => ({ collection: "jobs", text: "", filters: {}, profile: SEEKER, now: NOW, ...given });

async function retrieve(given: Partial<RetrievalRequest>, change: (ports: SeedPorts) => Partial<SeedPorts> = () => ({})) {
  using store = memoryStore();
  await fill(store, { jobs: JOBS });
  const retrieved = await retrieverOn({ ...store, ...change(store) }).retrieve(request(given));
  return {
    ...retrieved,
    names: namesOf(
      retrieved.hits.map(({ id }) => id),
      JOBS.map(({ title }) => title),
    ),
  };
}

const down = async (): Promise<never> => {
  throw new Error("connect ECONNREFUSED");
};

test("what says the words comes first, and hard conditions hold in both legs", async () => {
  const { names, degraded } = await retrieve({ text: "pipe welder" });
  expect(names[0]).toBe("Pipe welder");
  expect(names).not.toContain("Steel welder");
  expect(names).not.toContain("Robot welder");
  expect(degraded).toEqual([]);
});

test("without words everything eligible is found, with nothing to compare", async () => {
  const { names, hits } = await retrieve({ text: "  " });
  expect(names.toSorted()).toEqual(["ICU nurse", "Pastry cook", "Pipe welder"]);
  expect(hits.every(({ relevance }) => relevance === null)).toBe(true);
});

test("words that say nothing find nothing and blame nothing", async () => {
  expect(await retrieve({ text: "the of and ???" })).toMatchObject({ names: [], degraded: [] });
});

test("a document without a single word spoils no search", async () => {
  using store = memoryStore();
  await fill(store, { jobs: [...JOBS, job("—")] });
  const { hits, degraded } = await retrieverOn(store).retrieve(request({ text: "ICU nurse" }));
  expect(hits[0]?.id).toBe(idOf("ICU nurse"));
  expect(degraded).toEqual([]);
});

test("tells how many records each condition alone kept out", async () => {
  const { excluded } = await retrieve({ text: "welder", filters: { salary: { amount: 40_000, currency: "EUR", period: "year" } } });
  expect(excluded).toEqual([{ reason: "without a stated salary", count: 2 }]);
  expect((await retrieve({ text: "welder" })).excluded).toEqual([
    { reason: "closed", count: 1 },
    { reason: "expired", count: 1 },
  ]);
});

describe("when something is down", () => {
  test("the embedding model: words alone find", async () => {
    const { names, degraded, hits } = await retrieve({ text: "pipe welder" }, ({ embedder }) => ({ embedder: { ...embedder, embedQuery: down } }));
    expect(degraded).toEqual(["embeddings"]);
    expect(names).toEqual(["Pipe welder"]);
    expect(hits[0]!.relevance).toBeGreaterThan(0.5);
  });

  test.each(["query", "fetch"] as const)("the vector index at its %s: words alone find", async (method) => {
    const { names, degraded } = await retrieve({ text: "pipe welder" }, ({ vectors }) => ({ vectors: { ...vectors, [method]: down } }));
    expect(degraded).toEqual(["vector-index"]);
    expect(names).toEqual(["Pipe welder"]);
  });

  test("the catalogue: the failure is the caller's", async () => {
    await expect(retrieve({ text: "welder" }, ({ catalog }) => ({ catalog: { ...catalog, lexical: down } }))).rejects.toThrow("ECONNREFUSED");
  });
});

test("an outage of a leg is one line in the log, and so is the next one", async () => {
  using store = memoryStore();
  await fill(store, { jobs: JOBS });
  const log = recordedLog();
  let fails = "";
  const vectors: VectorIndex = { ...store.vectors, query: (...args) => (fails === "vectors" ? down() : store.vectors.query(...args)) };
  const embedder: Embedder = { ...store.embedder, embedQuery: (...args) => (fails === "embedder" ? down() : store.embedder.embedQuery(...args)) };
  const retriever = createRetriever({ catalog: store.catalog, vectors, embedder, log, anchors: async () => ({ low: 0, high: 1 }) });
  const degraded: string[][] = [];
  for (fails of ["vectors", "vectors", "", "vectors", "embedder", "embedder", "vectors", ""]) {
    degraded.push((await retriever.retrieve(request({ text: "welder" }))).degraded);
  }
  expect(degraded.flat()).toEqual(["vector-index", "vector-index", "vector-index", "embeddings", "embeddings", "vector-index"]);
  expect(log.lines.map(({ level, facts }) => `${level} ${facts.leg} ${facts.code}`)).toEqual([
    "warn vector-index internal",
    "warn vector-index internal",
    "warn embeddings internal",
  ]);
});

test("an aborted retrieval is an abort, not a degraded answer", async () => {
  const stop = new AbortController();
  const retrieving = retrieve({ text: "welder", signal: stop.signal }, ({ embedder }) => ({
    embedder: {
      ...embedder,
      async embedQuery() {
        stop.abort(new Error("The user left."));
        return down();
      },
    },
  }));
  await expect(retrieving).rejects.toThrow();
});
