import { expect, test } from "vitest";
import type { ChatError } from "./chat-error.ts";
import { connect } from "./connect.ts";
import { connected, eventually, listenTo, oneTo } from "./testing/connected.ts";
import { scriptedServer } from "./testing/scripted-server.ts";

test("three lines are enough for an answer", async () => {
  await using server = await scriptedServer({ words: ["Two ", "jobs ", "fit."] });
  const client = connect({ url: server.url, token: async () => "fresh" });
  const session = await client.open();
  await session.send("Remote Rust jobs in Berlin");
  await eventually(() => expect(session.messages.at(-1)).toMatchObject({ role: "assistant", content: "Two jobs fit.", status: "complete" }));
  expect(session.messages[0]).toMatchObject({ role: "user", content: "Remote Rust jobs in Berlin" });
  expect(server.peers[0]!.token).toBe("fresh");
  client.close();
});

test("the token is in the first frame and nowhere in the address", async () => {
  await using server = await scriptedServer();
  const client = connected(server, { token: "secret" });
  await eventually(() => expect(client.state).toBe("ready"));
  expect(server.received[0]).toEqual({ type: "connection_init", payload: { token: "secret" } });
  expect(client.connection).toMatchObject({ userId: "user", heartbeatMs: 15_000 });
});

test("an address of a page will do, and a path is kept", async () => {
  const addresses: string[] = [];
  class Recorded extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      addresses.push(String(url));
      super(url, protocols);
    }
  }
  for (const url of ["http://127.0.0.1:9", "https://127.0.0.1:9/", "wss://127.0.0.1:9/chat?x=1"]) connected({ url }, { WebSocket: Recorded });
  await eventually(() =>
    expect(new Set(addresses)).toEqual(new Set(["ws://127.0.0.1:9/api/chat/ws", "wss://127.0.0.1:9/api/chat/ws", "wss://127.0.0.1:9/chat?x=1"])),
  );
});

test("what is asked before there is a connection waits for it", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  expect(client.state).toBe("connecting");
  expect(await client.sessions()).toEqual({ sessions: [], nextCursor: null });
});

test("two sessions share a connection and nothing else", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  const [first, second] = await Promise.all([client.open(), client.open()]);
  const [heardFirst, heardSecond] = [listenTo(first), listenTo(second)];
  const run = await first.send("one");
  server.append(first.id, { type: "TEXT_MESSAGE_CONTENT", runId: run.runId, messageId: `${run.runId}:answer`, delta: "for one" });
  await second.send("two");
  await eventually(() => expect([heardFirst.seqs(), heardSecond.seqs()]).toEqual([oneTo(6), oneTo(5)]));
  expect(first.messages.map(({ content }) => content)).toEqual(["one", "for one"]);
  expect(second.messages.map(({ content }) => content)).toEqual(["two", ""]);
  expect(server.opened).toBe(1);
});

test("a session that is open is given again, and one that is not known is refused", async () => {
  await using server = await scriptedServer();
  server.session("known");
  const client = connected(server);
  const [once, again] = await Promise.all([client.open("known"), client.open("known")]);
  expect(again).toBe(once);
  await expect(client.open("stranger")).rejects.toMatchObject({ name: "ChatError", code: "not_found" });
  expect(server.commands("session.open")).toHaveLength(2);
});

test("nothing is told of a session after it was closed, and it can be opened again", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  const session = await client.open();
  const heard = listenTo(session);
  session.close();
  await expect(session.send("Hello")).rejects.toMatchObject({ code: "closed" });
  await eventually(() => expect(server.commands("session.close")).toHaveLength(1));
  const before = heard.events.length;
  server.append(session.id, { type: "CUSTOM", runId: "run", name: "title", value: { title: "A title" } });
  const again = await client.open(session.id, { afterSeq: 0 });
  const heardAgain = listenTo(again);
  await eventually(() => expect(heardAgain.seqs()).toEqual([1]));
  expect(heard.events).toHaveLength(before);
});

test("a message that is taken while its session is closed has a run, of which nothing is told", async () => {
  await using server = await scriptedServer();
  const session = await connected(server).open();
  const sending = session.send("Hello");
  session.close();
  const run = await sending;
  expect(await Array.fromAsync(run.events)).toEqual([]);
});

