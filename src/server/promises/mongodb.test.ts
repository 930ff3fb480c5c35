import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { readConfig } from "../../engine/config.ts";
import { openEngine } from "../../engine/index.ts";
import { temporaryMongo } from "../../engine/testing/mongo-adapters.ts";
import { SEEKER, fixtures } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { type TemporaryFolder, temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import type { MongoStore } from "../../engine/store/mongo.ts";
import { expectEachOnce, readiness, sendUntilTaken } from "./testing/outage-drill.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const STORE_MS = 1_500;
const WORDS = 100;
const WAITING = { timeout: 30_000 };
const FAULTS: [string, Fault][] = [
  ["is away", { kind: "refused" }],
  ["falls silent", { kind: "blackhole" }],
];

describe.skipIf(SERVICES.mongodb === undefined)("MongoDB (skipped where there is none)", { timeout: 120_000 }, () => {
  let mongo: MongoStore;
  let folder: TemporaryFolder;
  let proxy: TcpProxy;
  let server: RealServer;

  beforeAll(async () => {
    mongo = temporaryMongo();
    folder = temporaryFolder();
    const environment = { MONGODB_URI: SERVICES.mongodb!, MONGODB_DB: mongo.db.databaseName, ROLECALL_DATA_DIR: folder.path, ROLECALL_LOG_LEVEL: "silent" };
    await using engine = await openEngine(readConfig({ ...environment, ROLECALL_STORE_TIMEOUT_MS: "60000" }));
    await engine.seed(fixtures(12), {});
  }, 120_000);
  afterAll(async () => {
    await mongo[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  beforeEach(async () => {
    const target = new URL(SERVICES.mongodb!);
    proxy = await tcpProxy({ host: target.hostname, port: Number(target.port) });
    server = await realServer(folder.path, {
      adapt: wordy({ words: WORDS, pauseMs: 15 }),
      environment: {
        MONGODB_URI: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
        MONGODB_DB: mongo.db.databaseName,
        ROLECALL_STORE_TIMEOUT_MS: String(STORE_MS),
      },
    });
  });
  afterEach(async () => {
    await proxy.clear();
    await server[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  test.each(FAULTS)(
    "it %s before a message: every command is told so and that it may be tried again, the connection stays, and then the message is taken once",
    async (_, fault) => {
      const client = await server.connect(SEEKER);
      const sessionId = await client.session();
      await proxy.fault(fault);
      const message = { clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" };
      const answers = [
        await client.command("message.send", { sessionId, ...message }),
        await client.command("session.list"),
        await client.command("session.open"),
        await client.command("session.open", { sessionId }),
        await client.command("run.cancel", { sessionId, runId: crypto.randomUUID() }),
      ];
      for (const answer of answers) expect(answer).toMatchObject({ type: "error", code: "storage_unavailable", retryable: true, hint: expect.any(String) });
      await readiness(server, "not_ready");

      await proxy.clear();
      await sendUntilTaken(client, sessionId, message);
      expect((await client.command("message.send", { sessionId, ...message })).result.duplicate).toBe(true);
      await readiness(server, "ready");
      await expectEachOnce(server, SEEKER, sessionId, [message.text]);
      expect(client.text()).toBe(wordyAnswer(WORDS));
      expect(await server.metric("connections_opened_total")).toBe(1);
    },
  );

  test.each(FAULTS)(
    "it %s in the middle of an answer: the run has one end, the message is there once, and the session goes on without a restart",
    async (_, fault) => {
      const client = await server.connect(SEEKER);
      const sessionId = await client.session();
      const [first, second] = ["TypeScript jobs", "React jobs"];
      const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: first });
      await client.next("TEXT_MESSAGE_CONTENT");
      await proxy.fault(fault);
      // The words are all said; that they cannot be kept is known at the end.
      await vi.waitUntil(() => server.engine.running === 0, WAITING);
      await proxy.clear();

      const back = client.socket.readyState === client.socket.OPEN ? client : await server.connect(SEEKER);
      await sendUntilTaken(back, sessionId, { clientMessageId: crypto.randomUUID(), text: second });
      const late = await server.connect(SEEKER);
      await late.session({ sessionId, afterSeq: 0 });
      await late.next(({ type, runId }) => type === "RUN_FINISHED" && runId !== result.runId);
      const ends = late.frames.filter(({ type, runId }) => /^RUN_(?:FINISHED|ERROR)$/.test(type) && runId === result.runId);
      expect(ends).toHaveLength(1);
      // By what could still be written: all of it, that it failed, or nothing, and then it is ended by whoever tends the sessions.
      expect(["complete", "storage_unavailable", "interrupted", "internal"]).toContain(ends[0]!.code ?? ends[0]!.result.status);
      const { messages } = await server.engine.sessions.show(SEEKER, sessionId);
      expect(wordyAnswer(WORDS).startsWith(messages[1]!.text)).toBe(true);
      await expectEachOnce(server, SEEKER, sessionId, [first, second]);
      await readiness(server, "ready");
    },
  );
});
