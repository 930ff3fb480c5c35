import { describe, expect, test } from "vitest";
import { sqliteCache } from "../cache/sqlite.ts";
import type { Cache } from "../cache/cache.ts";
import { RolecallError } from "../errors.ts";
import { cachedEmbedder } from "../retrieval/cached-embedder.ts";
import { openSqlite } from "../store/sqlite.ts";
import { type Documents, memoryStore, sourceOf } from "../testing/memory-store.ts";
import { type PaidEmbedder, paidEmbedder } from "../testing/paid-embedder.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { idOf, job, resume } from "../testing/records.ts";
import { type SeedOptions, type SeedPorts, seedStore } from "./seed.ts";

const WELDER = job("Welder", { description: "Steel and nights." });
const COOK = job("Cook", { description: "Cake." });
const ADA = resume("Ada", { headline: "Nurse", summary: "Days." });
const DOCUMENTS: Documents = { jobs: [WELDER, COOK], resumes: [ADA] };

const seed = (ports: SeedPorts, documents: Documents = DOCUMENTS, options: SeedOptions = {}) => seedStore(ports, sourceOf(documents), options);

function paidStore(embedder: SeedPorts["embedder"] = paidEmbedder()) {
  const store = memoryStore();
  return { ...store, embedder, [Symbol.dispose]: () => store[Symbol.dispose]() };
}

const vectorOf = async ({ vectors }: SeedPorts, name: string) => (await vectors.fetch("jobs", [idOf(name)])).get(idOf(name));

describe("a text is paid for once", () => {
  test("a second seed embeds nothing and costs nothing", async () => {
    const embedder = paidEmbedder();
    using store = paidStore(embedder);
    const first = await seed(store);
    expect(first).toMatchObject({ embedded: 3, reused: 0 });
    expect(first.costUsd).toBeGreaterThan(0);
    expect(await seed(store, DOCUMENTS, { maxCostUsd: 0 })).toMatchObject({ embedded: 0, reused: 0, costUsd: 0 });
    expect(embedder.texts).toHaveLength(3);
  });

  test("a changed document is embedded alone", async () => {
    const embedder = paidEmbedder();
    using store = paidStore(embedder);
    await seed(store);
    embedder.texts.length = 0;
    const report = await seed(store, { ...DOCUMENTS, jobs: [{ ...WELDER, description: "Steel and days." }, COOK] });
    expect(embedder.texts).toEqual([expect.stringContaining("Steel and days.")]);
    expect(report).toMatchObject({ embedded: 1, reused: 0 });
  });

  test("a document whose words did not change is indexed again without the model", async () => {
    const embedder = paidEmbedder();
    using store = paidStore(embedder);
    await seed(store);
    const before = await vectorOf(store, "Welder");
    embedder.texts.length = 0;
    const report = await seed(store, { jobs: [{ ...WELDER, status: "closed" }, COOK] }, { maxCostUsd: 0 });
    expect(report).toMatchObject({ embedded: 0, reused: 1, costUsd: 0 });
    expect(embedder.texts).toEqual([]);
    expect(await vectorOf(store, "Welder")).toEqual(before);
    const live = { op: "eq", field: "live", value: true } as const;
    expect((await store.vectors.query("jobs", before!, 10, live)).map(({ id }) => id)).toEqual([idOf("Cook")]);
  });

  test("documents with the same words share one, in a batch and later", async () => {
    const embedder = paidEmbedder();
    using store = paidStore(embedder);
    const twin = (name: string) => ({ ...WELDER, _id: idOf(name) });
    expect(await seed(store, { jobs: [WELDER, twin("second"), twin("third")] })).toMatchObject({ embedded: 1, reused: 2 });
    expect(await seed(store, { jobs: [twin("fourth")] })).toMatchObject({ embedded: 0, reused: 1 });
    expect(await vectorOf(store, "fourth")).toEqual(await vectorOf(store, "Welder"));
    expect(embedder.texts).toHaveLength(1);
  });

  test("a document without a word needs no model", async () => {
    const embedder = paidEmbedder();
    using store = paidStore(embedder);
    expect(await seed(store, { resumes: [resume("Silent", { headline: "" })] })).toMatchObject({ embedded: 0, reused: 1 });
    expect(await store.catalog.count("resumes")).toBe(1);
  });

  test("a document that comes twice in a batch is stored once, as it came last", async () => {
    using store = paidStore();
    const twice = { jobs: [WELDER, { ...WELDER, title: "Pipe welder" }] };
    const { collections } = await seed(store, twice);
    expect(collections.find(({ name }) => name === "jobs")).toMatchObject({ inserted: 1, updated: 0, unchanged: 1 });
    expect(await store.catalog.records("jobs", [WELDER._id])).toMatchObject([{ title: "Pipe welder" }]);
    const again = await seed(store, twice);
    expect(again.collections.find(({ name }) => name === "jobs")).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
  });
});

