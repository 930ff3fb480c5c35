import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { type OwnRedis, ownRedis } from "../../engine/testing/redis-server.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { expectEachOnce, listenTo, readiness } from "./testing/outage-drill.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = 120;
const WAITING = { timeout: 30_000 };

interface Drill extends AsyncDisposable {
  redis: OwnRedis;
  proxy: TcpProxy;
  server: RealServer;
}

/** What befalls Redis, and how it ends. */
interface Outage {
  strike(drill: Drill): Promise<unknown>;
  over(drill: Drill): Promise<unknown>;
}

const fault = (fault: Fault): Outage => ({ strike: ({ proxy }) => proxy.fault(fault), over: ({ proxy }) => proxy.clear() });
const memory =
  (bytes: string) =>
  ({ redis }: Drill) =>
    redis.command("CONFIG", "SET", "maxmemory", bytes);

const UNREACHABLE: [string, Outage][] = [
  ["it is away", fault({ kind: "refused" })],
  ["it falls silent", fault({ kind: "blackhole" })],
  ["its connections are reset in the middle of a reply", fault({ kind: "reset", afterBytes: 5 })],
];
const OUTAGES: [string, Outage][] = [
  ...UNREACHABLE,
  ["it restarts, empty", { strike: ({ redis }) => redis.kill(), over: ({ redis }) => redis.start() }],
  ["all of it is lost", { strike: ({ redis }) => redis.command("FLUSHALL"), over: async () => {} }],
  ["it is out of memory", { strike: memory("1"), over: memory("0") }],
];

describe.skipIf(SERVICES.redis === undefined)("Redis (skipped where there is no redis-server)", { timeout: 120_000 }, () => {
  let store: SeededStore;
  beforeAll(async () => {
    store = await seededStore(fixtures(60));
  });
  afterAll(() => store[Symbol.dispose]());

  async function drill(): Promise<Drill> {
    const opened = new AsyncDisposableStack();
    const redis = opened.use(await ownRedis());
    const proxy = opened.use(await tcpProxy({ port: Number(new URL(redis.url).port) }));
    const environment = { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, ROLECALL_CACHE_TIMEOUT_MS: "500" };
    const server = opened.use(await realServer(store.copy(), { adapt: wordy({ words: WORDS, pauseMs: 10 }), environment }));
    return { redis, proxy, server, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  }

  test.concurrent.each(OUTAGES)(
    "%s in the middle of an answer: those who listen miss nothing, those who come later have all of it, and the next answer is as if nothing had been",
    async (_, { strike, over }) => {
      await using it = await drill();
      const { server } = it;
      const client = server.client(SEEKER);
      const session = await client.open();
      const heard = listenTo(session);
      const run = await session.send("TypeScript jobs");
      await vi.waitUntil(() => heard.words(run.runId) !== "", WAITING);
      await strike(it);
      const events = await Array.fromAsync(run.events);
      expect(events.at(-1)!.type).toBe("RUN_FINISHED");
      expect(heard.terminals(run.runId)).toEqual(["RUN_FINISHED"]);
      expect(heard.words(run.runId)).toBe(wordyAnswer(WORDS));
      // Whoever comes while Redis is away has it from the history.
      const late = await server.client(SEEKER).open(session.id, { afterSeq: 3 });
      await vi.waitFor(() => expect(late.messages.at(-1)).toMatchObject({ content: wordyAnswer(WORDS), status: "complete" }), WAITING);

      await over(it);
      await readiness(server, "ready");
      const next = await session.send("React jobs");
      const told = await Array.fromAsync(next.events);
      expect(told.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
      expect(heard.words(next.runId)).toBe(wordyAnswer(WORDS));
      await vi.waitFor(() => expect(late.messages.at(-1)).toMatchObject({ content: wordyAnswer(WORDS), runId: next.runId, status: "complete" }), WAITING);
      await expectEachOnce(server, SEEKER, session.id, ["TypeScript jobs", "React jobs"]);
    },
  );

  test.concurrent.each(OUTAGES)(
    "%s and the client is cut off, both in the middle of an answer: it comes back to the whole of it",
    async (_, { strike, over }) => {
      await using it = await drill();
      const { server } = it;
      const client = server.client(SEEKER);
      const session = await client.open();
      const heard = listenTo(session);
      const run = await session.send("TypeScript jobs");
      await vi.waitUntil(() => heard.words(run.runId) !== "", WAITING);
      await strike(it);
      client.drop();
      await vi.waitFor(() => expect(session.messages.at(-1)).toMatchObject({ role: "assistant", content: wordyAnswer(WORDS), status: "complete" }), WAITING);
      await over(it);
      await readiness(server, "ready");
      const next = await session.send("React jobs");
      expect((await Array.fromAsync(next.events)).at(-1)!.type).toBe("RUN_FINISHED");
      await expectEachOnce(server, SEEKER, session.id, ["TypeScript jobs", "React jobs"]);
    },
  );

  test.concurrent.each(UNREACHABLE)("%s before a message: it is answered all the same, and says what it goes without", async (_, { strike, over }) => {
    await using it = await drill();
    const { server } = it;
    const client = await server.connect(SEEKER);
    const sessionId = await client.session();
    await strike(it);
    const { result } = await client.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
    const end = await client.next(({ type, runId }) => type === "RUN_FINISHED" && runId === result.runId);
    expect(end.result).toMatchObject({ status: "complete", degraded: ["cache"] });
    expect(client.text()).toBe(wordyAnswer(WORDS));
    await readiness(server, "degraded");
    await over(it);
    await readiness(server, "ready");
    await expectEachOnce(server, SEEKER, sessionId, ["TypeScript jobs"]);
  });
});
