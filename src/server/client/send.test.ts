import { describe, expect, test, vi } from "vitest";
import type { Command } from "../protocol/commands.ts";
import { connected, eventually, listenTo, oneTo } from "./testing/connected.ts";
import { type Peer, scriptedServer } from "./testing/scripted-server.ts";

const refusal = (code: string, more: object = {}) => ({ type: "error", code, message: "Not now.", retryable: true, ...more });

/** Refuses the first commands of a type. */
function refusing(type: Command["type"], times: number, error: object): (command: Command, peer: Peer) => boolean {
  let left = times;
  return (command, peer) => {
    if (command.type !== type || left === 0) return false;
    left -= 1;
    peer.send({ ...error, id: command.id });
    return true;
  };
}

describe("a message whose answer was lost with the connection", () => {
  test("is sent again as the same message, which the server takes once", async () => {
    await using server = await scriptedServer({ words: ["Yes."] });
    const client = connected(server);
    const session = await client.open();
    const heard = listenTo(session);
    let cuts = 0;
    server.script = {
      words: ["Yes."],
      command(command, peer) {
        if (command.type !== "message.send" || (cuts += 1) > 2) return false;
        // Taken, and the acknowledgement never arrives.
        if (cuts === 2) server.script.command = undefined;
        if (cuts === 2) return (queueMicrotask(peer.cut), false);
        peer.cut();
        return true;
      },
    };
    const run = await session.send("Is there a job?");
    await eventually(() => expect(session.messages.map(({ content }) => content)).toEqual(["Is there a job?", "Yes."]));
    const sent = server.commands("message.send");
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sent.map(({ payload }) => payload.clientMessageId)).size).toBe(1);
    expect(server.session(session.id).messages.filter(({ role }) => role === "user")).toHaveLength(1);
    expect(run.runId).toBe("run-1");
    expect((await Array.fromAsync(run.events)).at(-1)?.type).toBe("RUN_FINISHED");
    expect(heard.seqs()).toEqual(oneTo(8));
  });

  test("keeps its place among others", async () => {
    await using server = await scriptedServer({ words: ["Yes."] });
    const client = connected(server);
    const session = await client.open();
    client.drop();
    const sends = ["one", "two", "three"].map((text) => session.send(text, { clientMessageId: `id-${text}` }));
    expect((await Promise.all(sends)).map(({ runId }) => runId)).toEqual(["run-1", "run-2", "run-3"]);
    expect(server.commands("message.send").map(({ payload }) => payload.clientMessageId)).toEqual(["id-one", "id-two", "id-three"]);
  });
});

test("a message that was sent before is marked as a duplicate, and its events end where it has ended", async () => {
  await using server = await scriptedServer({ words: ["Yes."] });
  const client = connected(server);
  const before = await client.open();
  await before.send("Is there a job?", { clientMessageId: "same" });
  await eventually(() => expect(before.messages.at(-1)?.status).toBe("complete"));
  const after = await connected(server).open(before.id);
  const run = await after.send("Is there a job?", { clientMessageId: "same" });
  expect(run).toMatchObject({ runId: "run-1", duplicate: true });
  expect(await Array.fromAsync(run.events)).toEqual([]);
  expect(after.messages.map(({ content }) => content)).toEqual(["Is there a job?", "Yes."]);
});

test("a message that another tab has sent is followed to its end", async () => {
  await using server = await scriptedServer();
  const [tab, other] = [await connected(server).open(), connected(server)];
  await tab.send("Is there a job?", { clientMessageId: "same" });
  const session = await other.open(tab.id);
  const run = await session.send("Is there a job?", { clientMessageId: "same" });
  const reading = Array.fromAsync(run.events);
  await tab.cancel(run.runId);
  const types = (await reading).map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(["RUN_STARTED", "RUN_FINISHED"]);
});

