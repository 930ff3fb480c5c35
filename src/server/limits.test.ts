import { describe, expect, test, vi } from "vitest";
import { MAX_OPEN_SESSIONS } from "./protocol/connection.ts";
import { OTHER_SEEKER, SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { testServer } from "./testing/test-server.ts";

const message = (sessionId: string, clientMessageId: string = crypto.randomUUID()) => ({ sessionId, clientMessageId, text: "Hello" });

describe("limits of a user", () => {
  test("more connections a minute than allowed are closed with 4431, which says when to come again; others may come", async () => {
    await using server = await testServer({ limits: { connectionsPerMinute: 3 } });
    for (let opened = 0; opened < 3; opened += 1) (await server.connect(tokenOf(SEEKER))).terminate();
    const client = await server.open();
    client.send({ type: "connection_init", payload: { token: tokenOf(SEEKER) } });
    expect(await client.closed).toEqual({ code: 4431, reason: expect.stringMatching(/^Too many connections a minute; try again in \d+ s$/) });
    await server.connect(tokenOf(OTHER_SEEKER));
  });

  test("of many connections at once only as many stay as are allowed, and a closed one makes room", async () => {
    await using server = await testServer({ limits: { sockets: 2 } });
    const clients = await Promise.all(Array.from({ length: 10 }, () => server.open()));
    for (const client of clients) client.send({ type: "connection_init", payload: { token: tokenOf(SEEKER) } });
    const outcomes = await Promise.all(
      clients.map((client) => Promise.race([client.next("connection_ack").then(() => "stays"), client.closed.then(({ code }) => code)])),
    );
    expect(outcomes.filter((outcome) => outcome === "stays")).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === 4431)).toHaveLength(8);
    clients[outcomes.indexOf("stays")]!.terminate();
    await vi.waitFor(() => server.connect(tokenOf(SEEKER)), 10_000);
  });

  test("more messages a minute than allowed are refused with the time to wait, over all connections", async () => {
    await using server = await testServer({ limits: { messagesPerMinute: 2 } });
    const [one, two] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER))];
    const sessionId = await one.session();
    await one.command("message.send", message(sessionId, "m1"));
    await two.command("message.send", message(sessionId, "m1"));
    const refused = await two.command("message.send", message(sessionId));
    expect(refused).toMatchObject({ type: "error", code: "rate_limited", retryable: true, hint: expect.any(String) });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(server.told).toContainEqual({ name: "limited", facts: ["message"] });
    expect((await two.command("session.list")).type).toBe("ack");
  });

  test("of many messages at once, in as many sessions, only as many are answered as are allowed", async () => {
    await using server = await testServer({ limits: { concurrentRuns: 1 } });
    const sessions = Array.from({ length: 10 }, () => server.engine.session(SEEKER));
    const clients = await Promise.all(sessions.map(() => server.connect(tokenOf(SEEKER))));
    const answers = await Promise.all(clients.map((client, index) => client.command("message.send", message(sessions[index]!))));
    expect(answers.filter(({ type }) => type === "ack")).toHaveLength(1);
    expect(answers.filter(({ code, retryable }) => code === "too_many_runs" && retryable)).toHaveLength(9);
    expect(server.engine.submitted).toHaveLength(1);

    const running = server.engine.submitted[0]!.sessionId!;
    server.engine.finish(running);
    await vi.waitFor(async () => expect((await clients[0]!.command("message.send", message(sessions[0]!))).type).toBe("ack"), 10_000);
  });

  test("a run keeps its place when its sender has gone, and lets it go at its end", async () => {
    await using server = await testServer({ limits: { concurrentRuns: 1 } });
    const [session, another] = [server.engine.session(SEEKER), server.engine.session(SEEKER)];
    const gone = await server.connect(tokenOf(SEEKER));
    await gone.command("message.send", message(session));
    gone.terminate();
    const client = await server.connect(tokenOf(SEEKER));
    expect((await client.command("message.send", message(another))).code).toBe("too_many_runs");
    server.engine.finish(session);
    await vi.waitFor(async () => expect((await client.command("message.send", message(another))).type).toBe("ack"), 10_000);
  });

  test("a message that the engine refuses keeps no place", async () => {
    await using server = await testServer({ limits: { concurrentRuns: 1 } });
    const session = server.engine.session(SEEKER);
    const client = await server.connect(tokenOf(SEEKER));
    expect((await client.command("message.send", message("no session of theirs"))).code).toBe("not_found");
    expect((await client.command("message.send", message(session))).type).toBe("ack");
  });

  test("a message that is sent again needs no place of its own, and takes none from the first", async () => {
    await using server = await testServer({ limits: { concurrentRuns: 1 } });
    const [session, another] = [server.engine.session(SEEKER), server.engine.session(SEEKER)];
    const client = await server.connect(tokenOf(SEEKER));
    await client.command("message.send", message(session, "m1"));
    expect((await client.command("message.send", message(session, "m1"))).result.duplicate).toBe(true);
    expect((await client.command("message.send", message(another))).code).toBe("too_many_runs");
  });

  test(`one connection watches ${MAX_OPEN_SESSIONS} sessions, and no more until it closes one`, async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const opened = await Promise.all(Array.from({ length: MAX_OPEN_SESSIONS }, () => client.session()));
    expect(await client.command("session.open")).toMatchObject({ type: "error", code: "too_many_sessions", hint: "Close one with session.close." });
    const sessionId = server.engine.session(SEEKER);
    expect((await client.command("session.open", { sessionId })).code).toBe("too_many_sessions");
    expect((await client.command("session.open", { sessionId: opened[0] })).type).toBe("ack");
    await client.command("session.close", { sessionId: opened[0] });
    expect((await client.command("session.open", { sessionId })).type).toBe("ack");
  });
});
