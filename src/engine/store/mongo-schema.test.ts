import { describe, expect, test } from "vitest";
import { mongoChatHistory } from "../sessions/mongo.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { SERVICES } from "../testing/services.ts";
import { MONGO_SCHEMA_VERSION, ensureMongoSchema, inspectMongoSchema } from "./mongo-schema.ts";
import { openMongo } from "./mongo.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const SEQ = "unique index of chat_messages on session_id, seq";
const TURN = "index of chat_messages on session_id, turn_id";

describe.skipIf(SERVICES.mongodb === undefined)("the schema in MongoDB (skipped where there is no MongoDB)", () => {
  test("is created in an empty database, and left alone from then on", async () => {
    const log = recordedLog();
    await using store = temporaryMongo({ log });
    const before = await inspectMongoSchema(store);
    expect(before).toMatchObject({ version: null, missing: expect.arrayContaining(["collection chat_messages", SEQ]) });
    const { created, refused } = await ensureMongoSchema(store, log);
    expect([created.toSorted(), refused]).toEqual([before.missing.toSorted(), []]);
    expect(await inspectMongoSchema(store)).toEqual({ version: MONGO_SCHEMA_VERSION, missing: [] });
    expect(await ensureMongoSchema(store, log)).toEqual({ created: [], refused: [] });
    expect(log.lines).toMatchObject([{ level: "info", facts: { created } }]);
  });

  test("is created once by processes that come at the same time", async () => {
    await using first = temporaryMongo();
    const database = first.db.databaseName;
    await using stack = new AsyncDisposableStack();
    const log = recordedLog();
    const stores = Array.from({ length: 6 }, () => stack.use(openMongo({ uri: SERVICES.mongodb!, database, timeoutMs: 10_000, log })));
    await Promise.all(stores.flatMap((store) => [store.ready(), store.ready()]));
    expect(await inspectMongoSchema(first)).toEqual({ version: MONGO_SCHEMA_VERSION, missing: [] });
    expect(log.lines.filter(({ level }) => level === "warn")).toEqual([]);
  });

  test("gets back what somebody dropped", async () => {
    const log = recordedLog();
    await using store = temporaryMongo({ log });
    await ensureMongoSchema(store, log);
    await store.collection("chat_messages").drop();
    await store.collection("chat_sessions").dropIndex("rolecall_session_id");
    const { missing } = await inspectMongoSchema(store);
    expect(missing).toEqual(expect.arrayContaining(["collection chat_messages", SEQ, "unique index of chat_sessions on session_id"]));
    expect((await ensureMongoSchema(store, log)).created.toSorted()).toEqual(missing.toSorted());
  });

  test("takes the portal's own indexes, whatever their names are", async () => {
    await using store = temporaryMongo();
    await store.db.collection("chat_sessions").createIndex({ session_id: 1 }, { name: "by_uuid", unique: true });
    await store.ready();
    const names = (await store.collection("chat_sessions").listIndexes().toArray()).map(({ name }) => String(name));
    expect(names).toContain("by_uuid");
    expect(names).not.toContain("rolecall_session_id");
  });

  test("of a newer Rolecall is left alone, and every operation says so until that has changed", async () => {
    await using store = temporaryMongo();
    const notes = store.db.collection<{ _id: string; version: number }>("rolecall_notes");
    await notes.insertOne({ _id: "schema", version: MONGO_SCHEMA_VERSION + 1 });
    const history = mongoChatHistory(store);
    await expect(history.session(CHAT)).rejects.toMatchObject({ code: "storage_newer", facts: { version: MONGO_SCHEMA_VERSION + 1 } });
    await expect(inspectMongoSchema(store)).rejects.toMatchObject({ code: "storage_newer" });
    expect((await store.db.listCollections().toArray()).map(({ name }) => String(name))).toEqual(["rolecall_notes"]);
    await notes.deleteOne({ _id: "schema" });
    expect(await history.session(CHAT)).toBeNull();
  });

  test("lacks a unique index where the data have doubles: that is told with its remedy, and the rest works", async () => {
    const log = recordedLog();
    await using store = temporaryMongo({ log });
    const twice = { session_id: CHAT, user_id: "ada", seq: 1, role: "user", text: "twice" };
    await store.db.collection("chat_messages").insertMany([{ ...twice }, { ...twice }]);
    const history = mongoChatHistory(store);
    expect(await history.messages(CHAT, { limit: 5 })).toHaveLength(2);
    expect(log.lines.filter(({ level }) => level === "warn")).toMatchObject([
      { facts: { missing: [TURN] }, text: 'MongoDB has documents and not every index; run "rolecall doctor --fix".' },
      {
        facts: { reason: "duplicates" },
        text: `MongoDB has no ${SEQ}. Documents have the same values there: leave one of each. Then run "rolecall doctor --fix".`,
      },
    ]);
    expect((await inspectMongoSchema(store)).missing).toEqual([SEQ, TURN]);
    await history.deleteSession(CHAT);
    expect(await ensureMongoSchema(store, log)).toEqual({ created: [SEQ, TURN], refused: [] });
  });
});
