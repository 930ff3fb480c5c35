import { describe, expect, test, vi } from "vitest";
import { RolecallError } from "../engine/index.ts";
import { OTHER_SEEKER, SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { words } from "./testing/scripted-engine.ts";
import { testServer } from "./testing/test-server.ts";

describe("a conversation", () => {
  test("goes from a new session over a message to the end of its run, each event once and in order", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const opened = await client.command("session.open");
    const { sessionId } = opened.result;
    expect(opened).toMatchObject({ type: "ack", result: { lastSeq: 0, created: true } });

    const sent = await client.command("message.send", { sessionId, clientMessageId: "m1", text: "Nurse in Vienna" });
    expect(sent).toMatchObject({ type: "ack", result: { runId: "seeker/m1", messageId: expect.any(String), duplicate: false } });
    server.engine.tell(sessionId, words("Two "), words("jobs."));
    server.engine.finish(sessionId);

    await client.next("RUN_FINISHED");
    const events = client.frames.filter(({ seq }) => seq !== undefined);
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "RUN_STARTED"],
      [2, "TEXT_MESSAGE_START"],
      [3, "TEXT_MESSAGE_CONTENT"],
      [4, "TEXT_MESSAGE_CONTENT"],
      [5, "TEXT_MESSAGE_END"],
      [6, "RUN_FINISHED"],
    ]);
    expect(new Set(events.map(({ threadId }) => threadId))).toEqual(new Set([sessionId]));
    expect(client.text()).toBe("Two jobs.");
  });

  test("the answer to session.open comes first, then the context, then missed events marked as replayed, then live ones", async () => {
    await using server = await testServer();
    const sessionId = server.engine.session(SEEKER);
    server.engine.tell(sessionId, words("a"), words("b"), words("c"));
    const client = await server.connect(tokenOf(SEEKER));
    await client.command("session.open", { sessionId, afterSeq: 1 });
    await client.next(({ seq }) => seq === 3);
    server.engine.tell(sessionId, words("d"));
    await client.next(({ seq }) => seq === 4);
    expect(client.frames.slice(1).map(({ type, name, seq, replayed }) => [type, name ?? seq, replayed])).toEqual([
      ["ack", undefined, undefined],
      ["CUSTOM", "context_restored", undefined],
      ["TEXT_MESSAGE_CONTENT", 2, true],
      ["TEXT_MESSAGE_CONTENT", 3, true],
      ["TEXT_MESSAGE_CONTENT", 4, undefined],
    ]);
  });

  test("several connections see the same, and a closed session is watched no more", async () => {
    await using server = await testServer();
    const [one, two] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER))];
    const sessionId = await one.session();
    await two.session({ sessionId });
    server.engine.tell(sessionId, words("both"));
    await Promise.all([one.next(({ seq }) => seq === 1), two.next(({ seq }) => seq === 1)]);

    expect(await one.command("session.close", { sessionId })).toEqual({ type: "ack", id: expect.any(String) });
    server.engine.tell(sessionId, words(" one"));
    await two.next(({ seq }) => seq === 2);
    await one.command("session.list");
    expect([one.text(), two.text()]).toEqual(["both", "both one"]);
    expect(server.engine.watches).toBe(1);
  });

  test("a session that is opened again on the same connection is watched once, from where it is asked", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const sessionId = await client.session();
    server.engine.tell(sessionId, words("a"), words("b"));
    await client.next(({ seq }) => seq === 2);
    await client.command("session.open", { sessionId, afterSeq: 1 });
    server.engine.tell(sessionId, words("c"));
    await client.next(({ seq }) => seq === 3);
    expect(client.frames.flatMap(({ seq }) => seq ?? [])).toEqual([1, 2, 2, 3]);
    expect(server.engine.watches).toBe(1);
  });

  test("a session that is deleted while it is watched is told of", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const sessionId = await client.session();
    server.engine.remove(sessionId);
    expect(await client.next(({ name }) => name === "session_deleted")).toMatchObject({ type: "CUSTOM", threadId: sessionId });
    await vi.waitUntil(() => server.engine.watches === 0);
  });

  test("the other commands reach the engine in the user's name", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const sessionId = await client.session();
    await client.command("message.send", { sessionId, clientMessageId: "m1", text: "Hello" });
    expect((await client.command("run.cancel", { sessionId, runId: "another run" })).result).toEqual({ cancelled: false });
    expect((await client.command("run.cancel", { sessionId, runId: "seeker/m1" })).result).toEqual({ cancelled: true });
    expect((await client.command("feedback.set", { sessionId, messageId: "a", rating: "up" })).type).toBe("ack");
    expect((await client.command("session.end", { sessionId })).type).toBe("ack");
    expect((await client.command("session.list")).result).toEqual({
      sessions: [{ sessionId, role: "job_seeker", title: "Untitled", status: "active", lastInteractionAt: "2026-01-01T00:00:00.000Z" }],
      nextCursor: null,
    });
  });
});

