import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { EVERYTHING } from "../catalog/condition.ts";
import type { RolecallError } from "../errors.ts";
import { type ChromaOptions, openChroma } from "../store/chroma.ts";
import { openLog } from "../telemetry/log.ts";
import { chromaDatabase } from "../testing/chroma-adapters.ts";
import { facets, idOf } from "../testing/records.ts";
import { SERVICES } from "../testing/services.ts";
import { chromaVectorIndex } from "./chroma.ts";
import type { VectorEntry, VectorIndex } from "./vector-index.ts";

const TIMEOUT_MS = 1_000;
const SILENCE = Symbol("no answer");
const EAST = Float32Array.of(1, 0, 0);
const ENTRY: VectorEntry = { id: idOf("a"), vector: EAST, textHash: "text", facets: facets("a") };

const OPERATIONS: [name: string, run: (index: VectorIndex) => Promise<unknown>][] = [
  ["upsert", (index) => index.upsert("jobs", [ENTRY])],
  ["query", (index) => index.query("jobs", EAST, 5, EVERYTHING)],
  ["fetch", (index) => index.fetch("jobs", [ENTRY.id])],
  ["ofTexts", (index) => index.ofTexts("jobs", ["text"])],
  ["remove", (index) => index.remove("jobs", [ENTRY.id])],
  ["count", (index) => index.count("jobs")],
];

/** Writing may take longer than a test. */
const WRITING = ["upsert", "remove"];

describe.skipIf(SERVICES.chroma === undefined)("while the ChromaDB server is", () => {
  test.each([
    ["away", { kind: "refused" }],
    ["behind a black hole", { kind: "blackhole" }],
    ["cutting its answers off", { kind: "reset", afterBytes: 200 }],
    ["answering half", { kind: "limit", bytes: 200 }],
    ["slow", { kind: "slow", ms: 2 * TIMEOUT_MS }],
    ["answering nonsense", { kind: "corrupt" }],
    ["answering nonsense in sound frames", { kind: "corrupt", sparing: 180 }],
  ] as const)("%s, reading fails in time and by name, and then works again", async (_, fault) => {
    await using proxy = await tcpProxy({ port: Number(new URL(SERVICES.chroma!).port) });
    await using index = opened({ url: `http://127.0.0.1:${proxy.port}`, database: await chromaDatabase() });
    await index.upsert("jobs", [ENTRY]);
    await proxy.fault(fault);
    for (const [, run] of OPERATIONS.filter(([name]) => !WRITING.includes(name))) {
      const startedAt = performance.now();
      await expect(run(index)).rejects.toMatchObject({ code: "storage_unavailable", hint: expect.stringContaining("CHROMA_URL"), cause: expect.anything() });
      expect(performance.now() - startedAt).toBeLessThan(3 * TIMEOUT_MS);
    }
    await proxy.clear();
    const asked = () => index.query("jobs", EAST, 5, EVERYTHING).catch((error: RolecallError) => error.code);
    await expect.poll(asked, { timeout: 10_000 }).toEqual([{ id: ENTRY.id, cosine: 1 }]);
  });

  test("away from the beginning, an index opens, fails, and works when the server is there", async () => {
    await using proxy = await tcpProxy({ port: Number(new URL(SERVICES.chroma!).port) });
    await proxy.fault({ kind: "refused" });
    await using index = opened({ url: `http://127.0.0.1:${proxy.port}`, database: await chromaDatabase() });
    for (const [, run] of OPERATIONS) await expect(run(index)).rejects.toMatchObject({ code: "storage_unavailable" });
    await proxy.clear();
    for (const [, run] of OPERATIONS) await run(index);
    expect(await index.count("jobs")).toBe(0);
  });

  test("losing the answer to a write, the same write again changes nothing", async () => {
    await using proxy = await tcpProxy({ port: Number(new URL(SERVICES.chroma!).port) });
    await using index = opened({ url: `http://127.0.0.1:${proxy.port}`, database: await chromaDatabase() });
    await index.upsert("jobs", [{ ...ENTRY, id: idOf("b") }]);
    await index.count("jobs");
    await proxy.fault({ kind: "reset", afterBytes: 5 });
    await expect(index.upsert("jobs", [ENTRY])).rejects.toMatchObject({ code: "storage_unavailable" });
    await proxy.clear();
    await index.upsert("jobs", [ENTRY]);
    expect(await index.count("jobs")).toBe(2);
  });
});

test("a request that is given up is cancelled, not left to run", async () => {
  const closed: Promise<unknown>[] = [];
  await using server = await stub((request) => {
    if (request.url!.endsWith("/collections/jobs")) return undefined;
    closed.push(once(request.socket, "close"));
    return SILENCE;
  });
  await using index = opened({ url: server.url });
  await expect(index.query("jobs", EAST, 5, EVERYTHING)).rejects.toMatchObject({ code: "storage_unavailable", facts: { reason: "TimeoutError" } });
  expect(closed).toHaveLength(1);
  await Promise.all(closed);
});

