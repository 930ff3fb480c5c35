import { describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, refusedToken, tokenOf } from "./testing/plain-tokens.ts";
import { testServer } from "./testing/test-server.ts";

const init = (token?: string) => ({ type: "connection_init", payload: { token } });

describe("no, late, doubled authentication", () => {
  test("a connection is told whom it is taken for, and what it may do", async () => {
    await using server = await testServer({ limits: { messagesPerMinute: 30, concurrentRuns: 3, sockets: 10 } });
    const client = await server.open();
    const before = Date.now();
    client.send(init(tokenOf(EMPLOYER, 60_000)));
    expect(await client.next("connection_ack")).toEqual({
      type: "connection_ack",
      connectionId: expect.any(String),
      userId: EMPLOYER.userId,
      role: "employer",
      tokenExpiresAt: expect.closeTo(before + 60_000, -4),
      heartbeatMs: 15_000,
      limits: { maxFrameBytes: 65_536, maxMessageChars: 32_000, messagesPerMinute: 30, concurrentRuns: 3, sockets: 10, openSessions: 20 },
      capabilities: { resumable: true },
    });
  });

  test("the token may come in the Authorization header, with an init that has none", async () => {
    await using server = await testServer();
    const client = await server.open({ headers: { authorization: `Bearer ${tokenOf(SEEKER)}` } });
    client.send({ type: "connection_init" });
    expect((await client.next("connection_ack")).userId).toBe(SEEKER.userId);
  });

  test("no init closes with 4408, however busy the client is with pings", async () => {
    await using server = await testServer({ timings: { initTimeoutMs: 150 } });
    const client = await server.open();
    const pinging = setInterval(() => client.socket.ping(), 20);
    expect((await client.closed).code).toBe(4408);
    clearInterval(pinging);
  });

  test.each([
    ["a command", { id: 1, type: "session.list", payload: {} }],
    ["a ping", { type: "ping" }],
    ["an unknown command", { id: 1, type: "session.steal" }],
  ])("%s before the init closes with 4401, and nothing is done", async (_, frame) => {
    await using server = await testServer();
    const client = await server.open();
    client.send(frame);
    expect((await client.closed).code).toBe(4401);
    expect(client.frames).toEqual([]);
    expect(server.engine.asked).toEqual([]);
  });

  test("a command that does not wait for the answer to the init closes with 4401", async () => {
    await using server = await testServer();
    server.tokens.gate = new Promise(() => {});
    const client = await server.open();
    client.send(init(tokenOf(SEEKER)));
    client.send({ id: 1, type: "session.list", payload: {} });
    expect((await client.closed).code).toBe(4401);
    expect(server.engine.asked).toEqual([]);
  });

  test("no token closes with 4401", async () => {
    await using server = await testServer();
    const client = await server.open();
    client.send({ type: "connection_init" });
    expect(await client.closed).toEqual({ code: 4401, reason: "There is no token" });
  });

  test("a token that is past its time closes with 4401", async () => {
    await using server = await testServer();
    const client = await server.open();
    client.send(init(tokenOf(SEEKER, -1)));
    expect((await client.closed).code).toBe(4401);
    expect(client.frames).toEqual([]);
  });

  test.each([
    ["unauthenticated", 4401],
    ["forbidden", 4403],
    ["unavailable", 4503],
  ] as const)("a token that is %s closes with %i and says why", async (failure, code) => {
    await using server = await testServer();
    const client = await server.open();
    client.send(init(refusedToken(failure)));
    expect(await client.closed).toEqual({ code, reason: `The token is ${failure}` });
    expect(server.told).toContainEqual({ name: "authenticationFailed", facts: [failure] });
  });

  test("a second init closes with 4429", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.send(init(tokenOf(SEEKER)));
    expect((await client.closed).code).toBe(4429);
  });

  test("a second init while the first is being looked at closes with 4429", async () => {
    await using server = await testServer();
    server.tokens.gate = new Promise(() => {});
    const client = await server.open();
    client.send(init(tokenOf(SEEKER)));
    client.send(init(tokenOf(SEEKER)));
    expect((await client.closed).code).toBe(4429);
    expect(server.tokens.verified).toBe(1);
  });

  test("authentication that does not come to an end closes with 4503", async () => {
    await using server = await testServer({ timings: { initTimeoutMs: 150 } });
    server.tokens.gate = new Promise(() => {});
    const client = await server.open();
    client.send(init(tokenOf(SEEKER)));
    expect((await client.closed).code).toBe(4503);
  });

  test("a socket that dies during authentication leaves nothing behind", async () => {
    await using server = await testServer({ limits: { sockets: 1 } });
    const looking = Promise.withResolvers<void>();
    server.tokens.gate = looking.promise;
    const client = await server.open();
    client.send(init(tokenOf(SEEKER)));
    await vi.waitUntil(() => server.tokens.verified === 1);
    client.terminate();
    await vi.waitUntil(() => server.connections === 0);
    looking.resolve();
    // The one connection that the user may have is free again.
    await vi.waitFor(() => server.connect(tokenOf(SEEKER)), 10_000);
  });

  test("what fails in an unexpected way closes with 4500, and its words stay in the server", async () => {
    await using server = await testServer();
    const client = await server.open();
    client.send(init(Buffer.from("canary, and no JSON").toString("base64url")));
    expect(await client.closed).toEqual({ code: 4500, reason: "Something went wrong that should not have" });
    expect(JSON.stringify(server.engine.lines)).not.toContain("canary");
    expect(server.engine.lines).toContainEqual(expect.objectContaining({ level: "error" }));
  });
});

describe("the subprotocol", () => {
  test("not offered closes with 4406", async () => {
    await using server = await testServer();
    const client = await server.open({ subprotocols: [] });
    expect((await client.closed).code).toBe(4406);
    expect(server.connections).toBe(0);
  });

  test("another one closes with 4406, which a browser sees as well", async () => {
    await using server = await testServer();
    const client = await server.open({ subprotocols: ["graphql-transport-ws", "other"] });
    expect((await client.closed).code).toBe(4406);
  });

  test("among others is taken", async () => {
    await using server = await testServer();
    const client = await server.open({ subprotocols: ["other", "rolecall.v1"] });
    expect(client.socket.protocol).toBe("rolecall.v1");
  });
});