test("a run's events are its own, from the first to the last, for a reader that comes late", async () => {
  await using server = await scriptedServer({ words: ["Yes."] });
  const session = await connected(server).open();
  const [first, second] = [await session.send("one"), await session.send("two")];
  await eventually(() => expect(session.messages).toHaveLength(4));
  for (const run of [first, second]) {
    const types: string[] = [];
    for await (const event of run.events) types.push(event.type);
    expect(types).toEqual([
      ...["RUN_STARTED", "STEP_STARTED", "ACTIVITY_SNAPSHOT", "STEP_FINISHED"],
      ...["TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "RUN_FINISHED"],
    ]);
  }
});

test("a run is cancelled by its id; one that had ended is not", async () => {
  await using server = await scriptedServer();
  const session = await connected(server).open();
  const run = await session.send("A long answer, please");
  await eventually(() => expect(session.activeRunId).toBe(run.runId));
  expect(await run.cancel()).toBe(true);
  await eventually(() => expect(session.messages.at(-1)).toMatchObject({ status: "cancelled" }));
  expect(session.activeRunId).toBeNull();
  expect(await session.cancel(run.runId)).toBe(false);
});

test("feedback and the end of a session reach the server", async () => {
  await using server = await scriptedServer({ words: ["Yes."] });
  const session = await connected(server).open();
  await session.send("Is there a job?");
  await eventually(() => expect(session.messages.at(-1)?.status).toBe("complete"));
  await session.feedback(session.messages[1]!.id, "up", "Good.");
  await session.end();
  expect(server.commands("feedback.set")[0]?.payload).toEqual({ sessionId: session.id, messageId: "run-1:answer", rating: "up", text: "Good." });
  expect(server.commands("session.end")[0]?.payload).toEqual({ sessionId: session.id });
  expect(session.messages[1]?.feedback).toBe("up");
});

test("a client that is closed while it connects never connects", async () => {
  await using server = await scriptedServer();
  let give = (_token: string) => {};
  const waits = connected(server, { token: () => new Promise((resolve) => (give = resolve)) });
  const opens = connected(server);
  const pending = opens.open();
  const states: string[] = [];
  opens.onState((state, closed) => states.push(state, closed!.reason));
  await Promise.resolve();
  waits.close();
  opens.close();
  give("late");
  await expect(pending).rejects.toMatchObject({ code: "closed" });
  await expect(opens.sessions()).rejects.toMatchObject({ code: "closed" });
  const later = connected(server);
  await eventually(() => expect(later.state).toBe("ready"));
  expect(server.received.filter(({ type }) => type === "connection_init")).toHaveLength(1);
  expect([waits.state, opens.state, ...states]).toEqual(["closed", "closed", "closed", "Closed from this side"]);
});

test("closing ends what waits: commands are rejected, a run's events stop", async () => {
  await using server = await scriptedServer({ command: ({ type }) => type === "session.list" });
  const client = connected(server);
  const session = await client.open();
  const lost: ChatError[] = [];
  session.onLost((error) => lost.push(error));
  const run = await session.send("Hello");
  const read = Array.fromAsync(run.events);
  const list = client.sessions();
  await eventually(() => expect(server.commands("session.list")).toHaveLength(1));
  client.close();
  await expect(list).rejects.toMatchObject({ code: "closed" });
  expect((await read).every(({ type }) => type !== "RUN_FINISHED")).toBe(true);
  await expect(session.send("More")).rejects.toMatchObject({ code: "closed" });
  expect(lost).toEqual([]);
});

test("a listener that throws keeps no other from hearing", async () => {
  await using server = await scriptedServer({ words: ["Yes."] });
  const session = await connected(server).open();
  const thrown: unknown[] = [];
  const caught = (error: unknown) => thrown.push(error);
  const [before] = [process.listeners("uncaughtException")];
  process.removeAllListeners("uncaughtException").on("uncaughtException", caught);
  try {
    session.onEvent((event) => {
      if (event.type === "RUN_STARTED") throw new Error("A fault in the page");
    });
    const heard = listenTo(session);
    await session.send("Hello");
    await eventually(() => expect(heard.words()).toBe("Yes."));
    await eventually(() => expect(thrown).toEqual([new Error("A fault in the page")]));
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of before) process.on("uncaughtException", listener);
  }
});