describe("delivery", () => {
  test("the same message sent three times, over two connections, is one run", async () => {
    await using server = await testServer({ limits: { concurrentRuns: 1 } });
    const [one, two] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER))];
    const sessionId = await one.session();
    const message = { sessionId, clientMessageId: "m1", text: "Hello" };
    const answers = [await one.command("message.send", message), await one.command("message.send", message), await two.command("message.send", message)];
    expect(answers.map(({ result }) => result.duplicate)).toEqual([false, true, true]);
    expect(new Set(answers.map(({ result }) => `${result.runId} ${result.messageId}`)).size).toBe(1);
    expect(server.engine.submitted).toHaveLength(1);
  });
});

describe("authorisation", () => {
  test.each([
    ["session.open", {}],
    ["session.end", {}],
    ["message.send", { clientMessageId: "m1", text: "Hello" }],
    ["run.cancel", { runId: "run" }],
    ["feedback.set", { messageId: "message", rating: "up" }],
  ] as const)("another user's session id is not_found for %s", async (type, payload) => {
    await using server = await testServer();
    const sessionId = server.engine.session(OTHER_SEEKER);
    const client = await server.connect(tokenOf(SEEKER));
    expect(await client.command(type, { sessionId, ...payload })).toMatchObject({ type: "error", code: "not_found", retryable: false });
  });

  test("the same user in the other role is another user", async () => {
    await using server = await testServer();
    const sessionId = server.engine.session({ ...SEEKER, role: "employer" });
    const client = await server.connect(tokenOf(SEEKER));
    expect((await client.command("session.open", { sessionId })).code).toBe("not_found");
  });
});

describe("errors", () => {
  test("answer the command and leave the connection open", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    server.engine.failure = new RolecallError("storage_unavailable", "The history cannot be reached.", {
      hint: "Try again soon.",
      facts: { retryAfterMs: 500 },
    });
    expect(await client.command("session.list")).toEqual({
      type: "error",
      id: expect.any(String),
      code: "storage_unavailable",
      message: "The history cannot be reached.",
      hint: "Try again soon.",
      retryable: true,
      retryAfterMs: 500,
    });
    expect((await client.command("session.list")).type).toBe("ack");
  });

  test("that nobody expected are told without their words, and logged without them", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    server.engine.failure = new Error("canary");
    expect(await client.command("session.list")).toMatchObject({ code: "internal", retryable: false });
    expect(JSON.stringify([client.frames, server.engine.lines])).not.toContain("canary");
    expect(server.engine.lines).toEqual([
      expect.objectContaining({ level: "error", facts: expect.objectContaining({ command: "session.list", reason: "Error" }) }),
    ]);
  });

  test("a watch that loses its store closes with 4503, so that the client comes back for the rest", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    await client.session();
    server.engine.breakWatches(new RolecallError("storage_unavailable", "The log cannot be reached."));
    expect((await client.closed).code).toBe(4503);
  });

  test("a watch that breaks in an unexpected way closes with 4500", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    await client.session();
    server.engine.breakWatches(new Error("canary"));
    expect(await client.closed).toEqual({ code: 4500, reason: "Internal error" });
  });
});

describe("order", () => {
  test("commands of one session are carried out and answered one after another; others do not wait for them", async () => {
    await using server = await testServer();
    const [slow, quick] = [server.engine.session(SEEKER), server.engine.session(SEEKER)];
    const client = await server.connect(tokenOf(SEEKER));
    const gate = Promise.withResolvers<void>();
    server.engine.gate = gate.promise;
    const first = client.command("session.end", { sessionId: slow });
    await vi.waitUntil(() => server.engine.asked.length === 1);
    server.engine.gate = null;
    const second = client.command("feedback.set", { sessionId: slow, messageId: "m", rating: "up" });
    await client.command("session.end", { sessionId: quick });
    expect(server.engine.asked).toEqual(["sessions.end", "sessions.end"]);
    gate.resolve();
    const answers = [await first, await second];
    expect(client.frames.slice(-2)).toEqual(answers);
    expect(server.engine.asked).toEqual(["sessions.end", "sessions.end", "sessions.rate"]);
  });

  test("only so many commands of one connection are carried out at a time, and all are answered", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const gate = Promise.withResolvers<void>();
    server.engine.gate = gate.promise;
    const answers = Array.from({ length: 90 }, () => client.command("session.list"));
    await vi.waitUntil(() => server.engine.asked.length === 32);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.engine.asked).toHaveLength(32);
    gate.resolve();
    expect(new Set((await Promise.all(answers)).map(({ type }) => type))).toEqual(new Set(["ack"]));
    expect(server.engine.asked).toHaveLength(90);
  });
});
