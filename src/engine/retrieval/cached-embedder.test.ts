import { describe, expect, test } from "vitest";
import type { Cache } from "../cache/cache.ts";
import { caches } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { paidEmbedder } from "../testing/paid-embedder.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { cachedEmbedder } from "./cached-embedder.ts";
import { textHash } from "./text-hash.ts";

const TEXTS = ["Welder\nTIG\nSteel and nights.", "Nurse\nICU\nDays.", "💙 Zwölf"];
const NO_WEIGHTS = new Map<string, number>();

function cachedIn(cache: Cache, { documents = true, log = recordedLog() } = {}) {
  const paid = paidEmbedder();
  return { paid, embedder: cachedEmbedder(paid, { cache, ttlMs: 60_000, documents, log }) };
}

contract("Cached vectors", caches, ({ open, openTwo }) => {
  test("a text is embedded once, whoever asks again", async () => {
    await using two = await openTwo();
    const first = cachedIn(two.one);
    const vectors = await first.embedder.embedDocuments(TEXTS);
    const second = cachedIn(two.other);
    expect(await second.embedder.known([...TEXTS, "Cook"])).toEqual(new Map(TEXTS.map((text, at) => [text, vectors[at]!])));
    expect(second.paid.texts).toEqual([]);
  });

  test("the words of a query are paid for once, in every process", async () => {
    await using two = await openTwo();
    const first = cachedIn(two.one);
    const vector = await first.embedder.embedQuery("tig welder", NO_WEIGHTS);
    await first.embedder.embedQuery("tig welder", NO_WEIGHTS);
    expect(first.paid.texts).toEqual(["tig welder"]);
    const second = cachedIn(two.other);
    expect(await second.embedder.embedQuery("tig welder", NO_WEIGHTS)).toEqual(vector);
    expect(second.paid.texts).toEqual([]);
  });

  test("more texts than are asked for at a time all come back", async () => {
    await using cache = await open();
    const texts = Array.from({ length: 150 }, (_, index) => `Job ${index}`);
    await cachedIn(cache).embedder.embedDocuments(texts);
    expect([...(await cachedIn(cache).embedder.known(texts)).keys()]).toEqual(texts);
  });

  test.each([
    ["nonsense", () => "steel"],
    ["another dimension", () => base64([1, 0, 0])],
    ["a number that is none", (zeros: number[]) => base64([Number.NaN, ...zeros.slice(1)])],
    ["an infinite number", (zeros: number[]) => base64([Number.POSITIVE_INFINITY, ...zeros.slice(1)])],
    ["a vector that is too long", (zeros: number[]) => base64([2, ...zeros.slice(1)])],
    ["nothing", () => ""],
  ])("%s under its key is no vector of a text", async (_, written) => {
    await using cache = await open();
    const { paid, embedder } = cachedIn(cache);
    await cache.set(`embedding:${textHash("nurse", paid)}`, written(Array.from({ length: paid.dimensions }, () => 0)), 60_000);
    expect(await embedder.known(["nurse"])).toEqual(new Map());
    await embedder.embedQuery("nurse", NO_WEIGHTS);
    expect(paid.texts).toEqual(["nurse"]);
  });

  test("a text that says nothing keeps its vector of zeros", async () => {
    await using cache = await open();
    const { embedder } = cachedIn(cache);
    await embedder.embedDocuments(["the"]);
    expect((await embedder.known(["the"])).get("the")?.every((value) => value === 0)).toBe(true);
  });

  test("where only queries are kept, documents are not", async () => {
    await using cache = await open();
    const { embedder } = cachedIn(cache, { documents: false });
    await embedder.embedDocuments(TEXTS);
    expect(await embedder.known(TEXTS)).toEqual(new Map());
  });
});

describe("a cache that is down", () => {
  const down: Cache = {
    get: () => Promise.reject(new Error("down")),
    set: () => Promise.reject(new Error("down")),
    dropPrefix: () => Promise.reject(new Error("down")),
    async [Symbol.asyncDispose]() {},
  };

  test("costs money and a line in the log, and nothing else", async () => {
    const log = recordedLog();
    const { paid, embedder } = cachedIn(down, { log });
    expect(await embedder.known(TEXTS)).toEqual(new Map());
    expect(await embedder.embedDocuments(TEXTS)).toHaveLength(3);
    expect(await embedder.embedQuery("nurse", NO_WEIGHTS)).toHaveLength(paid.dimensions);
    expect(paid.texts).toEqual([...TEXTS, "nurse"]);
    expect(log.lines).toEqual([{ level: "warn", facts: { reason: "Error" }, text: expect.stringContaining("embedded again") }]);
  });
});

test("another model or dimension has other vectors of the same text", () => {
  const hashes = [
    textHash("nurse", { model: "a", dimensions: 512 }),
    textHash("nurse", { model: "a", dimensions: 1024 }),
    textHash("nurse", { model: "b", dimensions: 512 }),
    textHash("nurses", { model: "a", dimensions: 512 }),
  ];
  expect(new Set(hashes).size).toBe(4);
});

function base64(values: number[]): string {
  return Buffer.from(new Float32Array(values).buffer).toString("base64");
}
