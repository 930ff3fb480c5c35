import { beforeEach, expect, test } from "vitest";
import { sqliteCatalog } from "../catalog/sqlite.ts";
import type { Maintenance } from "../maintenance.ts";
import { sqliteVectorIndex } from "../retrieval/sqlite-vec.ts";
import { openSqlite } from "../store/sqlite.ts";
import { type PaidEmbedder, paidEmbedder } from "../testing/paid-embedder.ts";
import { employer, idOf, job, resume } from "../testing/records.ts";
import { type PortalDocuments, sharedDocuments } from "../testing/shared-documents.ts";
import { sharedRecordsMaintenance } from "./shared-records-maintenance.ts";

const BAKERY = employer("bakery");
const [WELDER, COOK, NURSE] = ["Welder", "Cook", "Nurse"].map((title) => job(title, { employer_id: BAKERY._id }));

let paid: PaidEmbedder;
let portal: PortalDocuments;
let maintenance: Maintenance;
beforeEach(() => {
  const database = openSqlite(":memory:");
  paid = paidEmbedder();
  const catalog = sqliteCatalog(database, ":memory:");
  const byId = <T extends { _id: string }>(...documents: T[]) => new Map(documents.map((document) => [document._id, document]));
  portal = { employers: byId(BAKERY), jobs: byId(WELDER!, COOK!), resumes: byId(resume("Ada")), unreadable: {} };
  const ports = { catalog, vectors: sqliteVectorIndex(database, ":memory:", paid.dimensions), embedder: paid, store: "mixed" as const };
  maintenance = sharedRecordsMaintenance(ports, sharedDocuments(database, catalog, portal));
  return () => database.close();
});

test("a portal whose documents were never indexed is found and indexed, and then everything is in order", async () => {
  expect(await maintenance.inspect()).toEqual({
    status: "warn",
    detail: "Of the portal's documents, 4 are not indexed as they are now.",
    fix: 'Run "rolecall doctor --fix".',
  });
  expect(paid.texts).toEqual([]);
  expect(await maintenance.fix!({})).toMatch(/^Indexed 4 documents, forgot 0 documents, embedded 3 texts for 0\.0\d+ USD\.$/);
  expect(await maintenance.inspect()).toEqual({ status: "ok", detail: "Everything that the portal has stored is indexed.", fix: null });
  expect(await maintenance.fix!({})).toBe("Indexed 0 documents, forgot 0 documents, embedded 0 texts.");
});

test("what the portal has added, changed and removed since is counted", async () => {
  await maintenance.fix!({});
  portal.jobs.set(NURSE!._id, NURSE!);
  portal.jobs.set(COOK!._id, { ...COOK!, description: "Bread." });
  portal.jobs.delete(WELDER!._id);
  expect((await maintenance.inspect()).detail).toBe("Of the portal's documents, 2 are not indexed as they are now and 1 is indexed and gone.");
  expect(await maintenance.fix!({})).toMatch(/^Indexed 2 documents, forgot 1 document, embedded 2 texts for/);
  expect((await maintenance.inspect()).status).toBe("ok");
});

test("documents that nobody can read are named, and are not taken for removed ones", async () => {
  await maintenance.fix!({});
  portal.jobs.delete(COOK!._id);
  portal.unreadable.jobs = [COOK!._id, ...["a", "b", "c"].map(idOf)];
  expect(await maintenance.inspect()).toEqual({
    status: "warn",
    detail: `Of the portal's documents, 4 do not have the agreed shape (jobs ${COOK!._id}, jobs ${idOf("a")}, jobs ${idOf("b")}, …).`,
    fix: "Correct what cannot be read in the portal; it is left out until then.",
  });
});

test("a limit on the cost is kept", async () => {
  await expect(maintenance.fix!({ maxCostUsd: 0 })).rejects.toMatchObject({ code: "cost_limit" });
  expect(paid.texts).toEqual([]);
});

test("says how far it is", async () => {
  const told: string[] = [];
  await maintenance.fix!({ onProgress: (text) => told.push(text) });
  expect(told).toContain("2 jobs");
});
