import { describe, expect, test, vi } from "vitest";
import { OTHER_SEEKER, SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { words } from "./testing/scripted-engine.ts";
import { testServer } from "./testing/test-server.ts";

const message = (sessionId: string, clientMessageId: string) => ({ sessionId, clientMessageId, text: "Hello" });

describe("graceful stop", () => {
  test("closes idle connections with 1001 at once, and the others when they have seen the end of their run", async () => {
    await using server = await testServer({ timings: { drainSpreadMs: 50 } });
    const [idle, listening, busy] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER))];
    await idle.session();
    const sessionId = await busy.session();
    await listening.session({ sessionId });
    await busy.command("message.send", message(sessionId, "m1"));
    await listening.next("RUN_STARTED");

    const drained = server.drain(20_000);
    expect(server.isDraining).toBe(true);
    expect((await idle.closed).code).toBe(1001);
    server.engine.tell(sessionId, words("to the end"));
    server.engine.finish(sessionId);
    expect((await busy.closed).code).toBe(1001);
    expect((await listening.closed).code).toBe(1001);
    for (const client of [busy, listening]) {
      expect(client.text()).toBe("to the end");
      expect(client.frames.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
    }
    await drained;
    expect(server.connections).toBe(0);
  });

  test("takes no more messages and no more connections", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const [running, another] = [await client.session(), await client.session()];
    await client.command("message.send", message(running, "m1"));
    const drained = server.drain(20_000);
    expect(await client.command("message.send", message(another, "m2"))).toMatchObject({ type: "error", code: "draining", retryable: true });
    await expect(server.open()).rejects.toThrow("ECONNREFUSED");
    server.engine.finish(running);
    await drained;
    expect(server.engine.submitted).toHaveLength(1);
  });

  test("stops what still runs in time for its last words", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const sessionId = await client.session();
    await client.command("message.send", message(sessionId, "m1"));
    await server.drain(2_000);
    expect((await client.closed).code).toBe(1001);
    expect(client.frames.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
  });

  test("is over in time, whatever hangs", async () => {
    await using server = await testServer();
    const [client, gone] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(OTHER_SEEKER))];
    const sessionId = await client.session();
    await client.command("message.send", message(sessionId, "m1"));
    gone.socket.pause();
    server.engine.gate = new Promise(() => {});
    client.send({ id: 1, type: "session.list", payload: {} });
    server.engine.drain = () => new Promise(() => {});
    await server.drain(800);
    expect((await client.closed).code).toBe(1001);
    expect(server.connections).toBe(0);
    gone.socket.resume();
    await gone.closed;
  });

  test("asked twice is the same stop", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const [one, two] = [server.drain(1_000), server.drain(600_000)];
    expect((await client.closed).code).toBe(1001);
    await Promise.all([one, two]);
  });

  test("does not send everybody away at the same moment", async () => {
    await using server = await testServer({ timings: { drainSpreadMs: 1_000 } });
    const clients = await Promise.all(Array.from({ length: 40 }, () => server.connect(tokenOf(SEEKER))));
    const left: number[] = [];
    for (const { closed } of clients) void closed.then(() => left.push(performance.now()));
    await server.drain(10_000);
    await vi.waitUntil(() => left.length === 40);
    expect(Math.max(...left) - Math.min(...left)).toBeGreaterThan(300);
  });
});
