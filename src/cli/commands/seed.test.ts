import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import { FailureDocument, SeedDocument } from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const some = (name: string, count: number) =>
  readFileSync(new URL(`${name}.jsonl`, FIXTURES), "utf8")
    .split("\n")
    .slice(0, count);

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const seed = (...args: string[]) => rolecall(["seed", ...args, "--data-dir", folder.file("store")], { cwd: folder.path });
const seedDocument = async (...args: string[]) => SeedDocument.parse((await seed(...args, "--json")).document());

/** A folder of one's own data, named `data`. */
function ownData(files: Record<string, readonly string[]>): void {
  mkdirSync(folder.file("data"), { recursive: true });
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder.file("data"), `${name}.jsonl`), lines.join("\n"));
}

describe("the fixtures", () => {
  test("are counted on stdout, with the progress on stderr", async () => {
    const { code, out, err } = await seed("--size", "20");
    expect(code).toBe(0);
    expect(out).toBe(
      "employers  40 inserted  0 updated  0 unchanged\njobs       20 inserted  0 updated  0 unchanged\nresumes    20 inserted  0 updated  0 unchanged\n",
    );
    expect(err).toMatch(/^Seeding …\nSeeded 80 documents in \d+\.\d s, [\d,]+ a second\.\n$/);
  });

  test("change nothing when they are seeded again", async () => {
    const [first, second] = [await seedDocument("--size", "20"), await seedDocument("--size", "20")];
    expect(second.fingerprint).toBe(first.fingerprint);
    for (const { inserted, updated } of second.collections) expect({ inserted, updated }).toEqual({ inserted: 0, updated: 0 });
  });

  test("are only looked at with --dry-run", async () => {
    const { out, err } = await seed("--size", "20", "--dry-run");
    expect(out).toContain("jobs       20 to insert  0 to update  0 unchanged\n");
    expect(err).toContain("Checked, and wrote nothing of, 80 documents");
    expect((await seedDocument("--size", "20")).collections.map(({ inserted }) => inserted)).toEqual([40, 20, 20]);
  });

  test("are removed and written anew with --reset, and nothing else is", async () => {
    ownData({ jobs: some("jobs", 1).map((line) => JSON.stringify({ ...JSON.parse(line), _id: "f".repeat(24), seed_source: undefined })) });
    await seed("--from", "data");
    await seed("--size", "20");
    const { out } = await seed("--size", "20", "--reset");
    expect(out).toContain("jobs       20 inserted  0 updated  0 unchanged  20 removed first\n");
    expect((await seedDocument("--from", "data")).collections[1]).toMatchObject({ name: "jobs", inserted: 0 });
  });

  test("are silent with --quiet", async () => {
    expect((await seed("--size", "5", "-q")).err).toBe("");
  });

  test("may be some of the collections", async () => {
    expect((await seedDocument("--size", "5", "--only", "jobs")).collections.map(({ name }) => name)).toEqual(["jobs"]);
  });
});

describe("one's own data", () => {
  test("may lack employers", async () => {
    ownData({ jobs: some("jobs", 3) });
    expect((await seedDocument("--from", "data")).collections).toMatchObject([
      { name: "employers", inserted: 0 },
      { name: "jobs", inserted: 3 },
      { name: "resumes", inserted: 0 },
    ]);
  });

  test("has nobody who asks, so a user is to be named", async () => {
    ownData({ jobs: some("jobs", 3) });
    await seed("--from", "data");
    const { code, out, err } = await rolecall(["chat", "-p", "any job", "--data-dir", folder.file("store")]);
    expect({ code, out, err }).toEqual({
      code: 2,
      out: "",
      err: "rolecall: This store has no demo user, so it must be said who asks. Pass --user <id>: the user_id of a resume, or of an employer with --role employer.\n",
    });
  });

  test.each([
    ["that is not there", () => {}, "data, given with --from, does not exist.", "Name a folder that holds employers.jsonl, jobs.jsonl or resumes.jsonl."],
    ["that is a file", () => writeFileSync(folder.file("data"), ""), "data, given with --from, is not a folder.", "Name a folder"],
    ["that is empty", () => ownData({}), "holds none of employers.jsonl, jobs.jsonl and resumes.jsonl.", "Put at least one of these files there"],
    [
      "with a broken line",
      () => ownData({ jobs: [...some("jobs", 2), '{"_id": "x"'] }),
      "jobs.jsonl, line 3: this is not JSON",
      "Write one whole JSON document a line",
    ],
    [
      "with a wrong field",
      () => ownData({ jobs: [JSON.stringify({ ...JSON.parse(some("jobs", 1)[0]!), title: 5 })] }),
      "jobs.jsonl, line 1: the field title has the value 5.",
      "expected string",
    ],
    [
      "without a field",
      () => ownData({ resumes: ['{"_id":"aaaaaaaaaaaaaaaaaaaaaaaa","visibility":"public"}'] }),
      "resumes.jsonl, line 1: the field user_id is missing.",
      "expected string",
    ],
    [
      "with the same id twice",
      () => ownData({ jobs: [...some("jobs", 1), ...some("jobs", 1)] }),
      "is taken by line 1.",
      "Give every document of a file its own _id.",
    ],
  ])("%s is refused with what is wrong", async (_, make, message, remedy) => {
    make();
    const { code, out, err } = await seed("--from", "data", "-q");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^rolecall: .*\n$/);
    expect(err).toContain(message);
    expect(err).toContain(remedy);
    const { document } = await seed("--from", "data", "--json");
    expect(FailureDocument.parse(document()).error).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(remedy),
    });
  });

  test("is not made up", async () => {
    expect(await seed("--from", "data", "--size", "5")).toMatchObject({
      code: 2,
      out: "",
      err: "rolecall: --from takes your own data, --size and --seed-value make data up. Use one or the other.\n",
    });
  });
});

test("a seed that is interrupted says how to go on, and going on completes it", async () => {
  const { code, err } = await rolecall(["seed", "--batch", "10", "--data-dir", folder.file("store")], {
    meanwhile: (session) => {
      const unwatch = setInterval(() => {
        if (session.err() === "") return;
        clearInterval(unwatch);
        session.receive("SIGTERM");
      }, 5);
    },
  });
  expect({ code, err }).toEqual({ code: 143, err: "Seeding …\nrolecall: Stopped; what was written stays. Run the same command again to go on.\n" });
  const { collections } = await seedDocument();
  expect(collections.map(({ inserted, unchanged }) => inserted + unchanged)).toEqual([40, 400, 400]);
});
