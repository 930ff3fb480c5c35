import { describe, expect, test } from "vitest";
import { connected, eventually, listenTo, oneTo, shownBy } from "./testing/connected.ts";
import { scriptedServer } from "./testing/scripted-server.ts";
import { TEXT, TURN, WORDS } from "./testing/sample-turn.ts";
import { answerId, turnEvents } from "./testing/scripted-turn.ts";
import { coalesced } from "./testing/shaky-delivery.ts";

test("events that are left out now and then are all asked for again", async () => {
  const leftOut = [2, 3, 6, 9, 12, 15];
  await using server = await scriptedServer({
    deliver(events, peer) {
      const missing = leftOut.shift();
      events.filter(({ seq }) => seq !== missing).forEach(peer.send);
    },
  });
  const session = await connected(server).open();
  const heard = listenTo(session);
  server.append(session.id, ...TURN);
  await eventually(() => expect(heard.seqs()).toEqual(oneTo(TURN.length)));
  expect([heard.words(), server.opened, leftOut.length]).toEqual([TEXT, 1, 0]);
});

describe("events that the server has lost for good", () => {
  test("are passed over, and the answer is there when it is stored", async () => {
    const lost = 8;
    await using server = await scriptedServer({ deliver: (events, peer) => events.filter(({ seq }) => seq !== lost).forEach(peer.send) });
    const session = await connected(server).open();
    const heard = listenTo(session);
    const shown = shownBy(session);
    server.append(session.id, ...TURN.slice(0, -2));
    await eventually(() => expect(session.lastSeq).toBe(TURN.length - 2));
    expect(session.messages.at(-1)).toMatchObject({ content: "Two jobs ", status: "streaming" });
    server.append(session.id, ...TURN.slice(-2));
    await eventually(() => expect(session.messages.at(-1)).toMatchObject({ content: TEXT, status: "complete" }));
    expect(heard.seqs()).toEqual(oneTo(TURN.length).filter((seq) => seq !== lost));
    for (const text of shown) expect(TEXT.startsWith(text)).toBe(true);
  });

  test("do not keep those waiting who read a run whose end was among them", async () => {
    const lost = TURN.length;
    await using server = await scriptedServer({ deliver: (events, peer) => events.filter(({ seq }) => seq !== lost).forEach(peer.send) });
    const session = await connected(server).open();
    const run = await session.send("Jobs?");
    const reading = Array.fromAsync(run.events);
    server.append(session.id, ...TURN.slice(5).map((event) => ({ ...event, runId: run.runId })));
    server.append(session.id, ...turnEvents({ runId: "next", clientMessageId: "next", text: "More?", words: [] }));
    expect((await reading).at(-1)?.type).toBe("TEXT_MESSAGE_END");
  });
});

test("words that always come together with such that were told are not told twice", async () => {
  await using server = await scriptedServer({
    deliver(events, peer) {
      const { log } = server.session("chat");
      for (const event of events) peer.send(event.seq === 9 ? coalesced(log.slice(5, 9), 9)[0] : event);
    },
  });
  server.session("chat");
  const session = await connected(server).open("chat");
  const heard = listenTo(session);
  const shown = shownBy(session);
  server.append("chat", ...TURN.slice(0, -2));
  await eventually(() => expect(session.lastSeq).toBe(TURN.length - 2));
  server.append("chat", ...TURN.slice(-2));
  await eventually(() => expect(session.messages.at(-1)).toMatchObject({ content: TEXT, status: "complete" }));
  expect(heard.seqs()).toEqual(oneTo(TURN.length).filter((seq) => seq !== 9));
  for (const text of shown) expect(TEXT.startsWith(text)).toBe(true);
});

test("an event that has not the form it should have is asked for again, and passed over where it stays so", async () => {
  let spoilt = 0;
  await using server = await scriptedServer({
    deliver(events, peer) {
      for (const event of events) {
        const isSpoilt = event.type === "TEXT_MESSAGE_CONTENT" && event.delta === "fit: ";
        if (isSpoilt) spoilt += 1;
        peer.send(isSpoilt ? { ...event, delta: 7 } : event);
      }
    },
  });
  const session = await connected(server).open();
  const heard = listenTo(session);
  server.append(session.id, ...TURN);
  await eventually(() => expect(session.messages.at(-1)).toMatchObject({ content: TEXT, status: "complete" }));
  await eventually(() => expect(session.lastSeq).toBe(TURN.length));
  expect(spoilt).toBe(3);
  expect(heard.seqs()).toEqual(oneTo(TURN.length).filter((seq) => seq !== 8));
});

test("events of a type that is not known here count, and are not told", async () => {
  await using server = await scriptedServer();
  const session = await connected(server).open();
  const heard = listenTo(session);
  const newer = { type: "THOUGHT_BUBBLE", runId: "run" } as unknown as (typeof TURN)[0];
  const custom = { type: "CUSTOM", name: "weather", runId: "run", value: {} } as unknown as (typeof TURN)[0];
  server.append(session.id, ...TURN.slice(0, 5), newer, custom, ...TURN.slice(5));
  await eventually(() => expect(session.lastSeq).toBe(TURN.length + 2));
  expect(heard.words()).toBe(TEXT);
  expect(heard.seqs()).toHaveLength(TURN.length);
  expect(server.commands("session.open")).toHaveLength(1);
});

