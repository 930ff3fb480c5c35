import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type TestClient, connectTo } from "../testing/test-client.ts";
import { tokenFor } from "../testing/replica.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const HEARTBEAT_MS = 200;
const WORDS = 600;
const WORD_MS = 10;
const WAITING = { timeout: 30_000 };

let store: SeededStore;
let server: RealServer;
let proxy: TcpProxy;
let token: string;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
  token = await tokenFor(SEEKER);
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  server = await realServer(store.copy(), { timings: { heartbeatMs: HEARTBEAT_MS, closingMs: 300 }, adapt: wordy({ words: WORDS, pauseMs: WORD_MS }) });
  proxy = await tcpProxy({ port: server.port });
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

/** What this process waits for, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = { Timeout: 0, TCPSocketWrap: 0 };
  for (const name of process.getActiveResourcesInfo()) if (name in counts) counts[name]! += 1;
  return counts;
}

/** Waits until it has no more to wait for than before. Nothing of vitest's waits meanwhile. */
async function backTo(before: Record<string, number>): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    await sleep(100);
    if (Object.entries(resources()).every(([name, count]) => count <= before[name]!)) return;
  }
  expect(resources()).toEqual(before);
}

async function behindProxy(): Promise<TestClient> {
  const client = await connectTo(proxy.port);
  client.send({ type: "connection_init", payload: { token } });
  await client.next("connection_ack");
  return client;
}

async function asking(client: TestClient): Promise<{ sessionId: string; runId: string }> {
  const sessionId = await client.session();
  const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
  await client.next(({ type, threadId }) => type === "TEXT_MESSAGE_CONTENT" && threadId === sessionId);
  return { sessionId, runId: result.runId };
}

describe("dead peer", () => {
  test("whoever falls into a black hole while nothing is said is cut off, and nothing of them is left", async () => {
    const before = resources();
    const clients = await Promise.all(Array.from({ length: 30 }, behindProxy));
    for (const client of clients) await client.session();
    const other = await server.connect(EMPLOYER);
    await proxy.fault({ kind: "blackhole" });
    await vi.waitUntil(() => server.connections === 1, WAITING);
    expect(await server.metric("connections_closed_total", '"1006"')).toBe(clients.length);
    expect((await other.command("session.list")).type).toBe("ack");

    for (const client of [...clients, other]) client.terminate();
    await proxy.clear();
    await vi.waitUntil(() => server.connections === 0 && proxy.connections === 0, WAITING);
    await backTo(before);
  });

  test("whoever falls into a black hole in the middle of an answer is cut off before its end, and has all of it when they are back", async () => {
    const client = await behindProxy();
    const { sessionId, runId } = await asking(client);
    await proxy.fault({ kind: "blackhole" });
    await vi.waitUntil(() => server.connections === 0, WAITING);
    // Words that leave this machine are no sign of life: nobody has confirmed them.
    expect(server.engine.running).toBe(1);
    expect(await server.metric("connections_closed_total", '"1006"')).toBe(1);

    await proxy.clear();
    const back = await behindProxy();
    await back.session({ sessionId, afterSeq: 0 });
    await back.next(({ type, runId: ended }) => type === "RUN_FINISHED" && ended === runId);
    expect(back.text()).toBe(wordyAnswer(WORDS));
    const seqs = back.frames.flatMap(({ seq, seqFrom = seq }) => (seq === undefined ? [] : [[seqFrom, seq]]));
    expect(seqs.every(([from], index) => from === (index === 0 ? 1 : seqs[index - 1]![1] + 1))).toBe(true);
    client.terminate();
    back.terminate();
  });

  test("a hundred who die one after another leave no timers, watches, places or memory", { timeout: 120_000 }, async () => {
    await using own = await realServer(store.copy(), { timings: { heartbeatMs: 50, closingMs: 100 }, limits: { sockets: 10 } });
    await using dying = await tcpProxy({ port: own.port });
    const round = async () => {
      const clients: TestClient[] = [];
      for (let made = 0; made < 10; made += 1) {
        const client = await connectTo(dying.port);
        client.send({ type: "connection_init", payload: { token } });
        await client.next("connection_ack");
        await client.session();
        clients.push(client);
      }
      await dying.fault({ kind: "blackhole" });
      await vi.waitUntil(() => own.connections === 0, WAITING);
      await dying.clear();
      await Promise.all(clients.map(({ closed }) => closed));
    };
    await round();
    await vi.waitUntil(() => dying.connections === 0, WAITING);
    const [before, held] = [resources(), await heldBytes()];
    for (let rounds = 1; rounds < 10; rounds += 1) await round();
    // All ten connections that the user may have are free again, each time.
    await backTo(before);
    expect((await heldBytes()) - held).toBeLessThan(4 * MIB);
  });

  test("a client that is only slow to answer, and one that only listens, stay", async () => {
    await proxy.fault({ kind: "slow", ms: HEARTBEAT_MS / 4 });
    const client = await behindProxy();
    let pings = 0;
    client.socket.on("ping", () => (pings += 1));
    await vi.waitUntil(() => pings >= 8, WAITING);
    expect(server.connections).toBe(1);
    client.terminate();
  });
});