describe("a message that is refused for a while", () => {
  test.each([refusal("draining"), refusal("rate_limited", { retryAfterMs: 5 }), refusal("storage_unavailable")])("is sent again: $code", async (error) => {
    await using server = await scriptedServer({ command: refusing("message.send", 3, error) });
    const session = await connected(server).open();
    const run = await session.send("Hello");
    expect(run.runId).toBe("run-1");
    expect(new Set(server.commands("message.send").map(({ payload }) => payload.clientMessageId)).size).toBe(1);
    expect(server.commands("message.send")).toHaveLength(4);
  });

  test("waits as long as the server says", async () => {
    await using server = await scriptedServer({ command: refusing("message.send", 1, refusal("rate_limited", { retryAfterMs: 43 })) });
    const session = await connected(server).open();
    using timers = vi.spyOn(globalThis, "setTimeout");
    await session.send("Hello");
    expect(timers.mock.calls.map(([, ms]) => ms)).toContain(43);
  });

  test("is given back when it was refused often enough", async () => {
    await using server = await scriptedServer({ command: refusing("message.send", Infinity, refusal("rate_limited", { retryAfterMs: 1 })) });
    const session = await connected(server, {}, { sends: 3 }).open();
    await expect(session.send("Hello")).rejects.toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: 1 });
    expect(server.commands("message.send")).toHaveLength(3);
  });

  test.each([
    ["a busy session is told at once", refusal("session_busy")],
    ["a busy user is told at once", refusal("too_many_runs", { retryAfterMs: 1 })],
    ["a long wait is told at once", refusal("rate_limited", { retryAfterMs: 40_000 })],
    ["what cannot get better is told at once", refusal("session_ended", { retryable: false, hint: "Open another." })],
  ])("%s", async (_, error) => {
    await using server = await scriptedServer({ command: refusing("message.send", Infinity, error) });
    const session = await connected(server).open();
    const { type: _type, ...facts } = error;
    await expect(session.send("Hello")).rejects.toMatchObject({ name: "ChatError", ...facts });
    expect(server.commands("message.send")).toHaveLength(1);
  });

  test("is sent on the next connection where this one goes first", async () => {
    await using server = await scriptedServer({ command: refusing("message.send", 1, refusal("draining", { retryAfterMs: 9_000 })) });
    const client = connected(server, {}, { mostResendMs: 10_000 });
    const session = await client.open();
    const sending = session.send("Hello");
    await eventually(() => expect(server.commands("message.send")).toHaveLength(1));
    server.close(1001);
    expect((await sending).runId).toBe("run-1");
    expect(server.opened).toBe(2);
  });
});

test("a message without an answer is sent again, and given back in the end", async () => {
  await using server = await scriptedServer({ command: ({ type }) => type === "message.send" });
  const session = await connected(server, {}, { answerMs: 20, sends: 2 }).open();
  await expect(session.send("Hello")).rejects.toMatchObject({ code: "timeout", retryable: true });
  expect(server.commands("message.send")).toHaveLength(2);
});

test("an acknowledgement without its result is none", async () => {
  let acks = 0;
  await using server = await scriptedServer({
    command({ id, type }, peer) {
      if (!["session.open", "message.send"].includes(type) || (acks += 1) % 2 === 0) return false;
      peer.send({ type: "ack", id, result: { sessionId: 7, runId: null } });
      return true;
    },
  });
  const session = await connected(server, {}, { answerMs: 100 }).open();
  expect(await session.send("Hello")).toMatchObject({ runId: "run-1", messageId: "run-1:question" });
  expect(session.id).toBe("session-1");
});

test("other commands are rejected when the connection goes, and when no answer comes", async () => {
  await using server = await scriptedServer({ command: ({ type }) => type === "run.cancel" || type === "session.list" });
  const client = connected(server, {}, { answerMs: 100 });
  const session = await client.open();
  const cancelling = session.cancel("run");
  await eventually(() => expect(server.commands("run.cancel")).toHaveLength(1));
  client.drop();
  await expect(cancelling).rejects.toMatchObject({ code: "disconnected", retryable: true });
  await expect(client.sessions()).rejects.toMatchObject({ code: "timeout", retryable: true });
  expect(server.commands("run.cancel")).toHaveLength(1);
  expect(server.commands("session.list")).toHaveLength(1);
});

test("what the server would close the connection for is not sent", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  const session = await client.open();
  await expect(session.send("ä".repeat(33_000))).rejects.toMatchObject({ code: "message_too_long", retryable: false });
  await session.send("ä".repeat(32_000));
  expect(client.state).toBe("ready");
});

test("a session that is being opened while the connection goes is opened on the next", async () => {
  let cuts = 0;
  await using server = await scriptedServer({ command: ({ type }, peer) => type === "session.open" && (cuts += 1) < 3 && (peer.cut(), true) });
  server.session("known");
  const session = await connected(server).open("known");
  expect([session.id, server.opened]).toEqual(["known", 3]);
});