describe("a snapshot in place of events", () => {
  test("replaces the messages, and the events after it follow", async () => {
    await using server = await scriptedServer();
    server.session("chat");
    server.append("chat", ...TURN);
    const session = await connected(server).open("chat", { afterSeq: 1_000 });
    const heard = listenTo(session);
    await eventually(() => expect(heard.events.map(({ type }) => type)).toEqual(["CUSTOM", "MESSAGES_SNAPSHOT"]));
    expect(session.lastSeq).toBe(TURN.length);
    expect(session.messages).toMatchObject([{ content: "Jobs?" }, { content: TEXT }]);
    const more = turnEvents({ runId: "more", clientMessageId: "next", text: "More?", words: ["No."], end: "complete" });
    server.append("chat", ...more);
    await eventually(() => expect(session.messages.map(({ content }) => content)).toEqual(["Jobs?", TEXT, "More?", "No."]));
  });

  test("in the middle of an answer shows no half of it, and all of it when it is stored", async () => {
    await using server = await scriptedServer();
    const client = connected(server);
    const session = await client.open();
    const heard = listenTo(session);
    const shown = shownBy(session);
    const run = await session.send("Jobs?");
    const reading = Array.fromAsync(run.events);
    const words = WORDS.map((delta) => ({ type: "TEXT_MESSAGE_CONTENT" as const, runId: run.runId, messageId: answerId(run.runId), delta }));
    server.append(session.id, ...words.slice(0, 3));
    await eventually(() => expect(heard.words()).toBe("Two jobs fit: "));
    server.script = { deliver: () => {} };
    server.append(session.id, ...words.slice(3, 6));
    server.script = {};
    const scripted = server.session(session.id);
    server.peers[0]!.send(scripted.snapshot(scripted.log.length));
    server.append(session.id, ...words.slice(6));
    server.append(session.id, ...TURN.slice(-2).map((event) => ({ ...event, runId: run.runId })));
    await eventually(() => expect(session.messages.at(-1)).toMatchObject({ content: TEXT, status: "complete" }));
    for (const text of shown) expect(TEXT.startsWith(text)).toBe(true);
    const types = (await reading).map(({ type }) => type);
    expect(types).toContain("MESSAGES_SNAPSHOT");
    expect(types.at(-1)).toBe("RUN_FINISHED");
  });

  test("that stands for the end of a run ends its events", async () => {
    await using server = await scriptedServer();
    const session = await connected(server).open();
    const run = await session.send("Jobs?");
    const reading = Array.fromAsync(run.events);
    server.script = { deliver: () => {} };
    server.append(session.id, ...TURN.slice(-2).map((event) => ({ ...event, runId: run.runId })));
    server.script = {};
    const scripted = server.session(session.id);
    server.peers[0]!.send(scripted.snapshot(scripted.log.length));
    expect((await reading).at(-1)?.type).toBe("MESSAGES_SNAPSHOT");
    expect(session.activeRunId).toBeNull();
  });

  test("after a log that began anew counts from where that is", async () => {
    await using server = await scriptedServer();
    server.session("chat");
    server.append("chat", ...TURN);
    const client = connected(server);
    const session = await client.open("chat", { afterSeq: 0 });
    await eventually(() => expect(session.lastSeq).toBe(TURN.length));
    const { snapshot } = server.session("chat");
    server.peers[0]!.send(snapshot(3));
    await eventually(() => expect(session.lastSeq).toBe(3));
    client.drop();
    await eventually(() => expect(session.lastSeq).toBe(TURN.length));
    expect(session.messages).toMatchObject([{ content: "Jobs?" }, { content: TEXT }]);
  });
});

test("a session that was deleted meanwhile is lost, and says so", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  const session = await client.open();
  const run = await session.send("Hello");
  const reading = Array.fromAsync(run.events);
  const lost: string[] = [];
  session.onLost(({ code }) => lost.push(code));
  server.script = {
    command({ id, type }, peer) {
      if (type === "session.open") peer.send({ type: "error", id, code: "not_found", message: "That session is unknown.", retryable: false });
      return type === "session.open";
    },
  };
  client.drop();
  await expect(reading).rejects.toMatchObject({ code: "not_found" });
  await expect(session.send("More")).rejects.toMatchObject({ code: "not_found" });
  expect(lost).toEqual(["not_found"]);
  expect(client.state).toBe("ready");
});

test("a session that is deleted while it is open is lost, and says so", async () => {
  await using server = await scriptedServer();
  const session = await connected(server).open();
  const heard = listenTo(session);
  const reading = Array.fromAsync((await session.send("Hello")).events);
  const lost: string[] = [];
  session.onLost(({ code }) => lost.push(code));
  await eventually(() => expect(heard.seqs()).toHaveLength(5));
  server.peers[0]!.send({ type: "CUSTOM", name: "session_deleted", threadId: session.id, timestamp: 1, value: {} });
  await expect(reading).rejects.toMatchObject({ code: "not_found" });
  await expect(session.send("More")).rejects.toMatchObject({ code: "not_found" });
  expect(lost).toEqual(["not_found"]);
  expect(heard.events.at(-1)).toMatchObject({ name: "session_deleted" });
});

test("a session that cannot be opened again for a while is opened when it can", async () => {
  await using server = await scriptedServer();
  const client = connected(server);
  const session = await client.open();
  let refusals = 0;
  server.script = {
    command({ id, type }, peer) {
      if (type !== "session.open" || (refusals += 1) > 30) return false;
      peer.send({ type: "error", id, code: "storage_unavailable", message: "The store is away.", retryable: true, retryAfterMs: 1 });
      return true;
    },
  };
  client.drop();
  server.append(session.id, ...TURN);
  await eventually(() => expect(session.messages.at(-1)?.content).toBe(TEXT));
});
