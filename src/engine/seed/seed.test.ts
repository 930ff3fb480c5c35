import { describe, expect, test } from "vitest";
import { EVERYTHING } from "../catalog/condition.ts";
import { type Documents, type MemoryStore, memoryStore, sourceOf } from "../testing/memory-store.ts";
import { daysAgo, employer, idOf, job, resume } from "../testing/records.ts";
import { type SeedOptions, type SeedPorts, type SeedReport, seedAnchor, seedStore } from "./seed.ts";

const AGENCY = employer("agency", { kind: "agency", seed_source: "fixtures" });
const made = { seed_source: "fixtures" };
const NURSE = job("Nurse", { ...made, employer_id: AGENCY._id });
const DOCUMENTS: Documents = {
  employers: [AGENCY, employer("own")],
  jobs: [NURSE, job("Welder", made), job("Own opening", { posted_at: daysAgo(1) })],
  resumes: [resume("Ada", { ...made, contact: { name: "Ada Lovelace", email: "ada@example.org" } }), resume("Grace", made)],
};

interface Counted {
  ports: SeedPorts;
  /** The texts that were embedded, in order. */
  texts: string[];
}

function counted(store: SeedPorts, model = store.embedder.model): Counted {
  const texts: string[] = [];
  const embedder = {
    ...store.embedder,
    model,
    embedDocuments(batch: string[]) {
      texts.push(...batch);
      return store.embedder.embedDocuments(batch);
    },
  };
  return { ports: { ...store, embedder }, texts };
}

const seed = (ports: SeedPorts, documents: Documents = DOCUMENTS, options: SeedOptions = {}) => seedStore(ports, sourceOf(documents), options);
const numbers = ({ collections }: SeedReport) =>
  Object.fromEntries(collections.map(({ name, inserted, updated, unchanged, removed }) => [name, [inserted, updated, unchanged, removed]]));
const stored = async ({ catalog, vectors }: MemoryStore) => [
  await catalog.count("employers"),
  await catalog.count("jobs"),
  await vectors.count("jobs"),
  await catalog.count("resumes"),
  await vectors.count("resumes"),
];

describe("a second seed", () => {
  test("of the same data changes and embeds nothing", async () => {
    using store = memoryStore();
    const { ports, texts } = counted(store);
    const first = await seed(ports);
    expect(numbers(first)).toEqual({ employers: [2, 0, 0, 0], jobs: [3, 0, 0, 0], resumes: [2, 0, 0, 0] });
    expect(texts).toHaveLength(5);
    const version = await store.catalog.version();
    const second = await seed(ports);
    expect(numbers(second)).toEqual({ employers: [0, 0, 2, 0], jobs: [0, 0, 3, 0], resumes: [0, 0, 2, 0] });
    expect(texts).toHaveLength(5);
    expect(await store.catalog.version()).toBe(version);
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  test("embeds a changed document and a new one, and no other", async () => {
    using store = memoryStore();
    const { ports, texts } = counted(store);
    await seed(ports);
    texts.length = 0;
    const report = await seed(ports, { jobs: [NURSE, job("Welder", { ...made, description: "Nights." }), job("Cook")] });
    expect(numbers(report).jobs).toEqual([1, 1, 1, 0]);
    expect(texts).toEqual([expect.stringContaining("Nights."), expect.stringContaining("Cook")]);
    expect(await stored(store)).toEqual([2, 4, 4, 2, 2]);
  });

  test("by another embedding model embeds everything anew", async () => {
    using store = memoryStore();
    await seed(store);
    const { ports, texts } = counted(store, "another-model");
    expect(numbers(await seed(ports)).jobs).toEqual([0, 3, 0, 0]);
    expect(texts).toHaveLength(5);
    expect(await store.catalog.note("embedding-model")).toBe("another-model");
  });
});

test("names, mail addresses and users of people are never embedded", async () => {
  using store = memoryStore();
  const { ports, texts } = counted(store);
  await seed(ports);
  expect(texts.join("\n")).not.toMatch(/lovelace|example|user-/i);
});

test("an employer's kind reaches its jobs' filters, and a change of it too", async () => {
  using store = memoryStore();
  const agencies = () => store.catalog.anyOf("jobs", 10, { op: "eq", field: "employer_kind", value: "agency" });
  await seed(store);
  expect(await agencies()).toEqual([idOf("Nurse")]);
  await seed(store, { employers: [{ ...AGENCY, kind: "direct" }], jobs: DOCUMENTS.jobs });
  expect(await agencies()).toEqual([]);
  expect(await store.catalog.count("jobs", { op: "absent", field: "employer_kind" })).toBe(2);
});

describe("a dry run", () => {
  test("writes nothing and tells what it would do", async () => {
    using store = memoryStore();
    const { ports, texts } = counted(store);
    const report = await seed(ports, DOCUMENTS, { dryRun: true, reset: true, anchor: new Date() });
    expect(numbers(report)).toEqual({ employers: [2, 0, 0, 0], jobs: [3, 0, 0, 0], resumes: [2, 0, 0, 0] });
    expect(await stored(store)).toEqual([0, 0, 0, 0, 0]);
    expect(await store.catalog.version()).toBe("0");
    expect(await seedAnchor(store)).toBeNull();
    expect(texts).toEqual([]);
  });

  test("tells new from changed from unchanged, and has the real run's fingerprint", async () => {
    using store = memoryStore();
    const dry = await seed(store, DOCUMENTS, { dryRun: true });
    const real = await seed(store);
    expect(dry.fingerprint).toBe(real.fingerprint);
    const plan = await seed(store, { jobs: [NURSE, job("Welder", { description: "Nights." }), job("Cook")] }, { dryRun: true });
    expect(numbers(plan).jobs).toEqual([1, 1, 1, 0]);
    expect(plan.fingerprint).not.toBe(real.fingerprint);
  });
});

describe("a reset", () => {
  test("removes what was seeded, with its vectors, and nothing else", async () => {
    using store = memoryStore();
    await seed(store);
    const report = await seed(store, {}, { reset: true });
    expect(numbers(report)).toEqual({ employers: [0, 0, 0, 1], jobs: [0, 0, 0, 2], resumes: [0, 0, 0, 2] });
    expect(await store.catalog.anyOf("jobs", 10, EVERYTHING)).toEqual([idOf("Own opening")]);
    expect(await stored(store)).toEqual([1, 1, 1, 0, 0]);
  });

  test("of one collection leaves the others alone", async () => {
    using store = memoryStore();
    await seed(store);
    expect(numbers(await seed(store, DOCUMENTS, { reset: true, only: ["jobs"] }))).toEqual({ jobs: [2, 0, 1, 2] });
    expect(await stored(store)).toEqual([2, 3, 3, 2, 2]);
  });
});

test("progress is told for every batch, from nothing to all", async () => {
  using store = memoryStore();
  const told: string[] = [];
  await seed(store, DOCUMENTS, { batch: 2, onProgress: ({ collection, done, finishing }) => told.push(finishing ? "finishing" : `${collection} ${done}`) });
  expect(told).toEqual(["employers 0", "employers 2", "jobs 0", "jobs 2", "jobs 3", "resumes 0", "resumes 2", "finishing"]);
});

test("the day that dates are relative to is kept", async () => {
  using store = memoryStore();
  const anchor = new Date("2026-03-01T00:00:00Z");
  await seed(store, DOCUMENTS, { anchor });
  expect(await seedAnchor(store)).toEqual(anchor);
});
