import { ObjectId } from "mongodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { temporaryMongo } from "../../engine/testing/mongo-adapters.ts";
import { job } from "../../engine/testing/records.ts";
import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { type TemporaryFolder, temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import type { MongoStore } from "../../engine/store/mongo.ts";
import { DoctorDocument } from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

const IDS = ["node", "mongodb", "redis", "shared-records", "history", "catalogue", "vectors", "cache", "embeddings", "chat-model"];
const DOWN = "mongodb://user:hunter2@127.0.0.1:1/";

describe.skipIf(SERVICES.mongodb === undefined || SERVICES.redis === undefined)("on services (skipped where MongoDB or Redis is not running)", () => {
  let store: MongoStore;
  let folder: TemporaryFolder;
  let variables: Record<string, string>;
  beforeEach(async () => {
    store = temporaryMongo();
    folder = temporaryFolder();
    variables = {
      ROLECALL_DATA_DIR: folder.path,
      MONGODB_URI: SERVICES.mongodb!,
      MONGODB_DB: store.db.databaseName,
      REDIS_URL: await redisDatabase(),
      ROLECALL_STORE_TIMEOUT_MS: "10000",
      ROLECALL_CACHE_TIMEOUT_MS: "5000",
    };
  });
  afterEach(async () => {
    await store[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const checks = async (args: string[], changed: Record<string, string> = {}) => {
    const { code, document } = await rolecall(["doctor", "--json", ...args], { variables: { ...variables, ...changed } });
    const { checks: found } = DoctorDocument.parse(document());
    return { code, byId: Object.fromEntries(found.map(({ id, status, detail, fix }) => [id, { status, detail, fix }])) };
  };

  test("each of them is a check", async () => {
    const { code, byId } = await checks([]);
    expect(code).toBe(0);
    expect(Object.keys(byId)).toEqual(IDS);
    expect(Object.values(byId).map(({ status }) => status)).not.toContain("fail");
  });

  test("what the portal has stored by itself is found missing, and indexed by --fix", async () => {
    const { _id, ...fields } = job("Pipe welder", { description: "Steel in a shipyard." });
    await store.db.collection("jobs").insertOne({ _id: new ObjectId(_id), ...fields });
    expect((await checks(["--only", "shared-records"])).byId).toEqual({
      "shared-records": {
        status: "warn",
        detail: "Of the portal's documents, 1 is not indexed as it is now.",
        fix: 'Run "rolecall doctor --fix".',
      },
    });
    const { code, out, err } = await rolecall(["doctor", "--fix", "--only", "shared-records"], { variables });
    expect({ code, out }).toEqual({ code: 0, out: "ok    shared-records  Everything that the portal has stored is indexed.\n" });
    expect(err).toMatch(/^shared-records: Indexed 1 document, forgot 0 documents, embedded 1 text\.$/m);
    expect((await rolecall(["search", "welder", "--user", "nobody"], { variables })).out).toContain("Pipe welder");
  });

  test("one that is down is a failed check with its remedy, and the others are still made", async () => {
    const startedAt = performance.now();
    const { code, byId } = await checks([], { MONGODB_URI: DOWN, ROLECALL_STORE_TIMEOUT_MS: "500" });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(code).toBe(3);
    expect(Object.keys(byId)).toEqual(IDS);
    // Which model has filled the index is noted in the catalogue.
    for (const id of ["mongodb", "shared-records", "history", "catalogue", "embeddings"]) {
      expect(byId[id]).toMatchObject({ status: "fail", fix: expect.stringMatching(/\S/) });
    }
    for (const id of ["node", "redis", "cache", "chat-model"]) expect(byId[id]).toMatchObject({ status: "ok" });
    expect(JSON.stringify(byId)).not.toContain("hunter2");
  });

  test("a check that does not exist is refused with those of this set-up", async () => {
    const { code, err } = await rolecall(["doctor", "--only", "luck"], { variables });
    expect({ code, err }).toEqual({ code: 2, err: `rolecall: There is no check "luck". Choose one of ${IDS.join(", ")}.\n` });
  });
});
