import { expect, test } from "vitest";
import { catalogs } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { daysAgo, employer, idOf, indexed, indexedPerson, job, resume } from "../testing/records.ts";
import type { Catalog } from "./catalog.ts";
import { EVERYTHING } from "./condition.ts";

const hashOf = ({ document, hash }: { document: { _id: string }; hash: string }) => ({ id: document._id, hash });

contract("Catalog", catalogs, ({ open, openTwo }) => {
  test("an empty catalogue answers every question with nothing", async () => {
    await using catalog = await open();
    expect(await catalog.count("jobs")).toBe(0);
    expect(await catalog.records("resumes", [idOf("nobody")])).toEqual([]);
    expect(await catalog.resumeOf("nobody")).toBeNull();
    expect(await catalog.employerOf("nobody")).toBeNull();
    expect(await catalog.lexical("jobs", ["nurs"], 5, EVERYTHING)).toEqual([]);
    expect(await catalog.anyOf("jobs", 5, EVERYTHING)).toEqual([]);
    expect(await catalog.note("anything")).toBeNull();
    expect(await catalog.removeSeeded("jobs")).toEqual([]);
  });

  test("a document is inserted once, left alone while its hash stays, and updated when it changes", async () => {
    await using catalog = await open();
    const [nurse, cook] = [indexed(job("nurse")), indexed(job("cook"))];
    expect(await catalog.upsertJobs([nurse, cook])).toEqual({ inserted: [idOf("nurse"), idOf("cook")], updated: [], unchanged: 0 });
    expect(await catalog.upsertJobs([nurse, cook])).toEqual({ inserted: [], updated: [], unchanged: 2 });
    const changed = indexed(job("nurse", { description: "Nights." }));
    expect(await catalog.upsertJobs([changed, cook])).toEqual({ inserted: [], updated: [idOf("nurse")], unchanged: 1 });
    expect(await catalog.count("jobs")).toBe(2);
    expect(await catalog.records("jobs", [idOf("nurse")])).toEqual([changed.document]);
  });

  test("a document that comes twice in a batch is stored once, as it came last", async () => {
    await using catalog = await open();
    const [first, last] = [indexed(job("nurse")), indexed(job("nurse", { description: "Nights." }))];
    await catalog.upsertJobs([first, last]);
    expect(await catalog.count("jobs")).toBe(1);
    expect(await catalog.records("jobs", [idOf("nurse")])).toEqual([last.document]);
    expect(await catalog.pending("jobs", [hashOf(last)])).toEqual(new Map());
  });

  test("resumes and employers are counted in the same way", async () => {
    await using catalog = await open();
    const ada = indexedPerson(resume("ada"));
    const acme = { document: employer("acme"), hash: "1" };
    expect(await catalog.upsertResumes([ada])).toMatchObject({ inserted: [idOf("ada")] });
    expect(await catalog.upsertResumes([ada])).toMatchObject({ unchanged: 1 });
    expect(await catalog.upsertEmployers([acme])).toMatchObject({ inserted: [idOf("acme")] });
    expect(await catalog.upsertEmployers([acme, { document: employer("zeta"), hash: "2" }])).toEqual({ inserted: [idOf("zeta")], updated: [], unchanged: 1 });
    expect(await catalog.upsertEmployers([{ ...acme, hash: "3" }])).toMatchObject({ updated: [idOf("acme")] });
    expect(await catalog.count("employers")).toBe(2);
  });

  test("pending tells new from changed and leaves out what is stored already", async () => {
    await using catalog = await open();
    const [kept, old, fresh] = [indexed(job("kept")), indexed(job("changed")), indexed(job("new"))];
    await catalog.upsertJobs([kept, old]);
    const changed = indexed(job("changed", { title: "Changed again" }));
    const pending = await catalog.pending("jobs", [kept, changed, fresh].map(hashOf));
    expect(pending).toEqual(
      new Map([
        [idOf("changed"), "changed"],
        [idOf("new"), "new"],
      ]),
    );
    expect(await catalog.count("jobs")).toBe(2);
  });

  test("a batch that cannot be stored leaves nothing behind", async () => {
    await using catalog = await open();
    const broken = indexed(job("broken"));
    Object.assign(broken.document, { itself: broken.document });
    const before = await catalog.version();
    await expect(catalog.upsertJobs([indexed(job("good")), broken])).rejects.toThrow();
    expect(await catalog.count("jobs")).toBe(0);
    expect(await catalog.termStatistics("jobs", ["good"])).toEqual({ documents: 0, frequencies: new Map() });
    expect(await catalog.version()).toBe(before);
  });

  test("records come in the order asked for, without the unknown ones", async () => {
    await using catalog = await open();
    await catalog.upsertJobs(["a", "b", "c"].map((name) => indexed(job(name))));
    const found = await catalog.records("jobs", ["c", "nobody", "a"].map(idOf));
    expect(found.map(({ title }) => title)).toEqual(["c", "a"]);
  });

  test("contact data goes in and never comes out", async () => {
    await using catalog = await open();
    const contact = { name: "Ada Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000" };
    await catalog.upsertResumes([indexedPerson(resume("analyst", { contact, user_id: "user-ada", skills: [{ name: "Python" }], summary: "Engines." }))]);
    const [listed] = await catalog.records("resumes", [idOf("analyst")]);
    for (const shown of [listed, await catalog.resumeOf("user-ada")]) {
      expect(shown).toMatchObject({ headline: "analyst", summary: "Engines." });
      expect(shown).not.toHaveProperty("contact");
      expect(shown).not.toHaveProperty("user_id");
    }
    for (const word of ["ada", "lovelac", "exampl", "org"]) expect(await catalog.lexical("resumes", [word], 5, EVERYTHING)).toEqual([]);
  });

  test("a user's newest resume is theirs, whoever may see it", async () => {
    await using catalog = await open();
    const own = { user_id: "ada", visibility: "private" as const };
    await catalog.upsertResumes([
      indexedPerson(resume("older", { ...own, updated_at: daysAgo(90) })),
      indexedPerson(resume("newer", { ...own, updated_at: daysAgo(1) })),
      indexedPerson(resume("undated", own)),
      indexedPerson(resume("another", { user_id: "grace", updated_at: daysAgo(0) })),
    ]);
    expect((await catalog.resumeOf("ada"))?.headline).toBe("newer");
  });

  test("an employer's jobs come newest first, open or not", async () => {
    await using catalog = await open();
    const acme = idOf("acme");
    await catalog.upsertJobs([
      indexed(job("older", { employer_id: acme, posted_at: daysAgo(9) })),
      indexed(job("newest", { employer_id: acme, posted_at: daysAgo(1), status: "closed" })),
      indexed(job("middle", { employer_id: acme, posted_at: daysAgo(5) })),
      indexed(job("foreign", { employer_id: idOf("zeta"), posted_at: daysAgo(0) })),
    ]);
    expect((await catalog.jobsOf(acme, 10)).map(({ title }) => title)).toEqual(["newest", "middle", "older"]);
    expect((await catalog.jobsOf(acme, 1)).map(({ title }) => title)).toEqual(["newest"]);
    expect(await catalog.jobsOf(acme, 0)).toEqual([]);
  });

  test("employers are found by their user and by their ids", async () => {
    await using catalog = await open();
    const [acme, zeta] = [employer("acme", { kind: "agency" }), employer("zeta")];
    await catalog.upsertEmployers([acme, zeta].map((document) => ({ document, hash: document.name })));
    expect(await catalog.employerOf("user-acme")).toEqual(acme);
    expect((await catalog.employers([zeta._id, idOf("nobody"), acme._id])).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([acme, zeta]);
  });

  test("the newest documents come first where no words are asked for, undated ones last", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([indexed(job("undated")), indexed(job("old", { posted_at: daysAgo(20) })), indexed(job("new", { posted_at: daysAgo(2) }))]);
    expect(await catalog.anyOf("jobs", 10, EVERYTHING)).toEqual(["new", "old", "undated"].map(idOf));
    expect(await catalog.anyOf("jobs", 1, EVERYTHING)).toEqual([idOf("new")]);
    expect(await catalog.anyOf("jobs", 0, EVERYTHING)).toEqual([]);
  });

  test("the version changes with every write that changes a document, and with nothing else", async () => {
    await using catalog = await open();
    const versions = [await catalog.version()];
    const changes = async (work: () => Promise<unknown>) => {
      await work();
      const version = await catalog.version();
      const changed = !versions.includes(version);
      versions.push(version);
      return changed;
    };
    const nurse = indexed(job("nurse", { seed_source: "fixtures" }));
    expect(await changes(() => catalog.upsertJobs([nurse]))).toBe(true);
    expect(await changes(() => catalog.upsertJobs([nurse]))).toBe(false);
    expect(await changes(() => catalog.setNote("day", "Monday"))).toBe(false);
    expect(await changes(() => catalog.upsertEmployers([{ document: employer("acme"), hash: "1" }]))).toBe(true);
    expect(await changes(() => catalog.upsertResumes([indexedPerson(resume("ada"))]))).toBe(true);
    expect(await changes(() => catalog.removeSeeded("resumes"))).toBe(false);
    expect(await changes(() => catalog.removeSeeded("jobs"))).toBe(true);
  });

  test("removing what was seeded takes the words along and leaves the rest", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([indexed(job("Seeded welder", { seed_source: "fixtures" })), indexed(job("Own welder"))]);
    await catalog.upsertEmployers([
      { document: employer("made up", { seed_source: "fixtures" }), hash: "1" },
      { document: employer("real"), hash: "2" },
    ]);
    expect(await catalog.removeSeeded("jobs")).toEqual([idOf("Seeded welder")]);
    expect(await catalog.removeSeeded("employers")).toEqual([idOf("made up")]);
    expect(await found(catalog, "welder")).toEqual([idOf("Own welder")]);
    expect(await catalog.anyOf("jobs", 10, EVERYTHING)).toEqual([idOf("Own welder")]);
    expect(await catalog.termStatistics("jobs", ["seed", "welder"])).toEqual({ documents: 1, frequencies: new Map([["welder", 1]]) });
    expect(await catalog.removeSeeded("jobs")).toEqual([]);
  });

  test("what is seeded stays where something has to go before it and cannot", async () => {
    await using catalog = await open();
    await catalog.upsertJobs([indexed(job("Seeded welder", { seed_source: "fixtures" })), indexed(job("Own welder"))]);
    await expect(catalog.removeSeeded("jobs", () => Promise.reject(new Error("The vectors are away.")))).rejects.toThrow("The vectors are away.");
    expect(await catalog.count("jobs")).toBe(2);
    const told: string[] = [];
    await catalog.removeSeeded("jobs", async (ids) => {
      told.push(...ids);
      expect(await catalog.count("jobs")).toBe(2);
    });
    expect(told).toEqual([idOf("Seeded welder")]);
    expect(await catalog.count("jobs")).toBe(1);
  });

  test("notes are kept by key and replaced", async () => {
    await using catalog = await open();
    await catalog.setNote("day", "Monday");
    await catalog.setNote("day", "Tuesday");
    expect(await catalog.note("day")).toBe("Tuesday");
  });

  test("what one connection writes the other one reads", async () => {
    await using two = await openTwo();
    await two.one.upsertJobs([indexed(job("Welder"))]);
    const seen = await two.other.version();
    expect(await found(two.other, "welder")).toEqual([idOf("Welder")]);
    await two.one.upsertJobs([indexed(job("Welder", { description: "Changed." }))]);
    expect(await two.other.version()).not.toBe(seen);
    expect((await two.other.records("jobs", [idOf("Welder")]))[0]?.description).toBe("Changed.");
  });
});

async function found(catalog: Catalog, term: string): Promise<string[]> {
  return (await catalog.lexical("jobs", [term], 10, EVERYTHING)).map(({ id }) => id);
}