describe("an embedding model", () => {
  const many: Documents = { jobs: Array.from({ length: 300 }, (_, index) => job(`Job ${index}`)) };
  const busy = () =>
    new RolecallError("model_unavailable", "The model provider takes no more requests for now.", { facts: { status: 429, retryAfterMs: 300 } });

  /** Every second request is refused, once. */
  function refusing(refusal: () => RolecallError): PaidEmbedder {
    const paid = paidEmbedder();
    let requests = 0;
    return {
      ...paid,
      async embedDocuments(texts) {
        requests += 1;
        if (requests % 2 === 0 && requests < 6) throw refusal();
        return paid.embedDocuments(texts);
      },
    };
  }

  test("that takes no more requests is waited for, and what it has answered is not asked again", async () => {
    const embedder = refusing(busy);
    using store = paidStore(embedder);
    const told: string[] = [];
    const startedAt = performance.now();
    const report = await seed(store, many, { onProgress: ({ waiting }) => waiting !== undefined && told.push(waiting) });
    expect(report).toMatchObject({ embedded: 300, reused: 0 });
    expect(embedder.texts.toSorted()).toEqual([...new Set(embedder.texts)].toSorted());
    expect(embedder.texts).toHaveLength(300);
    expect(told).toContain("The model provider takes no more requests for now.");
    expect(performance.now() - startedAt).toBeGreaterThan(300);
    expect(await store.vectors.count("jobs")).toBe(300);
  });

  test.each([
    ["is down", {}],
    ["has no credit left", { facts: { status: 429, providerCode: "insufficient_quota" } }],
  ])("that %s is not waited for", async (_, options) => {
    using store = paidStore(refusing(() => new RolecallError("model_unavailable", "Not now.", options)));
    await expect(seed(store, many)).rejects.toMatchObject({ code: "model_unavailable" });
    expect(await store.catalog.count("jobs")).toBe(0);
  });
});

describe("with a cache of vectors", () => {
  function cached(paid: PaidEmbedder, cache: Cache) {
    return cachedEmbedder(paid, { cache, ttlMs: 60_000, documents: true, log: recordedLog() });
  }

  test("a store that was lost is filled again for nothing", async () => {
    using database = openSqlite(":memory:");
    const cache = sqliteCache(database, ":memory:");
    const paid = paidEmbedder();
    using lost = paidStore(cached(paid, cache));
    await seed(lost);
    using store = paidStore(cached(paid, cache));
    expect(await seed(store, DOCUMENTS, { maxCostUsd: 0 })).toMatchObject({ embedded: 0, reused: 3, costUsd: 0 });
    expect(paid.texts).toHaveLength(3);
    expect(await vectorOf(store, "Welder")).toEqual(await vectorOf(lost, "Welder"));
  });

  test("one that is down costs money, and the seed goes on", async () => {
    const down = () => Promise.reject(new Error("down"));
    using store = paidStore(cached(paidEmbedder(), { get: down, set: down, dropPrefix: down, async [Symbol.asyncDispose]() {} }));
    expect(await seed(store)).toMatchObject({ embedded: 3, reused: 0 });
    expect(await store.vectors.count("jobs")).toBe(2);
  });
});

describe("a cost limit", () => {
  test("counts only what the model is asked about", async () => {
    using store = paidStore();
    const { costUsd } = await seed(store);
    using other = paidStore();
    expect((await seed(other, DOCUMENTS, { maxCostUsd: costUsd! })).costUsd).toBe(costUsd);
    await expect(seed(other, { jobs: [job("Baker")] }, { maxCostUsd: 1e-9 })).rejects.toMatchObject({ code: "cost_limit", facts: { cost: 0, limit: 1e-9 } });
  });

  test("on a model of unknown price is refused before anything is written", async () => {
    using store = paidStore({ ...paidEmbedder(), model: "nobody-knows" });
    await expect(seed(store, DOCUMENTS, { maxCostUsd: 1 })).rejects.toMatchObject({ code: "configuration" });
    expect(await store.catalog.count("jobs")).toBe(0);
    expect((await seed(store)).costUsd).toBeNull();
  });
});
