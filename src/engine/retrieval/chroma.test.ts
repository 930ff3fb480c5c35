import { ChromaClient, type Collection as Records } from "chromadb";
import { describe, expect, test, vi } from "vitest";
import { type Condition, EVERYTHING } from "../catalog/condition.ts";
import { jobText } from "../catalog/derive.ts";
import { openChroma } from "../store/chroma.ts";
import { OFFLINE_DIMENSIONS, embed } from "../models/offline-embeddings.ts";
import { chromaDatabase, testChroma } from "../testing/chroma-adapters.ts";
import { facets, idOf, namesOf } from "../testing/records.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { fixtures } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";
import { chromaVectorIndex } from "./chroma.ts";
import type { VectorEntry, VectorHit } from "./vector-index.ts";

const MODEL = { model: "a-model", dimensions: 3 };
const EAST = Float32Array.of(1, 0, 0);

describe.skipIf(SERVICES.chroma === undefined)("the ChromaDB index", () => {
  test("finds what the portal has put there once it is indexed, and leaves the portal's own words alone", async () => {
    const { database, jobs } = await portal();
    await jobs.upsert({ ids: [idOf("theirs")], embeddings: [[0, 2, 0]], documents: ["A job."], metadatas: [{ title: "Nurse", country: "FR", live: true }] });
    await using index = chromaVectorIndex(testChroma(database), MODEL);

    expect(await index.query("jobs", EAST, 5, EVERYTHING)).toEqual([]);
    const vector = (await index.fetch("jobs", [idOf("theirs")])).get(idOf("theirs"))!;
    expect(vector).toEqual(Float32Array.of(0, 2, 0));

    await index.upsert("jobs", [{ ...entry("theirs", [0, 1, 0], { country: "DE" }), vector: Float32Array.of(0, 1, 0) }]);
    expect(await index.query("jobs", EAST, 5, inCountry("DE"))).toEqual([{ id: idOf("theirs"), cosine: 0 }]);
    expect(await index.query("jobs", EAST, 5, inCountry("FR"))).toEqual([]);
    const { documents, metadatas } = await jobs.get({ ids: [idOf("theirs")] });
    expect(documents).toEqual(["A job."]);
    expect(metadatas[0]).toMatchObject({ title: "Nurse", country: "FR", live: true, rolecall_country: "DE", rolecall_live: "true" });
  });

  test("judges any number of records that ChromaDB cannot judge", async () => {
    await using index = chromaVectorIndex(testChroma(await chromaDatabase()), MODEL);
    // The corners of the square around Berlin are outside of the circle, and nearest to the query.
    const around = (lat: number, lon: number) => ({ lat, lon });
    const corners = Array.from({ length: 150 }, (_, number) => entry(`corner ${number}`, [1, number / 1000, 0], around(53.2, 14.5)));
    const centre = Array.from({ length: 30 }, (_, number) => entry(`centre ${number}`, [1, 10 + number, 0], around(52.5, 13.4)));
    await index.upsert("jobs", [...corners, ...centre]);
    const near: Condition = { op: "near", lat: 52.52, lon: 13.405, km: 80 };
    const names = centre.map((_, number) => `centre ${number}`);
    expect(named(await index.query("jobs", EAST, 20, near), names)).toEqual(names.slice(0, 20));
    expect(named(await index.query("jobs", EAST, 200, near), names)).toEqual(names);
    expect(await index.query("jobs", EAST, 200, { op: "not", of: near })).toHaveLength(150);
  });

  test("leaves out none of the 200 nearest of the committed jobs", async () => {
    await using index = chromaVectorIndex(testChroma(await chromaDatabase()), { model: "offline", dimensions: OFFLINE_DIMENSIONS });
    const jobs = (await Array.fromAsync(fixtures().jobs())).map((job) => ({
      id: job._id,
      vector: embed(jobText(job)),
      textHash: null,
      facets: facets(job._id),
    }));
    await index.upsert(
      "jobs",
      jobs.map((entry) => ({ ...entry, facets: { ...entry.facets, id: entry.id } })),
    );
    for (const query of ["nurse on night shifts", "TypeScript", "truck driver", "teacher of mathematics", "welder"].map((text) => embed(text))) {
      const exact = jobs.map(({ vector }) => vector.reduce((sum, value, at) => sum + value * query[at]!, 0)).toSorted((a, b) => b - a);
      const found = await index.query("jobs", query, 200, EVERYTHING);
      expect(found).toHaveLength(200);
      for (const [at, { cosine }] of found.entries()) expect(cosine).toBeCloseTo(exact[at]!, 5);
    }
  });

  test("writes a batch that is larger than the server takes at once", async () => {
    await using index = chromaVectorIndex(testChroma(await chromaDatabase()), MODEL);
    const entries = Array.from({ length: 2_500 }, (_, number) => entry(String(number), [1, number, 0]));
    await index.upsert("jobs", entries);
    expect(await index.count("jobs")).toBe(2_500);
    expect((await index.query("jobs", EAST, 2, EVERYTHING)).map(({ id }) => id)).toEqual(entries.slice(0, 2).map(({ id }) => id));
    const ids = entries.map(({ id }) => id);
    expect([...(await index.fetch("jobs", ids)).keys()].toSorted()).toEqual(ids.toSorted());
    await index.remove("jobs", ids.slice(1));
    expect(await index.count("jobs")).toBe(1);
  });

  test("goes on when somebody has deleted the collection, or made another one in its place", async () => {
    const { database, client } = await portal();
    await using index = chromaVectorIndex(testChroma(database), MODEL);
    await index.upsert("jobs", [entry("a", [1, 0, 0])]);
    await client.deleteCollection({ name: "jobs" });
    expect(await index.query("jobs", EAST, 5, EVERYTHING)).toEqual([]);
    expect(await index.count("jobs")).toBe(0);
    await index.upsert("jobs", [entry("b", [1, 0, 0])]);
    await client.deleteCollection({ name: "jobs" });
    await client.createCollection({ name: "jobs", embeddingFunction: null });
    await index.upsert("jobs", [entry("c", [1, 0, 0])]);
    expect(named(await index.query("jobs", EAST, 5, EVERYTHING), ["a", "b", "c"])).toEqual(["c"]);
  });

  test("ranks by the angle in a collection of another space, and says once that this is slower", async () => {
    const { database, client } = await portal();
    await client.createCollection({ name: "resumes", embeddingFunction: null, configuration: { hnsw: { space: "l2" } } });
    const log = recordedLog();
    await using index = chromaVectorIndex(openChroma({ url: SERVICES.chroma!, database, timeoutMs: 10_000, log }), MODEL);
    await index.upsert("resumes", [entry("a", [0.1, 0, 0]), entry("b", [3, 4, 0]), entry("c", [-9, 0, 0])]);
    const hits = await index.query("resumes", EAST, 5, EVERYTHING);
    expect(named(hits, ["a", "b", "c"])).toEqual(["a", "b", "c"]);
    for (const [at, cosine] of [1, 0.6, -1].entries()) expect(hits[at]!.cosine).toBeCloseTo(cosine, 6);
    await index.query("resumes", EAST, 5, EVERYTHING);
    expect(log.lines).toMatchObject([{ level: "warn", facts: { collection: "resumes", space: "l2" } }]);
  });

  test("refuses a collection of other vectors, by name and with the remedy, until it fits", async () => {
    const { database, jobs } = await portal();
    await jobs.upsert({ ids: ["x"], embeddings: [[1, 0, 0, 0]] });
    await using index = chromaVectorIndex(testChroma(database), MODEL);
    const refusal = {
      code: "configuration",
      message: "The ChromaDB collection jobs holds vectors of 4 dimensions, and the embedding model a-model gives 3.",
      hint: expect.stringContaining("ROLECALL_EMBEDDING_MODEL"),
    };
    await expect(index.query("jobs", EAST, 5, EVERYTHING)).rejects.toMatchObject(refusal);
    await expect(index.upsert("jobs", [entry("a", [1, 0, 0])])).rejects.toMatchObject(refusal);
    expect(await index.query("resumes", EAST, 5, EVERYTHING)).toEqual([]);
    await using fitting = chromaVectorIndex(testChroma(database), { model: "a-model", dimensions: 4 });
    expect((await fitting.fetch("jobs", ["x"])).size).toBe(1);
  });

  test("refuses the vectors of another model, and takes over a collection that never held any", async () => {
    const database = await chromaDatabase();
    await using first = chromaVectorIndex(testChroma(database), MODEL);
    await using second = chromaVectorIndex(testChroma(database), { model: "another-model", dimensions: 3 });
    await first.upsert("jobs", [entry("a", [1, 0, 0])]);
    await expect(second.count("jobs")).rejects.toMatchObject({
      code: "configuration",
      message: "The ChromaDB collection jobs was filled by the embedding model a-model, not by another-model.",
      hint: "Set ROLECALL_EMBEDDING_MODEL=a-model, or name another CHROMA_DATABASE and seed it.",
    });
    await testChroma(database).create("resumes", { space: "cosine" }, { embedding_model: "a-model", dimensions: 3, theirs: "stays" });
    await second.upsert("resumes", [entry("b", [1, 0, 0])]);
    expect((await testChroma(database).find("resumes"))!.metadata).toEqual({ embedding_model: "another-model", dimensions: 3, theirs: "stays" });
    await expect(first.count("resumes")).rejects.toMatchObject({ code: "configuration" });
  });

  test("searches the vectors of an earlier offline model until they are written again", async () => {
    const database = await chromaDatabase();
    await using earlier = chromaVectorIndex(testChroma(database), { model: "offline-embedding-1", dimensions: 3 });
    await using present = chromaVectorIndex(testChroma(database), { model: "offline-embedding-2", dimensions: 3 });
    await earlier.upsert("jobs", [entry("a", [1, 0, 0])]);
    expect(await present.query("jobs", EAST, 5, EVERYTHING)).toHaveLength(1);
    await present.upsert("jobs", [entry("a", [0, 1, 0])]);
    expect((await testChroma(database).find("jobs"))!.metadata).toMatchObject({ embedding_model: "offline-embedding-2" });
  });

  test("asks for no embedding function, even of a collection that Python made with its own", async () => {
    const database = await chromaDatabase();
    const embedding = { type: "known", name: "default", config: {} };
    const answer = await fetch(`${SERVICES.chroma}/api/v2/tenants/default_tenant/databases/${database}/collections`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "jobs", configuration: { hnsw: { space: "cosine" }, embedding_function: embedding } }),
    });
    expect(answer.status).toBe(200);
    const warn = vi.spyOn(console, "warn");
    await using index = chromaVectorIndex(testChroma(database), MODEL);
    await index.upsert("jobs", [entry("a", [1, 0, 0])]);
    expect(await index.query("jobs", EAST, 5, EVERYTHING)).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
  });

  test("survives a vector that holds no numbers", async () => {
    const { database, jobs } = await portal();
    await using index = chromaVectorIndex(testChroma(database), MODEL);
    await jobs.upsert({ ids: [idOf("broken")], embeddings: [[Number.NaN, 1, 0]] });
    await index.upsert("jobs", [entry("a", [1, 0, 0])]);
    expect(named(await index.query("jobs", EAST, 5, EVERYTHING), ["a"])).toEqual(["a"]);
    expect([...(await index.fetch("jobs", [idOf("a"), idOf("broken")])).keys()]).toEqual([idOf("a")]);
  });
});

/** What the portal does with its own client, in a database of its own with a collection of jobs. */
async function portal(): Promise<{ database: string; client: ChromaClient; jobs: Records }> {
  const database = await chromaDatabase();
  const { hostname, port } = new URL(SERVICES.chroma!);
  const client = new ChromaClient({ host: hostname, port: Number(port), database });
  const jobs = await client.createCollection({ name: "jobs", embeddingFunction: null, configuration: { hnsw: { space: "cosine" } } });
  return { database, client, jobs };
}

function entry(name: string, direction: number[], given: Parameters<typeof facets>[1] = {}): VectorEntry {
  const norm = Math.hypot(...direction);
  return { id: idOf(name), vector: Float32Array.from(direction, (value) => value / norm), textHash: null, facets: facets(name, given) };
}

function inCountry(value: string): Condition {
  return { op: "eq", field: "country", value };
}

function named(hits: readonly VectorHit[], names: readonly string[]): string[] {
  return namesOf(
    hits.map(({ id }) => id),
    names,
  );
}
