import { MongoServerError } from "mongodb";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { mongoChatHistory } from "../sessions/mongo.ts";
import { message, session } from "../testing/messages.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { SERVICES } from "../testing/services.ts";
import { mongoFailure } from "./mongo-failure.ts";
import { openMongo } from "./mongo.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const TIMEOUT_MS = 700;
/** A read is repeated once, on a connection of its own. */
const BOUND_MS = 2 * TIMEOUT_MS + 800;

const FAULTS: Record<string, Fault> = {
  "that refuses connections": { kind: "refused" },
  "that swallows everything": { kind: "blackhole" },
  "that breaks connections in the middle of an answer": { kind: "reset", afterBytes: 30 },
  "that is slower than anybody waits": { kind: "slow", ms: 3 * TIMEOUT_MS },
  "whose answers are noise": { kind: "corrupt" },
  "whose answers are noise behind a sound head": { kind: "corrupt", sparing: 26 },
};

async function behindProxy() {
  const store = temporaryMongo();
  const proxy = await tcpProxy({ port: Number(new URL(SERVICES.mongodb!).port) });
  const uri = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`;
  const client = openMongo({ uri, database: store.db.databaseName, timeoutMs: TIMEOUT_MS, log: recordedLog() });
  return {
    proxy,
    history: mongoChatHistory(client),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

/** What comes of it, and whether it came in time. */
async function told(work: Promise<unknown>): Promise<unknown> {
  const startedAt = performance.now();
  const outcome = await work.then(
    () => "done",
    (error: unknown) => error,
  );
  expect(performance.now() - startedAt).toBeLessThan(BOUND_MS);
  return outcome;
}

describe.skipIf(SERVICES.mongodb === undefined)("a MongoDB (skipped where there is none)", () => {
  test.each(Object.keys(FAULTS))("%s is told as unavailable, in time, and is back by itself", async (name) => {
    await using open = await behindProxy();
    const { proxy, history } = open;
    const unavailable = { code: "storage_unavailable", retryable: true, message: "MongoDB cannot be reached, or did not answer in time." };

    await proxy.fault(FAULTS[name]!);
    expect(await told(history.session(CHAT))).toMatchObject(unavailable);
    await proxy.clear();
    await history.append(message(CHAT, "hello"), {}, session(CHAT));

    await proxy.fault(FAULTS[name]!);
    expect(await told(history.append(message(CHAT, "next"), {}))).toMatchObject(unavailable);
    expect(await told(history.messages(CHAT, { limit: 5 }))).toMatchObject(unavailable);
    await proxy.clear();
    await history.append(message(CHAT, "next"), {});
    expect((await history.messages(CHAT, { limit: 5 })).map(({ seq, text }) => `${seq} ${text}`)).toEqual(["1 hello", "2 next"]);
  });

  test("that is slow is waited for", async () => {
    await using open = await behindProxy();
    await open.history.append(message(CHAT, "hello"), {}, session(CHAT));
    await open.proxy.fault({ kind: "slow", ms: TIMEOUT_MS / 4 });
    expect(await open.history.messages(CHAT, { limit: 5 })).toHaveLength(1);
  });

  test("that does not know the user is told as a matter of credentials, without them", async () => {
    const uri = SERVICES.mongodb!.replace("mongodb://", "mongodb://ada:s3cret-word@");
    await using store = openMongo({ uri, database: "rolecall_test_nobody", timeoutMs: TIMEOUT_MS, log: recordedLog() });
    const error: unknown = await mongoChatHistory(store)
      .session(CHAT)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "credentials", hint: "Check the user in MONGODB_URI and its rights." });
    expect(String(error)).not.toContain("s3cret-word");
  });

  test("whose connection was closed is told as unavailable", async () => {
    const store = openMongo({ uri: SERVICES.mongodb!, database: "rolecall_test_closed", timeoutMs: TIMEOUT_MS, log: recordedLog() });
    await store[Symbol.asyncDispose]();
    await expect(store.attempt(() => store.collection("jobs").findOne({}))).rejects.toMatchObject({ code: "storage_unavailable" });
  });

  test("that refuses a command leaves the refusal as it is: nothing is gained by trying again", async () => {
    await using store = temporaryMongo();
    await expect(
      store.attempt(() =>
        store
          .collection("jobs")
          .aggregate([{ $nonsense: 1 }])
          .toArray(),
      ),
    ).rejects.toBeInstanceOf(MongoServerError);
  });
});

describe("a failure of MongoDB", () => {
  const refusal = (code: number, errmsg = "no") => new MongoServerError({ code, errmsg });

  test.each([
    ["the disk is full", refusal(14_031), "storage_full"],
    ["the plan of a hosted cluster is used up", refusal(8000, "you are over your space quota, using 512 MB of 512 MB"), "storage_full"],
    ["a hosted cluster does not know the user", refusal(8000, "bad auth : authentication failed"), "credentials"],
    ["the user may not do that", refusal(13), "credentials"],
    ["another member became the primary", refusal(10_107), "storage_unavailable"],
    ["too few members confirm a write", refusal(64), "storage_unavailable"],
  ])("has a name: %s", (_, error, code) => {
    expect(mongoFailure(error)).toMatchObject({ code, cause: error });
  });

  test("is not what a mistake of the program is", () => {
    for (const mistake of [new TypeError("undefined is not a function"), refusal(11_000), refusal(2)]) expect(mongoFailure(mistake)).toBe(mistake);
  });

  test("a URI that nobody can use is a matter of configuration", () => {
    const open = () => openMongo({ uri: "mongodb://127.0.0.1:27017/?nonsense=1", database: "x", timeoutMs: 1, log: recordedLog() });
    expect(open).toThrow(expect.objectContaining({ code: "configuration", message: "MONGODB_URI cannot be used." }));
  });
});
