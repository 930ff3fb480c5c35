import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { ChatClient, ChatSession } from "../client/chat-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const CLIENTS = 1_000;
/** The limit of the first pause: long enough for the machine to keep up with, so that what is measured is the clients' choice. */
const FIRST_PAUSE_MS = 6_000;
const SLICES = 6;
const WAITING = { timeout: 90_000 };

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

/** A `WebSocket` that tells when it was opened. */
function recorded(opened: number[]): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      opened.push(performance.now());
    }
  };
}

describe("reconnect", () => {
  test(
    `${CLIENTS} clients that are cut off together come back spread over their pause, and all of them have their sessions again`,
    { timeout: 240_000 },
    async () => {
      const opened: number[] = [];
      await using server: RealServer = await realServer(store.copy(), { settings: { newcomers: { total: CLIENTS, perAddress: CLIENTS } } });
      await using proxy = await tcpProxy({ port: server.port });
      const timing = { leastPauseMs: FIRST_PAUSE_MS, atOncePauseMs: FIRST_PAUSE_MS, handshakeMs: 60_000 };
      const clients: ChatClient[] = [];
      const sessions: ChatSession[] = [];
      for (let made = 0; made < CLIENTS; made += 50) {
        const some = Array.from({ length: 50 }, (_, index) =>
          server.client(
            { userId: `user-${made + index}`, role: "job_seeker" },
            { port: proxy.port, maxPauseMs: FIRST_PAUSE_MS, WebSocket: recorded(opened) },
            timing,
          ),
        );
        clients.push(...some);
        sessions.push(...(await Promise.all(some.map((client) => client.open()))));
      }
      expect(server.connections).toBe(CLIENTS);

      opened.length = 0;
      const cutAt = performance.now();
      await proxy.fault({ kind: "refused" });
      await vi.waitUntil(() => clients.every(({ state }) => state !== "ready"), WAITING);
      await proxy.clear();
      await vi.waitUntil(() => clients.every(({ state }) => state === "ready"), WAITING);

      const first = opened.slice(0, CLIENTS).map((at) => at - cutAt);
      const slices = Array.from({ length: SLICES }, (_, slice) => first.filter((at) => Math.floor((at / FIRST_PAUSE_MS) * SLICES) === slice).length);
      // Evenly spread it would be a sixth in each.
      for (const slice of slices.slice(0, -1)) expect(slice).toBeGreaterThan(CLIENTS / SLICES / 3);
      expect(Math.max(...slices)).toBeLessThan((CLIENTS / SLICES) * 2);
      expect(opened.length).toBeLessThan(CLIENTS * 1.5);

      await vi.waitUntil(() => server.connections === CLIENTS, WAITING);
      for (const at of [0, CLIENTS / 2, CLIENTS - 1]) {
        const run = await sessions[at]!.send("hello");
        expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
      }
    },
  );

  test("clients that a full server turns away come in one after another, and none gives up", { timeout: 120_000 }, async () => {
    const opened: number[] = [];
    await using server: RealServer = await realServer(store.copy(), { settings: { newcomers: { total: 20, perAddress: 3 } } });
    // Two who say nothing, so that there is room for one at a time.
    const silent = [await server.open(), await server.open()];
    const clients = Array.from({ length: 60 }, (_, index) => server.client({ userId: `user-${index}`, role: "job_seeker" }, { WebSocket: recorded(opened) }));
    await Promise.all(clients.map((client) => client.open()));
    for (const client of clients) client.drop();
    await vi.waitUntil(() => clients.every(({ state }) => state === "ready"), WAITING);
    expect(opened.length).toBeGreaterThan(120);
    for (const stranger of silent) stranger.terminate();
    await vi.waitUntil(() => server.connections === 60, WAITING);
  });

  test("a server that restarts has everybody back without a second storm", { timeout: 120_000 }, async () => {
    const opened: number[] = [];
    const directory = store.copy();
    const first = await realServer(directory);
    const { port } = first;
    const others = Array.from({ length: 100 }, (_, index) => {
      const client = first.client(
        { userId: `user-${index}`, role: "job_seeker" },
        { WebSocket: recorded(opened), maxPauseMs: 5_000 },
        { leastPauseMs: 250, atOncePauseMs: 100 },
      );
      return { client, session: client.open() };
    });
    const sessions = await Promise.all(others.map(({ session }) => session));
    opened.length = 0;
    await first.drain(5_000);
    await using second = await realServer(directory, { port });
    await vi.waitUntil(() => others.every(({ client }) => client.state === "ready"), WAITING);
    await sleep(500);
    expect(second.connections).toBe(100);
    // Once when it went away, and a few times while nobody was there.
    expect(opened.length).toBeLessThan(100 * 12);
    const run = await sessions[99]!.send("hello");
    expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
    for (const { client } of others) client.close();
    await first[Symbol.asyncDispose]();
  });
});
