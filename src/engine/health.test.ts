import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Ports } from "./deps.ts";
import { RolecallError } from "./errors.ts";
import { runChecks, runFixes } from "./health.ts";
import { type Finding, type Fixing, type Maintenance, fail, ok, warn } from "./maintenance.ts";
import { interceptedPorts } from "./testing/intercepted-ports.ts";
import { facets, idOf, indexed, job } from "./testing/records.ts";
import { type TemporaryFolder, temporaryFolder } from "./testing/temporary-folder.ts";
import { type TestEngine, testEngine } from "./testing/test-engine.ts";

let folder: TemporaryFolder;
let open: TestEngine;
let ports: Ports;
beforeEach(async () => {
  folder = temporaryFolder();
  open = await testEngine(folder.path);
  ports = open.ports;
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const on = (...maintenance: Maintenance[]): Ports => ({ ...ports, maintenance });

/** Something that lacks indexes until it is mended. */
function mendable(id: string, mend: (options: Fixing) => Promise<string> = async () => "Created 3 indexes.") {
  const state = { mended: 0, isMended: false };
  const maintenance: Maintenance = {
    id,
    inspect: async (): Promise<Finding> => (state.isMended ? ok("All indexes are there.") : warn("3 indexes are missing.", 'Run "rolecall doctor --fix".')),
    async fix(options) {
      state.mended += 1;
      const done = await mend(options);
      state.isMended = true;
      return done;
    },
  };
  return { state, maintenance };
}

const byId = (checks: Awaited<ReturnType<typeof runChecks>>) => Object.fromEntries(checks.map(({ id, status, detail, fix }) => [id, { status, detail, fix }]));

describe("checks", () => {
  test("of services stand among the others, in a fixed order", async () => {
    const checks = await runChecks(on(mendable("mongodb").maintenance, mendable("chroma").maintenance));
    expect(checks.map(({ id }) => id)).toEqual(["node", "mongodb", "chroma", "history", "catalogue", "vectors", "cache", "embeddings", "chat-model"]);
  });

  test("one that fails says why and what to do, and the others still run", async () => {
    const broken = interceptedPorts(ports, ({ port }, proceed) => {
      if (port === "vectors") throw new RolecallError("storage_unavailable", "ChromaDB cannot be reached.", { hint: "Check CHROMA_URL." });
      return proceed();
    });
    const checks = byId(
      await runChecks({
        ...broken,
        maintenance: [
          { id: "chroma", inspect: () => Promise.reject(new RolecallError("storage_unavailable", "ChromaDB cannot be reached.", { hint: "Start it." })) },
        ],
      }),
    );
    expect(checks.chroma).toEqual({ status: "fail", detail: "ChromaDB cannot be reached.", fix: "Start it." });
    expect(checks.vectors).toEqual({ status: "fail", detail: "ChromaDB cannot be reached.", fix: "Check CHROMA_URL." });
    for (const id of ["node", "history", "cache", "embeddings", "chat-model"]) expect(checks[id]).toMatchObject({ status: "ok" });
  });

  test("count vectors that no record is behind, and records without a vector before all", async () => {
    await ports.vectors.upsert("resumes", [
      { id: idOf("gone"), vector: new Float32Array(ports.embedder.dimensions).fill(0.1), textHash: null, facets: facets("gone") },
    ]);
    const [left] = await runChecks(ports, "vectors");
    expect(left).toMatchObject({
      status: "warn",
      detail: "More vectors than resumes: 1 too many. They are of documents that are gone or not yet indexed.",
      fix: expect.stringContaining("doctor --fix"),
    });
    await ports.catalog.upsertJobs([indexed(job("Welder"))]);
    const [lacking] = await runChecks(ports, "vectors");
    expect(lacking).toMatchObject({ status: "warn", detail: "1 jobs have no vector." });
  });

  test("do not wait for each other", async () => {
    const silent = Promise.withResolvers<Finding>();
    const order: string[] = [];
    const waiting: Maintenance = { id: "chroma", inspect: () => silent.promise.finally(() => order.push("chroma")) };
    const quick: Maintenance = {
      id: "redis",
      async inspect() {
        order.push("redis");
        silent.resolve(ok("It answers."));
        return ok("It answers.");
      },
    };
    await runChecks(on(waiting, quick));
    expect(order).toEqual(["redis", "chroma"]);
  });

  test("one that does not exist is refused with all that do", async () => {
    await expect(runChecks(on(mendable("mongodb").maintenance), "luck")).rejects.toMatchObject({
      code: "usage",
      hint: "Choose one of node, mongodb, history, catalogue, vectors, cache, embeddings, chat-model.",
    });
    expect((await runChecks(on(mendable("mongodb").maintenance), "mongodb")).map(({ id }) => id)).toEqual(["mongodb"]);
  });
});

describe("fixes", () => {
  test("put right what is not in order, tell it, and leave the rest alone", async () => {
    const [broken, sound] = [mendable("mongodb"), mendable("chroma")];
    sound.state.isMended = true;
    const told: string[] = [];
    const checks = byId(await runFixes(on(broken.maintenance, sound.maintenance), undefined, { onFixed: (check, text) => told.push(`${check}: ${text}`) }));
    expect(checks.mongodb).toEqual({ status: "ok", detail: "All indexes are there.", fix: null });
    expect(told).toEqual(["mongodb: Created 3 indexes."]);
    expect([broken.state.mended, sound.state.mended]).toEqual([1, 0]);
  });

  test("tell how far they are, and pass limits on", async () => {
    const seen: unknown[] = [];
    const { maintenance } = mendable("shared-records", async ({ onProgress, maxCostUsd }) => {
      onProgress?.("500 of 1,000 jobs");
      seen.push(maxCostUsd);
      return "Indexed 1,000 jobs.";
    });
    await runFixes(on(maintenance), undefined, { maxCostUsd: 0.5, onProgress: (check, text) => seen.push(`${check}: ${text}`) });
    expect(seen).toEqual(["shared-records: 500 of 1,000 jobs", 0.5]);
  });

  test("one that fails is a failed check with its reason, and the next is still tried", async () => {
    const costly = mendable("shared-records", () =>
      Promise.reject(new RolecallError("cost_limit", "That would pass the cost limit.", { hint: "Raise --max-cost." })),
    );
    const other = mendable("chroma");
    const checks = byId(await runFixes(on(costly.maintenance, other.maintenance), undefined, {}));
    expect(checks["shared-records"]).toEqual({ status: "fail", detail: "That would pass the cost limit.", fix: "Raise --max-cost." });
    expect(checks.chroma).toMatchObject({ status: "ok" });
  });

  test("only what is named is put right", async () => {
    const [mongodb, chroma] = [mendable("mongodb"), mendable("chroma")];
    const checks = await runFixes(on(mongodb.maintenance, chroma.maintenance), "chroma", {});
    expect(checks.map(({ id, status }) => [id, status])).toEqual([["chroma", "ok"]]);
    expect(mongodb.state.mended).toBe(0);
  });

  test("what only people can put right stays as it is", async () => {
    const finding = fail("Redis is a replica.", "Let REDIS_URL name the primary.");
    expect(byId(await runFixes(on({ id: "redis", inspect: async () => finding }), "redis", {}))).toEqual({ redis: finding });
  });

  test("a stop between two of them is a stop", async () => {
    const stop = new AbortController();
    const first = mendable("mongodb", async () => {
      stop.abort(new RolecallError("interrupted", "Stopped."));
      return "Done.";
    });
    const second = mendable("chroma");
    await expect(runFixes(on(first.maintenance, second.maintenance), undefined, { signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
    expect(second.state.mended).toBe(0);
  });
});