describe("an answer that cannot be right", () => {
  const sound = { ids: [["a"]], distances: [[0]], embeddings: [[[1, 0, 0]]], metadatas: [[{}]], include: [] };
  test.each<[title: string, query: unknown]>([
    ["is not JSON", "<html>"],
    ["is of another shape", []],
    ["lacks the ids", { ...sound, ids: undefined }],
    ["has ids that are no text", { ...sound, ids: [[5]] }],
    ["lacks the distances", { ...sound, distances: undefined }],
    ["has fewer distances than ids", { ...sound, distances: [[]] }],
    ["has a distance that is none", { ...sound, distances: [["near"]] }],
    ["has two results for one query", { ...sound, ids: [["a"], ["a"]] }],
  ])("%s: the index is unavailable", async (_, query) => {
    await using server = await stub((request) => (request.url!.endsWith("/query") ? query : undefined));
    await using index = opened({ url: server.url });
    await expect(index.query("jobs", EAST, 5, EVERYTHING)).rejects.toMatchObject({ code: "storage_unavailable", cause: expect.anything() });
  });

  test.each<[title: string, embedding: unknown]>([
    ["too few numbers", [1, 0]],
    ["text", [1, "0", 0]],
    ["nothing", undefined],
  ])("with %s for a vector: the index is unavailable", async (_, embedding) => {
    await using server = await stub((request) =>
      request.url!.endsWith("/get") ? { ids: ["a"], embeddings: [embedding], metadatas: [{}], include: [] } : undefined,
    );
    await using index = opened({ url: server.url });
    await expect(index.fetch("jobs", ["a"])).rejects.toMatchObject({ code: "storage_unavailable" });
    await expect(index.ofTexts("jobs", ["a"])).rejects.toMatchObject({ code: "storage_unavailable" });
  });

  test.each([{}, { id: "" }, { id: "x", dimension: "3" }, "x", []])("about the collection, %j: the index is unavailable", async (collection) => {
    await using server = await stub((request) => (request.url!.endsWith("/collections/jobs") ? collection : undefined));
    await using index = opened({ url: server.url });
    await expect(index.count("jobs")).rejects.toMatchObject({ code: "storage_unavailable" });
  });
});

describe("credentials", () => {
  test.each([401, 403])("that are refused with %i are an error of their own", async (status) => {
    await using server = await stub(() => status);
    await using index = opened({ url: server.url });
    for (const [, run] of OPERATIONS) await expect(run(index)).rejects.toMatchObject({ code: "credentials", hint: expect.stringContaining("CHROMA_API_KEY") });
  });

  test.each([
    ["of the settings", "http://host/", "secret", { authorization: "Bearer secret", "x-chroma-token": "secret" }],
    ["in the address", "http://secret@host/", undefined, { authorization: "Bearer secret", "x-chroma-token": "secret" }],
    ["with a user", "http://me:se%20cret@host/", undefined, { authorization: `Basic ${btoa("me:se cret")}`, "x-chroma-token": undefined }],
    ["for a proxy and the server", "http://me:pass@host/", "secret", { authorization: `Basic ${btoa("me:pass")}`, "x-chroma-token": "secret" }],
    ["that are none", "http://host/", undefined, { authorization: undefined, "x-chroma-token": undefined }],
  ])("%s go with every request, below the path of the address", async (_, address, apiKey, headers) => {
    const requests: IncomingMessage[] = [];
    await using server = await stub((request) => void requests.push(request));
    const url = new URL(address);
    url.host = new URL(server.url).host;
    url.pathname = "/behind/a/proxy/";
    await using index = opened({ url: url.href, apiKey, tenant: "portal", database: "live" });
    for (const [, run] of OPERATIONS) await run(index);
    expect(requests.length).toBeGreaterThan(OPERATIONS.length);
    for (const request of requests) {
      expect(request.url).toMatch(/^\/behind\/a\/proxy\/api\/v2\/(?:pre-flight-checks|tenants\/portal\/databases\/live\/collections\/)/);
      for (const [name, value] of Object.entries(headers)) expect(request.headers[name]).toBe(value);
    }
  });

  test("are in no error", async () => {
    for (const answer of [500, 401, "<html>", 302]) {
      await using server = await stub(() => answer);
      const url = new URL(server.url);
      [url.username, url.password] = ["me", "canary"];
      await using index = opened({ url: url.href, apiKey: "canary" });
      const error = await index.count("jobs").catch((failure: unknown) => failure as RolecallError);
      expect(error).toMatchObject({ name: "RolecallError" });
      expect(JSON.stringify([error, (error as RolecallError).message, (error as RolecallError).cause])).not.toContain("canary");
    }
  });
});

test.each(["", "127.0.0.1:8000", "ftp://127.0.0.1"])("an address that is none is refused when the store opens: %j", (url) => {
  expect(() => opened({ url })).toThrow(expect.objectContaining({ code: "configuration", hint: expect.stringContaining("http://") }));
});

function opened(options: Omit<ChromaOptions, "timeoutMs" | "log">): VectorIndex {
  return chromaVectorIndex(openChroma({ ...options, timeoutMs: TIMEOUT_MS, log: openLog("silent") }), { model: "a-model", dimensions: 3 });
}

/** A server that says what it is told to: a status, a text or JSON; where it is told nothing, what an empty ChromaDB would say. */
async function stub(answer: (request: IncomingMessage) => unknown): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    request.on("end", () => {
      const said = answer(request) ?? usual(request.url!);
      if (said === SILENCE) return;
      response.statusCode = typeof said === "number" ? said : 200;
      response.setHeader("content-type", "application/json");
      if (said === 302) response.setHeader("location", "http://127.0.0.1:1/canary");
      response.end(typeof said === "string" || typeof said === "number" ? String(said) : JSON.stringify(said));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function usual(path: string): unknown {
  if (path.endsWith("/pre-flight-checks")) return { max_batch_size: 100, supports_base64_encoding: true };
  if (path.endsWith("/count")) return "0";
  if (path.endsWith("/query")) return { ids: [[]], distances: [[]], embeddings: null, metadatas: null, include: [] };
  if (/\/(?:get|upsert|delete)$/.test(path)) return { ids: [], embeddings: [], metadatas: [], include: [] };
  return { id: "00000000-0000-0000-0000-000000000000", dimension: 3, metadata: null, configuration_json: { hnsw: { space: "cosine" } } };
}
