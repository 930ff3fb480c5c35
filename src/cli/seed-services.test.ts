import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { fixtureSource } from "../../fixtures/source.ts";
import { missingServices } from "../engine/testing/seeded-services.ts";
import { type BuiltProgram, type Ended, builtProgram } from "./testing/built-program.ts";
import { SeedDocument } from "./testing/documents.ts";
import type { FakeSession } from "./testing/fake-session.ts";
import { type FreshServices, type StoredJobs, freshServices } from "./testing/fresh-services.ts";
import { rolecall } from "./testing/rolecall.ts";

const SIZE = 240;
const BATCH = 20;
const SEED = ["seed", "--only", "employers,jobs", "--size", String(SIZE), "--batch", String(BATCH)];
const WAITING = { timeout: 20_000, interval: 5 };

let expected: string[];

const everywhere = (ids: readonly string[]): StoredJobs => ({ documents: [...ids], rows: [...ids], words: [...ids], vectors: [...ids] });

describe.skipIf(missingServices.length > 0)(
  `rolecall seed on services (skipped where there is no ${missingServices.join(", ") || "service"})`,
  { timeout: 60_000 },
  () => {
    let program: BuiltProgram;
    let services: FreshServices;
    beforeAll(async () => {
      program = await builtProgram();
      const directory = new URL("../../fixtures/", import.meta.url);
      expected = (await Array.fromAsync(fixtureSource({ directory, size: SIZE, anchor: new Date() }).jobs())).map(({ _id }) => _id).toSorted();
    });
    afterAll(() => program?.[Symbol.dispose]());
    beforeEach(async () => {
      services = await freshServices();
    });
    afterEach(() => services?.[Symbol.asyncDispose]());

    const start = (...args: string[]) => program.start([...SEED, ...args], { variables: services.variables });
    const embedding = (texts: number) => vi.waitUntil(() => services.texts().length >= texts, WAITING);
    const jobsOf = ({ code, out, err }: Ended) => {
      expect({ code, failure: code === 0 ? "" : out + err }).toEqual({ code: 0, failure: "" });
      const { collections, embedded, cost_usd } = SeedDocument.parse(JSON.parse(out));
      const { inserted, updated, unchanged } = collections.find(({ name }) => name === "jobs")!;
      return { inserted, updated, unchanged, embedded, cost_usd };
    };

    /** The command again adds what is missing, and nothing else. */
    async function goOnFrom(stored: number): Promise<void> {
      expect(jobsOf(await start("--json").ended)).toMatchObject({ inserted: SIZE - stored, updated: 0, unchanged: stored });
      expect(await services.storedJobs()).toEqual(everywhere(expected));
    }

    test("is stopped by Ctrl+C, says how to go on, and goes on without doubles or gaps, and embeds nothing twice", async () => {
      const { child, ended } = start();
      await embedding(4 * BATCH);
      child.kill("SIGINT");
      const stopped = expect.stringMatching(/^Seeding …\n[^]*rolecall: Stopped; what was written stays\. Run the same command again to go on\.\n$/);
      expect(await ended).toMatchObject({ code: 130, out: "", err: stopped });
      const { documents } = await services.storedJobs();
      expect(documents.length).toBeGreaterThanOrEqual(3 * BATCH);
      expect(documents.length).toBeLessThan(SIZE);
      expect(await services.storedJobs()).toEqual(everywhere(documents));
      await goOnFrom(documents.length);
      expect(services.texts()).toHaveLength(SIZE);
      expect(new Set(services.texts()).size).toBe(SIZE);
      expect(jobsOf(await start("--json").ended)).toEqual({ inserted: 0, updated: 0, unchanged: SIZE, embedded: 0, cost_usd: 0 });
      expect(services.texts()).toHaveLength(SIZE);
    });

    test("is killed, and goes on without doubles or gaps", async () => {
      const { child, ended } = start();
      await embedding(4 * BATCH);
      child.kill("SIGKILL");
      expect(await ended).toMatchObject({ signal: "SIGKILL" });
      const { rows, documents, words, vectors } = await services.storedJobs();
      for (const ids of [documents, words, vectors]) expect(ids).toEqual(expect.arrayContaining(rows));
      await goOnFrom(rows.length);
    });

    test.each(["MongoDB", "ChromaDB"] as const)("waits while %s is restarted, and leaves no doubles and no gaps", async (service) => {
      const running = start("--json", "--verbose");
      await embedding(4 * BATCH);
      await services.proxies[service].fault({ kind: "refused" });
      await running.says(`${service} is down`);
      await services.proxies[service].clear();
      expect(jobsOf(await running.ended)).toMatchObject({ inserted: SIZE, updated: 0, unchanged: 0, embedded: SIZE });
      expect(services.texts()).toHaveLength(SIZE);
      expect(await services.storedJobs()).toEqual(everywhere(expected));
    });

    test("shows on a terminal how far it is, what it has cost, and what it waits for", async () => {
      const { ChromaDB } = services.proxies;
      async function restart(session: FakeSession): Promise<void> {
        await embedding(4 * BATCH);
        await ChromaDB.fault({ kind: "refused" });
        await vi.waitUntil(() => session.err().includes("Trying again"), WAITING);
        await ChromaDB.clear();
      }
      let restarted: Promise<void> | undefined;
      const running = rolecall(SEED, { variables: services.variables, terminal: true, meanwhile: (session) => (restarted = restart(session)) });
      const [{ code, err }] = await Promise.all([running, restarted]);
      expect(code).toBe(0);
      expect(err).toMatch(/Seeding jobs: \d+ of 240 \([\d,]+ a second, 0\.\d{4} USD\)/);
      expect(err).toContain("ChromaDB cannot be reached, or did not answer in time. Trying again");
      expect(err).toMatch(/Embedded 240 texts with text-embedding-3-large for 0\.\d{4} USD by estimate\./);
    });

    test("stops before it costs more than was allowed, and goes on with more", async () => {
      const { code, err } = await start("--max-cost", "0.003").ended;
      expect(code).toBe(6);
      expect(err).toContain("rolecall: Embedding the next batch would pass the cost limit of 0.003 USD. Raise --max-cost; what is written stays,");
      const { documents } = await services.storedJobs();
      expect(documents.length).toBeGreaterThan(0);
      expect(services.texts()).toHaveLength(documents.length);
      expect(await services.storedJobs()).toEqual(everywhere(documents));
      await goOnFrom(documents.length);
    });
  },
);
