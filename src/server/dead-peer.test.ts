import { describe, expect, test, vi } from "vitest";
import { SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { testServer } from "./testing/test-server.ts";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("dead peer", () => {
  test("a client that does not answer is cut off, and everything of it let go", async () => {
    await using server = await testServer({ timings: { heartbeatMs: 200 }, limits: { sockets: 1 } });
    const client = await server.connect(tokenOf(SEEKER));
    await client.session();
    const withOne = timers();
    // It gets nothing any more, and so answers nothing.
    client.socket.pause();
    await vi.waitUntil(() => server.connections === 0, 10_000);
    expect(server.told).toContainEqual({ name: "connectionClosed", facts: [1006] });
    await vi.waitUntil(() => server.engine.watches === 0);
    expect(timers()).toBeLessThan(withOne);
    await vi.waitFor(() => server.connect(tokenOf(SEEKER)), 10_000);
  });

  test("a client that only listens stays, as long as it answers pings", async () => {
    await using server = await testServer({ timings: { heartbeatMs: 100 } });
    const client = await server.connect(tokenOf(SEEKER));
    let pings = 0;
    client.socket.on("ping", () => (pings += 1));
    await vi.waitUntil(() => pings >= 10, 10_000);
    expect(server.connections).toBe(1);
  });

  test("a thousand connections that come and go leave nothing behind", async () => {
    await using server = await testServer();
    const token = tokenOf(SEEKER);
    await (await server.connect(token)).session();
    const before = timers();
    for (let round = 0; round < 20; round += 1) {
      const clients = await Promise.all(Array.from({ length: 50 }, () => server.connect(token)));
      await Promise.all(clients.map((client) => client.session()));
      for (const client of clients) client.terminate();
      await vi.waitUntil(() => server.connections === 1);
    }
    await vi.waitUntil(() => server.engine.watches === 1);
    await vi.waitUntil(() => timers() <= before, 10_000);
  }, 60_000);
});
