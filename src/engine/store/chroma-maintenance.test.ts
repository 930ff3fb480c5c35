import { describe, expect, test } from "vitest";
import { chromaVectorIndex } from "../retrieval/chroma.ts";
import { chromaDatabase, testChroma } from "../testing/chroma-adapters.ts";
import { facets, idOf } from "../testing/records.ts";
import { SERVICES } from "../testing/services.ts";
import { chromaMaintenance, inspectChroma } from "./chroma-maintenance.ts";

const MODEL = { model: "a-model", dimensions: 3 };
const ENTRY = { id: idOf("a"), vector: Float32Array.of(1, 0, 0), textHash: null, facets: facets("a") };
/** Servers take no empty metadata. */
const THEIRS = { owner: "portal" };
const ABSENT = { exists: false, space: null, efSearch: null, dimensions: null, model: null, count: 0 };

describe.skipIf(SERVICES.chroma === undefined)("looking after ChromaDB", () => {
  test("tells what is stored, and makes nothing by looking", async () => {
    const chroma = testChroma(await chromaDatabase());
    expect(await inspectChroma(chroma)).toEqual({ model: null, dimensions: null, collections: { jobs: ABSENT, resumes: ABSENT } });
    expect(await chroma.find("jobs")).toBeNull();
    await chromaVectorIndex(chroma, MODEL).upsert("resumes", [ENTRY]);
    expect(await inspectChroma(chroma)).toEqual({
      ...MODEL,
      collections: { jobs: ABSENT, resumes: { exists: true, space: "cosine", efSearch: 1000, dimensions: 3, model: "a-model", count: 1 } },
    });
  });

  test("adopts the dimension of what the portal has stored without saying its model", async () => {
    const chroma = testChroma(await chromaDatabase());
    const { id } = await chroma.create("jobs", { space: "cosine", ef_search: 400 }, THEIRS);
    await chroma.write(id, (records) => records.upsert({ ids: ["x"], embeddings: [[1, 2, 3, 4, 5]] }));
    expect(await inspectChroma(chroma)).toMatchObject({ model: null, dimensions: 5 });
  });

  test("says nothing of the model that empty collections were made for: they are anybody's", async () => {
    const chroma = testChroma(await chromaDatabase());
    await chromaMaintenance(chroma, MODEL).fix!({});
    expect(await inspectChroma(chroma)).toMatchObject({ model: null, dimensions: null });
  });

  test("makes the collections that are missing, in cosine space, once", async () => {
    const chroma = testChroma(await chromaDatabase());
    const maintenance = chromaMaintenance(chroma, MODEL);
    expect(await maintenance.inspect()).toEqual({ status: "warn", detail: "ChromaDB has no collection jobs, resumes.", fix: 'Run "rolecall doctor --fix".' });
    const fixes = await Promise.all([maintenance.fix!({}), chromaMaintenance(chroma, MODEL).fix!({})]);
    expect(fixes).toContain("Made the collections jobs, resumes.");
    expect(await maintenance.fix!({})).toBe("Nothing was missing.");
    expect(await maintenance.inspect()).toEqual({ status: "ok", detail: "ChromaDB holds vectors of 0 jobs and 0 resumes.", fix: null });
    expect(await chroma.find("jobs")).toMatchObject({ space: "cosine", metadata: { embedding_model: "a-model", dimensions: 3 } });
  });

  test("points at a collection of another space, and refuses one of other vectors", async () => {
    const chroma = testChroma(await chromaDatabase());
    const { id } = await chroma.create("jobs", { space: "l2", ef_search: 400 }, THEIRS);
    await chroma.create("resumes", { space: "cosine", ef_search: 400 }, THEIRS);
    const maintenance = chromaMaintenance(chroma, MODEL);
    expect(await maintenance.inspect()).toMatchObject({ status: "warn", detail: expect.stringContaining("Not in cosine space: jobs") });
    await chroma.write(id, (records) => records.upsert({ ids: ["x"], embeddings: [[1, 2, 3, 4, 5]] }));
    await expect(maintenance.inspect()).rejects.toMatchObject({ code: "configuration" });
    await expect(maintenance.fix!({})).rejects.toMatchObject({ code: "configuration" });
  });

  test("lets a collection search more widely that the portal has made with the server's own choice", async () => {
    const chroma = testChroma(await chromaDatabase());
    for (const name of ["jobs", "resumes"]) await chroma.create(name, { space: "cosine" }, THEIRS);
    const maintenance = chromaMaintenance(chroma, MODEL);
    expect(await maintenance.inspect()).toMatchObject({ status: "warn", detail: expect.stringContaining("ef_search"), fix: 'Run "rolecall doctor --fix".' });
    expect(await maintenance.fix!({})).toMatch(/^Raised ef_search of jobs, resumes to 1000/);
    expect(await maintenance.inspect()).toMatchObject({ status: "ok" });
    expect(await chroma.find("jobs")).toMatchObject({ efSearch: 1000, metadata: THEIRS });
  });

  test("knows whether the server answers", async () => {
    await testChroma("no-such-database").ping();
    await expect(testChroma("any", "http://127.0.0.1:1").ping()).rejects.toMatchObject({ code: "storage_unavailable" });
  });

  test("names the setting where the database does not exist", async () => {
    await expect(chromaMaintenance(testChroma("no-such-database"), MODEL).fix!({})).rejects.toMatchObject({
      code: "configuration",
      message: "ChromaDB has no database no-such-database in the tenant default_tenant.",
      hint: expect.stringContaining("CHROMA_DATABASE"),
    });
  });
});
