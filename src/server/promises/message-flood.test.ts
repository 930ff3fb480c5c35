import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { reconnectAfter } from "../protocol/close-codes.ts";
import { MAX_OPEN_SESSIONS } from "../protocol/connection.ts";
import { tokenFor } from "../testing/replica.ts";
import type { TestClient } from "../testing/test-client.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const OPENS = process.env.ROLECALL_SOAK === "1" ? 10_000 : 2_000;
const WAITING = { timeout: 30_000 };
/** The settings that a server has by itself. */
const DEFAULTS = { messagesPerMinute: 30, connectionsPerMinute: 60, concurrentRuns: 3, sockets: 10 };

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

/** Another user, who asks for something all the time. */
function bystander(client: TestClient) {
  let answers = 0;
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      expect((await client.command("session.list")).type).toBe("ack");
      answers += 1;
      await sleep(100);
    }
  })();
  return {
    /** How often it was answered. */
    async stop(): Promise<number> {
      stopped = true;
      await done;
      return answers;
    },
  };
}

async function expectServed(client: TestClient): Promise<void> {
  const sessionId = await client.session();
  await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "nurses" });
  expect((await client.next(({ type, threadId }) => type === "RUN_FINISHED" && threadId === sessionId)).result.status).toBe("complete");
}

describe("message flood", () => {
  test(`${OPENS} connections that one user opens: as many stay as may, the server is up, and others notice nothing`, { timeout: 300_000 }, async () => {
    await using server: RealServer = await realServer(store.copy(), { limits: DEFAULTS });
    const token = await tokenFor(SEEKER);
    const other = await server.connect(EMPLOYER);
    const watching = bystander(other);
    const before = await heldBytes();
    const codes = new Map<number, number>();
    let most = 0;
    let opened = 0;

    async function keepOpening(): Promise<void> {
      while (opened < OPENS) {
        opened += 1;
        const client = await server.open();
        client.send({ type: "connection_init", payload: { token } });
        client.send({ type: "ping" });
        const { code } = await Promise.race([client.closed, client.next("connection_ack").then(() => ({ code: 0 }))]);
        most = Math.max(most, server.connections);
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    await Promise.all(Array.from({ length: 50 }, keepOpening));
    // Those that were let in stay, and so nobody else of this user is let in.
    expect(Object.fromEntries(codes)).toEqual({ 0: DEFAULTS.sockets, 4431: OPENS - DEFAULTS.sockets });
    expect(reconnectAfter(4431)).toBe("later");
    expect(most).toBeLessThanOrEqual(1 + DEFAULTS.sockets + 50);
    expect(await watching.stop()).toBeGreaterThan(0);
    await expectServed(other);
    await vi.waitUntil(() => server.connections === 1 + DEFAULTS.sockets, WAITING);
    expect((await heldBytes()) - before).toBeLessThan(16 * MIB);
    expect(await server.metric("limited_total", '"connection"')).toBe(OPENS - DEFAULTS.connectionsPerMinute);
    expect(await server.metric("limited_total", '"socket"')).toBe(DEFAULTS.connectionsPerMinute - DEFAULTS.sockets);
  });

  test(
    `${OPENS} sessions that one user opens over all connections: each is answered or refused, whoever does not stop is closed, and others notice nothing`,
    { timeout: 300_000 },
    async () => {
      await using server: RealServer = await realServer(store.copy(), { limits: DEFAULTS });
      const other = await server.connect(EMPLOYER);
      const watching = bystander(other);
      const clients = await Promise.all(Array.from({ length: DEFAULTS.sockets }, () => server.connect(SEEKER)));
      const before = await heldBytes();
      for (let opened = 0; opened < OPENS; opened += clients.length) {
        for (const client of clients) if (client.socket.readyState === client.socket.OPEN) client.send({ id: opened, type: "session.open" });
        if (opened % 1_000 === 0) await sleep(1);
      }
      const answered = async (client: TestClient) => {
        const count = OPENS / clients.length;
        await Promise.race([client.closed, vi.waitUntil(() => client.frames.filter(({ id }) => id !== undefined).length === count, WAITING)]);
        const answers = client.frames.filter(({ id }) => id !== undefined).map(({ type, code }) => code ?? type);
        return { opened: answers.filter((answer) => answer === "ack").length, refused: new Set(answers.filter((answer) => answer !== "ack")) };
      };
      for (const { opened, refused } of await Promise.all(clients.map(answered))) {
        expect(opened).toBeLessThanOrEqual(MAX_OPEN_SESSIONS);
        expect([...refused].filter((code) => code !== "too_many_sessions" && code !== "rate_limited")).toEqual([]);
      }
      expect(await watching.stop()).toBeGreaterThan(0);
      await expectServed(other);
      expect((await heldBytes()) - before).toBeLessThan(24 * MIB);
      // A new session counts as a message.
      expect(await server.metric("commands_total", 'type="session.open",outcome="ok"')).toBe(DEFAULTS.messagesPerMinute + 1);
    },
  );

  test("commands that never stop close the connection with 4431, its user may come again, and a turn that ran goes on", async () => {
    await using server: RealServer = await realServer(store.copy(), { limits: DEFAULTS });
    const client = await server.connect(SEEKER);
    const sessionId = await client.session();
    const { result } = await client.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
    for (let sent = 0; sent < 3_000; sent += 1) client.send({ id: sent, type: "session.open", payload: { sessionId } });
    expect((await client.closed).code).toBe(4431);
    const again = await server.connect(SEEKER);
    await again.session({ sessionId, afterSeq: 0 });
    expect((await again.next("RUN_FINISHED")).runId).toBe(result.runId);
  });

  test("messages beyond those a minute may have are refused with the time to wait, whatever connection they come by, and none is half taken", async () => {
    await using server: RealServer = await realServer(store.copy(), { limits: { messagesPerMinute: 9 } });
    const [clients, other] = [await Promise.all(Array.from({ length: 4 }, () => server.connect(SEEKER))), await server.connect(EMPLOYER)];
    // A session that is opened anew counts as one.
    const sessions = await Promise.all(clients.map((client) => client.session()));
    const sends = Array.from({ length: 40 }, (_, index) =>
      clients[index % 4]!.command("message.send", { sessionId: sessions[index % 4], clientMessageId: `m${index}`, text: "jobs", onBusy: "interrupt" }),
    );
    const answers = await Promise.all(sends);
    const refused = answers.filter(({ code }) => code === "rate_limited");
    expect(refused).toHaveLength(35);
    for (const { retryable, retryAfterMs, hint } of refused) {
      expect(retryable).toBe(true);
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(hint).toBeTruthy();
    }
    const kept = await Promise.all(sessions.map((sessionId) => server.engine.sessions.show(SEEKER, sessionId)));
    expect(kept.flatMap(({ messages }) => messages).filter(({ role }) => role === "user")).toHaveLength(answers.filter(({ type }) => type === "ack").length);
    await expectServed(other);
  });
});
