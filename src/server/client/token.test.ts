import { expect, test } from "vitest";
import type { Closed } from "./chat-client.ts";
import { connected, eventually, listenTo, oneTo } from "./testing/connected.ts";
import { type Peer, scriptedServer } from "./testing/scripted-server.ts";

/** A new token each time it is asked. */
function tokens(): { token: () => string; given: () => number } {
  let given = 0;
  return { token: () => `token-${(given += 1)}`, given: () => given };
}

test("the token is refreshed before it expires, on the same connection and without losing a word", async () => {
  await using server = await scriptedServer();
  server.script = { init: (peer) => (peer.send({ ...ackOf("connection-1"), tokenExpiresAt: Date.now() + 60 }), true) };
  const { token } = tokens();
  const client = connected(server, { token }, { leastRefreshMs: 5 });
  const session = await client.open();
  const heard = listenTo(session);
  await session.send("Hello");
  await eventually(() => expect(server.commands("auth.refresh")[0]?.payload).toEqual({ token: "token-2" }));
  await eventually(() => expect(client.connection!.tokenExpiresAt).toBeGreaterThan(Date.now() + 60_000));
  server.append(session.id, { type: "CUSTOM", runId: "run-1", name: "title", value: { title: "A title" } });
  await eventually(() => expect(heard.seqs()).toEqual(oneTo(6)));
  expect(server.opened).toBe(1);
});

test("a refresh that fails is tried again while the connection lasts", async () => {
  await using server = await scriptedServer();
  let refreshes = 0;
  server.script = {
    init: (peer) => (peer.send({ ...ackOf("connection-1"), tokenExpiresAt: Date.now() + 60 }), true),
    command({ id, type }, peer) {
      if (type !== "auth.refresh" || (refreshes += 1) > 1) return false;
      peer.send({ type: "error", id, code: "internal", message: "The keys cannot be had.", retryable: true });
      return true;
    },
  };
  let asked = 0;
  const token = () => {
    if ((asked += 1) === 2) throw new Error("The network is away");
    return `token-${asked}`;
  };
  const client = connected(server, { token }, { leastRefreshMs: 1, refreshAheadMs: 10 });
  await eventually(() => expect(refreshes).toBe(2));
  expect([client.state, server.opened]).toEqual(["ready", 1]);
});

test("a client that is closed asks for no token any more", async () => {
  await using server = await scriptedServer();
  server.script = { init: (peer) => (peer.send({ ...ackOf("connection-1"), tokenExpiresAt: Date.now() + 100 }), true) };
  const { token, given } = tokens();
  const client = connected(server, { token }, { leastRefreshMs: 1, refreshAheadMs: 20 });
  await eventually(() => expect(client.state).toBe("ready"));
  client.close();
  // Another one, whose time comes later.
  connected(server, { token: () => "another" }, { leastRefreshMs: 1, refreshAheadMs: 20 });
  await eventually(() => expect(server.commands("auth.refresh").map(({ payload }) => payload.token)).toEqual(["another"]));
  expect(given()).toBe(1);
});

test("a token that is refused is asked for once more", async () => {
  await using server = await scriptedServer({ init: (peer) => peer.token !== "token-2" && (peer.close(4401), true) });
  const { token } = tokens();
  const client = connected(server, { token });
  await eventually(() => expect(client.state).toBe("ready"));
  expect(server.peers[0]!.token).toBe("token-2");
});

test("a new token that is refused as well ends it", async () => {
  await using server = await scriptedServer({ init: (peer) => (peer.close(4401, "Unauthenticated"), true) });
  const { token, given } = tokens();
  const client = connected(server, { token });
  let why: Closed | undefined;
  client.onState((_, closed) => (why = closed));
  await expect(client.open()).rejects.toMatchObject({ code: "closed", hint: expect.stringContaining("token") });
  expect(why).toEqual({ code: 4401, name: "unauthenticated", reason: "Unauthenticated" });
  expect([given(), server.opened]).toEqual([2, 2]);
});

test("a token that cannot be renewed is tried once", async () => {
  await using server = await scriptedServer({ init: (peer) => (peer.close(4401), true) });
  const client = connected(server);
  await eventually(() => expect(client.state).toBe("closed"));
  expect(server.opened).toBe(1);
});

test("a token that expires in the middle of an answer costs a connection and no word", async () => {
  await using server = await scriptedServer();
  const { token } = tokens();
  const client = connected(server, { token });
  const session = await client.open();
  const heard = listenTo(session);
  await session.send("Hello");
  for (const [index, delta] of ["One ", "two ", "three."].entries()) {
    server.append(session.id, { type: "TEXT_MESSAGE_CONTENT", runId: "run-1", messageId: "run-1:answer", delta });
    server.close(4401);
    await eventually(() => expect([heard.words().endsWith(delta), server.opened, client.state]).toEqual([true, index + 2, "ready"]));
  }
  expect(heard.words()).toBe("One two three.");
});

test("where the token cannot be had, it is asked for again after a pause", async () => {
  await using server = await scriptedServer();
  let asked = 0;
  const token = async () => {
    asked += 1;
    if (asked < 4) throw new Error("The network is away");
    return "token";
  };
  const client = connected(server, { token });
  const states: string[] = [];
  client.onState((state) => states.push(state));
  await eventually(() => expect(client.state).toBe("ready"));
  expect(states).toEqual(["waiting", "connecting", "waiting", "connecting", "waiting", "connecting", "ready"]);
  expect(server.opened).toBe(1);
});

function ackOf(connectionId: string): Parameters<Peer["send"]>[0] & object {
  const limits = { maxFrameBytes: 65_536 };
  return { type: "connection_ack", connectionId, userId: "user", role: "job_seeker", heartbeatMs: 15_000, limits };
}
