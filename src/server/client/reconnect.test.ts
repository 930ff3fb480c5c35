import { describe, expect, test, vi } from "vitest";
import { CLOSE } from "../protocol/close-codes.ts";
import type { ChatClient, Closed } from "./chat-client.ts";
import { connected, eventually, listenTo } from "./testing/connected.ts";
import { type Script, scriptedServer } from "./testing/scripted-server.ts";

function statesOf(client: ChatClient): string[] {
  const states: string[] = [];
  client.onState((state) => states.push(state));
  return states;
}

describe.each(Object.values(CLOSE).filter(({ reconnect }) => reconnect !== "never"))("closed with $code, $reason", ({ code }) => {
  test("the client connects again", async () => {
    await using server = await scriptedServer();
    const client = connected(server);
    await eventually(() => expect(client.state).toBe("ready"));
    const states = statesOf(client);
    server.close(code);
    await eventually(() => expect(states).toEqual(["waiting", "connecting", "ready"]));
    expect(server.opened).toBe(2);
    expect(client.connection?.connectionId).toBe("connection-2");
  });
});

describe.each(Object.entries(CLOSE).filter(([, { reconnect }]) => reconnect === "never"))("closed as %s", (name, { code, reason }) => {
  test("the client gives up, tells why, and refuses what is asked of it", async () => {
    await using server = await scriptedServer({ command: ({ type }) => type === "session.list" });
    const client = connected(server);
    const session = await client.open();
    const run = await session.send("Hello");
    const reading = Array.fromAsync(run.events);
    const list = client.sessions();
    let why: Closed | undefined;
    client.onState((_, closed) => (why = closed));
    const lost: string[] = [];
    session.onLost((error) => lost.push(error.code));
    server.close(code, reason);
    await expect(list).rejects.toMatchObject({ code: "closed", retryable: false });
    await expect(reading).rejects.toMatchObject({ code: "closed" });
    await expect(session.send("More")).rejects.toMatchObject({ code: "closed", message: expect.stringContaining(reason) });
    await expect(client.open()).rejects.toMatchObject({ code: "closed" });
    expect([client.state, why, lost]).toEqual(["closed", { code, name, reason }, ["closed"]]);
    expect(server.opened).toBe(1);
  });
});

test("a network that is cut is connected again, and so is one that was dropped here", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  await eventually(() => expect(client.state).toBe("ready"));
  server.peers[0]!.cut();
  await eventually(() => expect([server.opened, client.state]).toEqual([2, "ready"]));
  client.drop();
  expect(client.state).toBe("waiting");
  await eventually(() => expect([server.opened, client.state]).toEqual([3, "ready"]));
});

test("a server that is not there yet is tried until it is", async () => {
  const gone = await scriptedServer();
  const { url } = gone;
  await gone[Symbol.asyncDispose]();
  const client = connected({ url });
  const states = statesOf(client);
  await eventually(() => expect(states.filter((state) => state === "waiting").length).toBeGreaterThan(2));
  expect(states).not.toContain("ready");
});

/** The pauses a client makes of those that are possible here, with the longest that chance can give. */
async function pausesOf(script: Script, times: number): Promise<number[]> {
  await using server = await scriptedServer(script);
  using timers = vi.spyOn(globalThis, "setTimeout");
  const client = connected(server, { maxPauseMs: 47 }, { random: () => 1, atOncePauseMs: 7, leastPauseMs: 11 });
  const pauses = () => timers.mock.calls.map(([, ms]) => ms!).filter((ms) => [7, 11, 22, 44, 47].includes(ms));
  await eventually(() => expect(pauses().length).toBeGreaterThanOrEqual(times));
  client.close();
  return pauses().slice(0, times);
}

test("pauses grow while connections do not last, up to the longest one", async () => {
  expect(await pausesOf({ init: (peer) => (peer.cut(), true) }, 5)).toEqual([11, 22, 44, 47, 47]);
});

test("a server that sends everybody away is left alone at once only the first time", async () => {
  expect(await pausesOf({ init: (peer) => (peer.close(1001), true) }, 5)).toEqual([7, 22, 44, 47, 47]);
});

test("after a connection that lasted, the first pause is a first one again", async () => {
  await using server = await scriptedServer();
  const client = connected(server, { maxPauseMs: 600_000 }, { leastPauseMs: 1, stableMs: 0 });
  for (let times = 1; times < 25; times += 1) {
    await eventually(() => expect([server.opened, client.state]).toEqual([times, "ready"]));
    server.close(4500);
  }
});

test("a server that never acknowledges the connection is left", async () => {
  await using server = await scriptedServer({ init: (_peer, nth) => nth < 3 });
  const client = connected(server, {}, { handshakeMs: 200 });
  await eventually(() => expect(client.state).toBe("ready"));
  expect(server.opened).toBeGreaterThanOrEqual(3);
});

test("a server that falls silent is left after two pings, one that answers is not", async () => {
  await using silent = await scriptedServer({ ack: { heartbeatMs: 20 }, command: (command) => (command.type as string) === "ping" });
  await using alive = await scriptedServer({ ack: { heartbeatMs: 150 } });
  const [left, kept] = [connected(silent), connected(alive)];
  await eventually(() => expect(silent.opened).toBeGreaterThan(1));
  await eventually(() => expect(alive.received.filter(({ type }) => type === "ping").length).toBeGreaterThan(5));
  expect(alive.opened).toBe(1);
  expect(kept.state).toBe("ready");
  left.close();
  const pings = silent.received.slice(
    0,
    silent.received.findLastIndex(({ type }) => type === "connection_init"),
  );
  expect(pings.filter(({ type }) => type === "ping").length).toBeGreaterThanOrEqual(2);
});

test("a ping of the server is answered", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  await eventually(() => expect(client.state).toBe("ready"));
  server.peers[0]!.send({ type: "ping" });
  await eventually(() => expect(server.received.at(-1)).toEqual({ type: "pong" }));
});

test("garbage is passed over", async () => {
  await using server = await scriptedServer({ words: ["Still ", "here."] });
  const client = connected(server);
  const session = await client.open();
  const heard = listenTo(session);
  const [peer] = server.peers;
  for (const data of ["", "{", "null", "[]", "7", '"ack"', "{}", '{"type":7}', '{"type":"ack"}', '{"type":"ack","id":"?"}', '{"type":"error","id":null}'])
    peer!.sendRaw(data);
  for (const data of ['{"type":"connection_ack"}', '{"type":"__proto__"}', '{"type":"toString","threadId":"?"}', "[".repeat(5_000)]) peer!.sendRaw(data);
  peer!.sendRaw(Buffer.from([0, 1, 2, 255]));
  peer!.send({ type: "CUSTOM", name: "constructor", threadId: session.id });
  await session.send("Are you there?");
  await eventually(() => expect(heard.words()).toBe("Still here."));
  expect(server.opened).toBe(1);
});

test("an acknowledgement that says nothing is none", async () => {
  await using server = await scriptedServer({ init: (peer, nth) => nth === 1 && (peer.send({ type: "connection_ack", heartbeatMs: "soon" }), true) });
  const client = connected(server, {}, { handshakeMs: 200 });
  await eventually(() => expect(client.state).toBe("ready"));
  expect(client.connection?.connectionId).not.toBe("connection-1");
});
