import { ObjectId } from "mongodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MongoStore } from "../store/mongo.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { daysAgo, employer, idOf, indexed, indexedPerson, job, resume } from "../testing/records.ts";
import { SERVICES } from "../testing/services.ts";
import type { Catalog } from "./catalog.ts";
import { EVERYTHING } from "./condition.ts";
import { mongoSharedRecords } from "./mongo-shared-records.ts";
import { mongoCatalog } from "./mongo.ts";
import type { Job, Resume } from "./records.ts";
import type { SharedRecords } from "./shared-records.ts";

const CONTACT = { name: "Ada Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000" };

describe.skipIf(SERVICES.mongodb === undefined)("The portal's own documents in MongoDB", () => {
  let store: MongoStore;
  let catalog: Catalog;
  let shared: SharedRecords;
  beforeEach(() => {
    store = temporaryMongo();
    catalog = mongoCatalog(store);
    shared = mongoSharedRecords(store);
  });
  afterEach(() => store[Symbol.asyncDispose]());

  /** As the portal does it, without telling. */
  async function post(...names: string[]): Promise<void> {
    const more = { company: "Acme", description: "", status: "open", skills: [{ name: "MIG", required: true, level: "expert" }], crm: { score: 1 } };
    await store.collection("jobs").insertMany(
      names.map((title) => ({
        _id: new ObjectId(idOf(title)),
        employer_id: new ObjectId(idOf("employer")),
        title,
        posted_at: new Date(daysAgo(2)),
        ...more,
      })),
    );
  }

  async function adopt(batch = 500): Promise<string[]> {
    const unreadable: string[] = [];
    for await (const adoption of shared.stored("jobs", batch)) {
      await shared.index(
        "jobs",
        adoption.documents.map((document) => indexed(document as Job)),
      );
      unreadable.push(...adoption.unreadable);
    }
    return unreadable;
  }

  const found = async (term: string) => (await catalog.lexical("jobs", [term], 10, EVERYTHING)).map(({ id }) => id);

  test("are found once they are indexed, and are left as they were", async () => {
    await post("Welder");
    const before = await store.collection("jobs").find().toArray();
    expect(await catalog.count("jobs")).toBe(0);
    expect(await found("welder")).toEqual([]);
    const version = await catalog.version();
    await adopt();
    await catalog.settle();
    expect(await catalog.version()).not.toBe(version);
    expect(await found("welder")).toEqual([idOf("Welder")]);
    expect(await catalog.count("jobs", { op: "at-least", field: "dated_at", value: Date.parse(daysAgo(3)) })).toBe(1);
    expect(await store.collection("jobs").find().toArray()).toEqual(before);
  });

  test("come in batches, whole, while they are being indexed", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `Welder ${index}`);
    await post(...names);
    const sizes: number[] = [];
    for await (const { documents } of shared.stored("jobs", 10)) {
      sizes.push(documents.length);
      await shared.index(
        "jobs",
        documents.map((document) => indexed(document as Job)),
      );
    }
    expect(sizes).toEqual([10, 10, 5]);
    expect((await catalog.anyOf("jobs", 100, EVERYTHING)).toSorted()).toEqual(names.map(idOf).toSorted());
  });

  test("are indexed again when they change, and are otherwise left alone", async () => {
    await post("Welder");
    await adopt();
    const version = await catalog.version();
    await adopt();
    expect(await catalog.version()).toBe(version);
    await store.collection("jobs").updateOne({ _id: new ObjectId(idOf("Welder")) }, { $set: { description: "Pipelines." } });
    await adopt();
    await catalog.settle();
    expect(await found("pipelin")).toEqual([idOf("Welder")]);
    expect(await catalog.count("jobs")).toBe(1);
  });

  test("have the hash of the record that was seeded, so that neither way of writing undoes the other", async () => {
    const seeded = indexed(job("Welder", { posted_at: "2026-02-01T09:00:00+02:00", location: { city: "Berlin", country: "DE" }, min_years: 2 }));
    await catalog.upsertJobs([seeded]);
    const version = await catalog.version();
    await adopt();
    expect(await catalog.version()).toBe(version);
  });

  test("are named where they cannot be read", async () => {
    await post("Welder");
    await store.collection("jobs").insertMany([
      { _id: new ObjectId(idOf("broken")), title: 7 },
      { _id: "a text" as never, title: "Cook" },
    ]);
    expect((await adopt()).toSorted()).toEqual([idOf("broken"), "a text"].toSorted());
    expect(await catalog.count("jobs")).toBe(1);
  });

  test("come with contact data for indexing alone", async () => {
    await catalog.upsertResumes([indexedPerson(resume("Nurse", { contact: CONTACT, user_id: "user-ada" }))]);
    for await (const { documents } of shared.stored("resumes", 10)) expect(documents).toMatchObject([{ headline: "Nurse", contact: CONTACT }]);
    await shared.index("resumes", [indexedPerson(resume("Nurse", { contact: CONTACT, user_id: "user-ada", summary: "Wards." }))]);
    expect(JSON.stringify(await store.collection("rolecall_resumes_words").find().toArray())).not.toMatch(/lovelace|example|7946/i);
    const [record] = await catalog.records("resumes", [idOf("Nurse")]);
    expect(record).not.toHaveProperty("contact" satisfies keyof Resume);
  });

  test("are forgotten when they are gone, words and statistics included", async () => {
    await post("Welder", "Nurse");
    await adopt();
    await catalog.settle();
    expect(await shared.prune("jobs")).toEqual([]);
    const version = await catalog.version();
    await store.collection("jobs").deleteOne({ title: "Welder" });
    expect(await shared.prune("jobs")).toEqual([idOf("Welder")]);
    expect(await catalog.version()).not.toBe(version);
    await catalog.settle();
    expect(await found("welder")).toEqual([]);
    expect(await catalog.anyOf("jobs", 10, EVERYTHING)).toEqual([idOf("Nurse")]);
    expect(await catalog.termStatistics("jobs", ["welder", "nurs"])).toEqual({ documents: 1, frequencies: new Map([["nurs", 1]]) });
  });

  test("are not forgotten where something has to go before them and cannot", async () => {
    await post("Welder", "Nurse");
    await adopt();
    await store.collection("jobs").deleteOne({ title: "Welder" });
    await expect(shared.prune("jobs", () => Promise.reject(new Error("The vectors are away.")))).rejects.toThrow("The vectors are away.");
    expect(await catalog.count("jobs")).toBe(2);
    const told: string[] = [];
    expect(await shared.prune("jobs", async (ids) => void told.push(...ids))).toEqual([idOf("Welder")]);
    expect(told).toEqual([idOf("Welder")]);
    expect(await catalog.count("jobs")).toBe(1);
  });

  test("are forgotten even where a run died before it had indexed them whole", async () => {
    await post("Welder");
    await adopt();
    await store.collection("rolecall_jobs").deleteMany({});
    await store.collection("jobs").deleteMany({});
    expect(await shared.prune("jobs")).toEqual([idOf("Welder")]);
    await catalog.settle();
    expect(await found("welder")).toEqual([]);
  });

  test("include employers", async () => {
    await catalog.upsertEmployers([{ document: employer("acme"), hash: "1" }]);
    await store.collection("employers").insertOne({ _id: new ObjectId(idOf("zeta")), user_id: "user-zeta", name: "zeta", kind: "agency" });
    const stored = [];
    for await (const { documents } of shared.stored("employers", 10)) stored.push(...documents);
    expect(stored).toEqual(expect.arrayContaining([employer("acme"), employer("zeta", { kind: "agency" })]));
    await shared.index("employers", [{ document: employer("zeta", { kind: "agency" }), hash: "2" }]);
    expect(await catalog.count("employers")).toBe(2);
    await store.collection("employers").deleteOne({ name: "acme" });
    expect(await shared.prune("employers")).toEqual([idOf("acme")]);
  });
});
