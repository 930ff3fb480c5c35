import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openMongo } from "../store/mongo.ts";
import { openLog } from "../telemetry/log.ts";
import { message, session } from "../testing/messages.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { ownMongo } from "../testing/mongo-server.ts";
import { SERVICES, uniqueName } from "../testing/services.ts";
import { mongoChatHistory } from "./mongo.ts";

const SCRIPT = fileURLToPath(new URL("../testing/mongo-process.ts", import.meta.url));
const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

interface Told {
  duplicate: boolean;
  message_id: string;
  seq: number;
}

async function processes(database: string, task: "same" | "different", count: number): Promise<Told[]> {
  const run = () => promisify(execFile)(process.execPath, [SCRIPT, SERVICES.mongodb!, database, task, CHAT, String(count)]);
  const ended = await Promise.all([run(), run()]);
  return ended.flatMap(({ stdout }) => JSON.parse(stdout) as Told[]);
}

describe.skipIf(SERVICES.mongodb === undefined)("two processes on one MongoDB (skipped where there is no MongoDB)", () => {
  test("write a message that both send 25 times once, into one session", async () => {
    const database = uniqueName("rolecall_test");
    await using store = temporaryMongo({ database });
    const history = mongoChatHistory(store);
    const told = await processes(database, "same", 25);
    expect(told.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(told.map(({ message_id }) => message_id)).size).toBe(1);
    expect(await history.sessionsOf("ada", null, 100)).toHaveLength(1);
    expect(await store.collection("chat_sessions").countDocuments()).toBe(1);
    expect(await store.collection("chat_messages").countDocuments()).toBe(1);
  });

  test("number the messages of one session without a gap or a double", async () => {
    const database = uniqueName("rolecall_test");
    await using store = temporaryMongo({ database });
    const history = mongoChatHistory(store);
    await history.append(message(CHAT, "hello"), {}, session(CHAT));
    const told = await processes(database, "different", 20);
    expect(told.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(upTo(41).slice(1));
    expect((await history.messages(CHAT, { limit: 100 })).map(({ seq }) => seq)).toEqual(upTo(41));
  });

  test("a server that is killed again and again loses and doubles nothing that was acknowledged", async ({ skip }) => {
    await using server = await ownMongo();
    if (server === null) return skip("There is no program to start a MongoDB of its own.");
    await using store = openMongo({ uri: server.uri, database: "killed", timeoutMs: 2_000, log: openLog("silent") });
    const history = mongoChatHistory(store);
    await history.append(message(CHAT, "hello"), {}, session(CHAT));

    const acknowledged: string[] = [];
    let refused = 0;
    let killing = true;
    const write = async (writer: number) => {
      for (let position = 0; killing; position += 1) {
        const id = `${writer} ${position}`;
        for (let stored = false; !stored;) {
          stored = await history.append(message(CHAT, id), {}).then(
            () => true,
            (error: unknown) => {
              expect(error).toMatchObject({ code: "storage_unavailable" });
              refused += 1;
              return false;
            },
          );
        }
        acknowledged.push(id);
      }
    };
    const writers = [write(1), write(2), write(3)];
    for (let kill = 0; kill < 4; kill += 1) {
      const before = acknowledged.length;
      while (acknowledged.length < before + 10) await sleep(5);
      await server.kill();
      // Longer than a writer waits, every other time.
      if (kill % 2 === 1) await sleep(2_500);
      await server.start();
    }
    killing = false;
    await Promise.all(writers);

    const stored = await history.messages(CHAT, { limit: 10_000 });
    expect(stored.map(({ client_message_id }) => client_message_id).toSorted()).toEqual([...acknowledged, "hello"].toSorted());
    expect(stored.map(({ seq }) => seq)).toEqual(upTo(acknowledged.length + 1));
    expect(refused).toBeGreaterThan(0);
  });
});
