import { Double, Long, ObjectId, UUID } from "mongodb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MongoStore } from "../store/mongo.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { daysAgo, employer, idOf, indexed, indexedPerson, job, resume, withFacets } from "../testing/records.ts";
import { SERVICES, uniqueName } from "../testing/services.ts";
import type { Catalog } from "./catalog.ts";
import { EVERYTHING } from "./condition.ts";
import { mongoCatalog } from "./mongo.ts";

const USER = "0f8f3c5e-6f0a-4c1e-9d55-3b1f6a2c7d10";

describe.skipIf(SERVICES.mongodb === undefined)("The catalogue in MongoDB", () => {
  const log = recordedLog();
  let store: MongoStore;
  let catalog: Catalog;
  beforeEach(() => {
    log.lines.length = 0;
    store = temporaryMongo({ database: uniqueName("rolecall_test"), log });
    catalog = mongoCatalog(store);
  });
  afterEach(() => store[Symbol.asyncDispose]());

  const stored = (name: "jobs" | "resumes" | "employers", id: string) => store.collection(name).findOne({ _id: new ObjectId(id) });
  const found = async (term: string, by = catalog) => (await by.lexical("jobs", [term], 10, EVERYTHING)).map(({ id }) => id);

  describe("shares its documents with the portal", () => {
    test("which stores ids as ObjectIds, dates as dates, and a user's UUID as text", async () => {
      const owner = idOf("a user of the portal");
      await catalog.upsertJobs([indexed(job("Welder", { posted_at: "2026-02-01T09:00:00+02:00", min_years: 3 }))]);
      await catalog.upsertResumes([
        indexedPerson(resume("Nurse", { user_id: USER, updated_at: daysAgo(3) })),
        indexedPerson(resume("Cook", { user_id: owner })),
      ]);
      expect(await stored("jobs", idOf("Welder"))).toEqual({
        _id: new ObjectId(idOf("Welder")),
        employer_id: new ObjectId(idOf("employer")),
        ...{ title: "Welder", company: "Acme", description: "", skills: [], status: "open", version: 1, min_years: 3 },
        posted_at: new Date("2026-02-01T07:00:00Z"),
      });
      expect(await stored("resumes", idOf("Nurse"))).toMatchObject({ user_id: USER, updated_at: new Date(daysAgo(3)) });
      expect(await stored("resumes", idOf("Cook"))).toMatchObject({ user_id: new ObjectId(owner) });
    });

    test("which writes numbers of every width, nulls, UUIDs as bytes, and fields of its own", async () => {
      await store.ready();
      const employerId = new ObjectId(idOf("Acme"));
      await store.collection("jobs").insertOne({
        _id: new ObjectId(idOf("Nurse")),
        employer_id: employerId.toHexString(),
        ...{ title: "Nurse", company: "Acme", description: "Nights.", status: "open", skills: null, languages: null, location: null },
        salary: { min: new Double(40_000), max: Long.fromNumber(52_000), currency: "eur", period: "year" },
        min_years: Long.fromNumber(3),
        version: new Double(2),
        posted_at: new Date("2026-02-01T07:00:00Z"),
        crm: { score: 0.25, source: new UUID() },
      });
      await store.collection("resumes").insertOne({
        _id: new ObjectId(idOf("Ada")),
        user_id: new UUID(USER),
        ...{ headline: "Engineer", visibility: "private", summary: null, skills: [{ name: "Python", years: Long.fromNumber(4) }], education: null },
        experience: [{ title: "Analyst", start: "2019-04", end: null }],
        open_to_work: null,
      });
      await store.collection("employers").insertOne({ _id: employerId, user_id: new UUID(USER), name: "Acme", kind: "direct", size: null });

      expect(await catalog.jobsOf(idOf("Acme"), 10)).toMatchObject([
        { title: "Nurse", skills: [], min_years: 3, version: 2, salary: { min: 40_000, max: 52_000, currency: "EUR" }, posted_at: "2026-02-01T07:00:00.000Z" },
      ]);
      expect(await catalog.resumeOf(USER)).toMatchObject({
        ...{ headline: "Engineer", summary: "", skills: [{ name: "Python", years: 4 }], open_to_work: true },
        experience: [{ title: "Analyst", start: "2019-04" }],
      });
      expect(await catalog.employerOf(USER)).toEqual({ _id: idOf("Acme"), user_id: USER, name: "Acme", kind: "direct" });
      expect(log.lines.filter(({ level }) => level === "warn")).toEqual([]);
    });

    test("whose own fields survive a change, while what a record no longer states is gone", async () => {
      await catalog.upsertJobs([indexed(job("Welder", { min_years: 3, remote: "onsite" }))]);
      await store.collection("jobs").updateOne({ _id: new ObjectId(idOf("Welder")) }, { $set: { crm: { owner: "Grace" } } });
      await catalog.upsertJobs([indexed(job("Welder", { remote: "hybrid" }))]);
      const document = await stored("jobs", idOf("Welder"));
      expect(document).toMatchObject({ remote: "hybrid", crm: { owner: "Grace" } });
      expect(document).not.toHaveProperty("min_years");
    });

    test("and a document without the agreed shape is left out with a line in the log", async () => {
      const own = { employer_id: idOf("employer") };
      await catalog.upsertJobs([indexed(job("Welder", { ...own, posted_at: daysAgo(5) }))]);
      await catalog.upsertResumes([indexedPerson(resume("older", { user_id: USER, updated_at: daysAgo(90) }))]);
      const broken = { _id: new ObjectId(idOf("broken")), employer_id: new ObjectId(own.employer_id), title: 7, posted_at: new Date(daysAgo(1)) };
      await store.collection("jobs").insertOne(broken);
      await store.collection("resumes").insertOne({ user_id: USER, headline: "Newer", updated_at: new Date(daysAgo(1)) });
      expect((await catalog.jobsOf(own.employer_id, 1)).map(({ title }) => title)).toEqual(["Welder"]);
      expect((await catalog.records("jobs", [idOf("broken"), idOf("Welder")])).map(({ title }) => title)).toEqual(["Welder"]);
      expect((await catalog.resumeOf(USER))?.headline).toBe("older");
      expect(log.lines).toContainEqual({
        level: "warn",
        facts: { collection: "jobs", id: idOf("broken"), field: "title" },
        text: "A document does not have the agreed shape and is left out.",
      });
    });

    test("and what the portal has made its own is not removed with what was seeded", async () => {
      const made = { seed_source: "fixtures" };
      await catalog.upsertEmployers(["kept", "removed"].map((name) => ({ document: employer(name, made), hash: name })));
      await store.collection("employers").updateOne({ _id: new ObjectId(idOf("kept")) }, { $unset: { seed_source: "" } });
      await catalog.removeSeeded("employers");
      expect(await stored("employers", idOf("kept"))).toMatchObject({ name: "kept" });
      expect(await stored("employers", idOf("removed"))).toBeNull();
    });
  });

  test.each(["jobs", "rolecall_jobs_words", "rolecall_jobs"] as const)("a run that died before it wrote to %s is completed by the next one", async (until) => {
    const order = ["jobs", "rolecall_jobs_words", "rolecall_jobs"] as const;
    const batch = ["Welder", "Nurse"].map((name) => indexed(job(name)));
    await catalog.upsertJobs(batch);
    await catalog.settle();
    for (const name of order.slice(order.indexOf(until))) await store.collection(name).deleteMany({ title: { $ne: "Nurse" } });
    const entries = batch.map(({ document, hash }) => ({ id: document._id, hash }));
    expect([...(await catalog.pending("jobs", entries)).values()]).toEqual(["new", "new"]);
    await catalog.upsertJobs(batch);
    expect(await catalog.pending("jobs", entries)).toEqual(new Map());
    expect(await catalog.count("jobs")).toBe(2);
    expect(await store.collection("jobs").countDocuments()).toBe(2);
    expect(await found("welder")).toEqual([idOf("Welder")]);
    expect(await catalog.termStatistics("jobs", ["welder", "nurs"])).toEqual({
      documents: 2,
      frequencies: new Map([
        ["welder", 1],
        ["nurs", 1],
      ]),
    });
  });

  test("what a run that died has left of seeded documents is removed with them", async () => {
    await catalog.upsertJobs(["Welder", "Nurse"].map((name) => indexed(job(name, { seed_source: "fixtures" }))));
    await store.collection("rolecall_jobs").deleteOne({ _id: new ObjectId(idOf("Nurse")) });
    expect(await catalog.removeSeeded("jobs")).toEqual([idOf("Welder"), idOf("Nurse")].toSorted());
    for (const name of ["jobs", "rolecall_jobs", "rolecall_jobs_words"] as const) expect(await store.collection(name).countDocuments()).toBe(0);
  });

  test("two writers of the same documents at the same time leave each once", async () => {
    const batch = ["a", "b", "c"].map((name) => indexed(job(`Welder ${name}`)));
    await Promise.all([catalog, mongoCatalog(store), mongoCatalog(store)].map((writer) => writer.upsertJobs(batch)));
    expect(await catalog.count("jobs")).toBe(3);
    expect(await store.collection("jobs").countDocuments()).toBe(3);
    expect(await found("welder")).toHaveLength(3);
  });

  test("terms are found whatever signs they hold", async () => {
    const terms = [".net", "$", "a.b", "%2e", "2024", "__proto__", "constructor", "§react_native"];
    await catalog.upsertJobs(terms.map((term) => ({ ...withFacets(term), terms: { title: [term], skills: [], body: ["common"] } })));
    for (const term of terms) {
      const hits = await catalog.lexical("jobs", [term, "common"], 10, EVERYTHING);
      expect(hits).toHaveLength(terms.length);
      expect(hits[0]!.id).toBe(idOf(term));
      for (const { score } of hits) expect(score).toBeLessThan(10);
    }
  });

  describe("counts its terms", () => {
    const statistics = async (by: Catalog, ...terms: string[]) => Object.fromEntries((await by.termStatistics("jobs", terms)).frequencies);
    const another = () => mongoCatalog(store);
    afterEach(() => void vi.useRealTimers());

    test("at once for the process that has written", async () => {
      await catalog.upsertJobs([indexed(job("Welder"))]);
      expect(await statistics(catalog, "welder")).toEqual({ welder: 1 });
      await catalog.upsertJobs([indexed(job("Nurse"))]);
      expect(await statistics(catalog, "welder", "nurs")).toEqual({ welder: 1, nurs: 1 });
    });

    test("for other processes when the writer has settled", async () => {
      const reader = another();
      await catalog.upsertJobs([indexed(job("Welder"))]);
      expect(await statistics(reader, "welder")).toEqual({ welder: 1 });
      await catalog.upsertJobs([indexed(job("Nurse"))]);
      expect(await statistics(reader, "welder", "nurs")).toEqual({ welder: 1 });
      await catalog.settle();
      expect(await statistics(reader, "welder", "nurs")).toEqual({ welder: 1, nurs: 1 });
      expect(await statistics(another(), "welder", "nurs")).toEqual({ welder: 1, nurs: 1 });
    });

    test("for other processes when the writer has been silent for long", async () => {
      const reader = another();
      await catalog.upsertJobs([indexed(job("Welder"))]);
      await catalog.settle();
      await catalog.upsertJobs([indexed(job("Nurse"))]);
      expect(await statistics(reader, "welder", "nurs")).toEqual({ welder: 1 });
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 240_000 });
      expect(await statistics(reader, "welder", "nurs")).toEqual({ welder: 1 });
      vi.setSystemTime(Date.now() + 120_000);
      expect(await statistics(reader, "welder", "nurs")).toEqual({ welder: 1, nurs: 1 });
    });

    test("once, however many ask, and keeps the valid count alone", async () => {
      const words = Array.from({ length: 4_100 }, (_, index) => `word${index}`);
      await catalog.upsertJobs([{ ...withFacets("a"), terms: { title: [], skills: [], body: words } }]);
      const readers = [another(), another()];
      const asked = [...readers, ...readers, ...readers].map((reader) => statistics(reader, "word0", "word4099"));
      for (const told of await Promise.all(asked)) expect(told).toEqual({ word0: 1, word4099: 1 });
      await catalog.upsertJobs([{ ...withFacets("a"), hash: "again", terms: { title: [], skills: [], body: words.slice(1) } }]);
      await catalog.settle();
      expect(await statistics(another(), "word0", "word4099")).toEqual({ word4099: 1 });
      const generations = await store.collection("rolecall_terms").distinct("generation");
      expect(generations.length).toBeLessThanOrEqual(2);
    });

    test("again when its notes were lost", async () => {
      await catalog.upsertJobs([indexed(job("Welder"))]);
      await store.collection("rolecall_notes").deleteMany({});
      expect(await statistics(another(), "welder")).toEqual({ welder: 1 });
    });

    test("and writes nothing where nobody has written", async () => {
      expect(await catalog.termStatistics("jobs", ["welder"])).toEqual({ documents: 0, frequencies: new Map() });
      await catalog.settle();
      expect(await store.collection("rolecall_notes").countDocuments({ _id: /^terms-/ as never })).toBe(0);
    });
  });
});
