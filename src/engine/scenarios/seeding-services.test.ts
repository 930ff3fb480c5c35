import { MongoClient, ObjectId } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERYTHING } from "../catalog/condition.ts";
import { readConfig } from "../config.ts";
import { openPorts } from "../connect.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { cachedEmbedder } from "../retrieval/cached-embedder.ts";
import { adoptRecords } from "../seed/adopt.ts";
import { type SeedReport, seedStore } from "../seed/seed.ts";
import { type Fate, type PortMethod, failingPorts } from "../testing/failing-ports.ts";
import { sourceOf } from "../testing/memory-store.ts";
import { type PaidEmbedder, paidEmbedder } from "../testing/paid-embedder.ts";
import { idOf, job } from "../testing/records.ts";
import { type SeededServices, missingServices, seededServices } from "../testing/seeded-services.ts";
import { fixtures } from "../testing/seeded-store.ts";

const ANCHOR = new Date();
const source = () => fixtures(60);
const written = ({ collections }: SeedReport) => collections.map(({ inserted, updated }) => inserted + updated);

describe.skipIf(missingServices.length > 0)(
  `seeding services (skipped where there is no ${missingServices.join(", ") || "service"})`,
  { timeout: 120_000 },
  () => {
    let services: SeededServices;
    let ports: Ports;
    let paid: PaidEmbedder;

    beforeAll(async () => {
      services = await seededServices(sourceOf({}), ANCHOR);
      const opened = await openPorts(readConfig(services.environment));
      paid = paidEmbedder();
      ports = { ...opened, embedder: cachedEmbedder(paid, { cache: opened.cache, ttlMs: 600_000, documents: true, log: opened.log }) };
    }, 120_000);
    afterAll(async () => {
      await ports?.[Symbol.asyncDispose]();
      await services?.[Symbol.asyncDispose]();
    });

    const seed = (fate: (method: PortMethod) => Fate = () => "works") =>
      seedStore(failingPorts(ports, fate), source(), { anchor: ANCHOR, batch: 15, patienceMs: 0 });

    test("is broken off again and again, and goes on without doubles, gaps or a text paid for twice", async () => {
      let attempts = 0;
      let report: SeedReport | null = null;
      for (let survives = 9; report === null; survives += 9) {
        attempts += 1;
        const fate: Fate = attempts % 2 === 0 ? "unanswered" : "fails";
        report = await seed(({ call, port }) => (port === "embedder" || call < survives ? "works" : fate)).catch(unlessUnavailable);
        for (const collection of ["jobs", "resumes"] as const) {
          const ids = await ports.catalog.anyOf(collection, 1_000, EVERYTHING);
          expect((await ports.vectors.fetch(collection, ids)).size).toBe(ids.length);
        }
      }
      expect(attempts).toBeGreaterThan(4);
      const records = { jobs: await Array.fromAsync(source().jobs()), resumes: await Array.fromAsync(source().resumes()) };
      for (const collection of ["jobs", "resumes"] as const) {
        expect(await ports.catalog.count(collection)).toBe(records[collection].length);
        expect(await ports.vectors.count(collection)).toBe(records[collection].length);
      }
      expect(paid.texts).toHaveLength(new Set(paid.texts).size);
    });

    test("changes and embeds nothing the second time", async () => {
      paid.texts.length = 0;
      const version = await ports.catalog.version();
      const report = await seed();
      expect(written(report)).toEqual([0, 0, 0]);
      expect(report.embedded).toBe(0);
      expect(paid.texts).toEqual([]);
      expect(await ports.catalog.version()).toBe(version);
    });

    test("takes in what the portal writes, and forgets what it removes", async () => {
      const client = new MongoClient(services.environment.MONGODB_URI!);
      try {
        const jobs = client.db(services.environment.MONGODB_DB).collection("jobs");
        const { _id, employer_id, ...fields } = job("Beekeeper", { description: "Hives and honey.", posted_at: ANCHOR.toISOString() });
        await jobs.insertOne({ ...fields, _id: new ObjectId(_id), employer_id: new ObjectId(employer_id) });
        paid.texts.length = 0;
        const adopted = await adoptRecords(ports, ports.shared!);
        expect(adopted.collections.map(({ indexed, removed }) => [indexed, removed])).toEqual([
          [0, 0],
          [1, 0],
          [0, 0],
        ]);
        expect(paid.texts).toEqual([expect.stringContaining("Beekeeper")]);
        expect((await ports.catalog.lexical("jobs", ["hive"], 5, EVERYTHING)).map(({ id }) => id)).toEqual([idOf("Beekeeper")]);
        await jobs.deleteOne({ _id: new ObjectId(_id) });
        expect((await adoptRecords(ports, ports.shared!)).collections.map(({ indexed, removed }) => [indexed, removed])).toEqual([
          [0, 0],
          [0, 1],
          [0, 0],
        ]);
        expect(await ports.vectors.fetch("jobs", [_id])).toEqual(new Map());
      } finally {
        await client.close();
      }
    });
  },
);

function unlessUnavailable(error: unknown): null {
  if (error instanceof RolecallError && error.code === "storage_unavailable") return null;
  throw error;
}
