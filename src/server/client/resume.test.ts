import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WireEvent } from "../protocol/events.ts";
import type { ChatSession } from "./chat-client.ts";
import { connectWith } from "./connect.ts";
import { connected, eventually, listenTo, oneTo, shownBy } from "./testing/connected.ts";
import { QUICK } from "./testing/quick.ts";
import { TEXT, TURN, WORDS } from "./testing/sample-turn.ts";
import { scriptedServer } from "./testing/scripted-server.ts";
import { anyShake, coalesced, shakyDelivery } from "./testing/shaky-delivery.ts";

function expectWhole(session: ChatSession, events: readonly WireEvent[]): void {
  expect(Math.max(...events.map((event) => ("seq" in event ? event.seq : 0)))).toBe(TURN.length);
  expect(session.messages).toMatchObject([
    { role: "user", content: "Jobs?" },
    { role: "assistant", content: TEXT, status: "complete", payloadType: "jobs", citations: [{ n: 1, id: "job" }] },
  ]);
}

describe("cut at every event", () => {
  test.each(oneTo(TURN.length))("a live turn that is cut after event %i loses and doubles nothing", async (cut) => {
    await using server = await scriptedServer();
    const client = connected(server);
    const session = await client.open();
    const heard = listenTo(session);
    const shown = shownBy(session);
    server.append(session.id, ...TURN.slice(0, cut));
    // Of some, what was sent is lost with the connection.
    const delivered = cut % 3 === 0 ? 0 : cut;
    await eventually(() => expect(session.lastSeq).toBeGreaterThanOrEqual(delivered));
    server.peers[0]!.cut();
    server.append(session.id, ...TURN.slice(cut));
    await eventually(() => expectWhole(session, heard.events));
    expect(heard.seqs()).toEqual(oneTo(TURN.length));
    expect(heard.words()).toBe(TEXT);
    for (const text of shown) expect(TEXT.startsWith(text)).toBe(true);
    await eventually(() => expect(server.opened).toBe(2));
  });

  test("and a page that loads again at any event shows the same answer", async () => {
    await using server = await scriptedServer();
    const live = await connected(server).open();
    for (const [index, event] of TURN.entries()) {
      const client = connected(server);
      const session = await client.open(live.id);
      server.append(live.id, event);
      await eventually(() => expect([session.lastSeq, live.lastSeq]).toEqual([index + 1, index + 1]));
      expect(session.messages.map(({ content }) => content)).toEqual(live.messages.map(({ content }) => content));
      client.close();
    }
    expectWhole(live, [{ seq: TURN.length } as WireEvent]);
  });
});

test("whatever is cut, delayed, doubled, put together, left out or told again: each event once, and the same text", { timeout: 120_000 }, async () => {
  const shakes = fc.array(anyShake, { maxLength: 8 });
  const pieces = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(shakes, pieces, fc.nat(TURN.length), async (shakes, pieces, before) => {
      await using server = await scriptedServer();
      server.session("chat");
      server.append("chat", ...TURN.slice(0, before));
      const delivery = shakyDelivery(shakes, server.session("chat").log);
      server.script = { deliver: delivery.deliver, command: ({ type }, peer) => (type === "session.open" && delivery.opened(peer), false) };
      const client = connectWith({ url: server.url, token: "token", maxPauseMs: 5 }, QUICK);
      try {
        const session = await client.open("chat", { afterSeq: 0 });
        const heard = listenTo(session);
        const shown = shownBy(session);
        for (let told = before, piece = 0; told < TURN.length; piece += 1) {
          const next = told + pieces[piece % pieces.length]!;
          server.append("chat", ...TURN.slice(told, next));
          told = next;
          await new Promise((resolve) => setTimeout(resolve, piece % 3));
        }
        await eventually(() => expectWhole(session, heard.events));
        expect(heard.seqs()).toEqual(oneTo(TURN.length));
        expect(heard.words()).toBe(TEXT);
        for (const text of shown) expect(TEXT.startsWith(text)).toBe(true);
      } finally {
        client.close();
      }
    }),
    { numRuns: 150 },
  );
});

describe("words told together", () => {
  test("are one event, and count as all of them", async () => {
    await using server = await scriptedServer({ deliver: (events, peer) => coalesced(events, 4).forEach(peer.send) });
    server.session("chat");
    server.append("chat", ...TURN);
    const session = await connected(server).open("chat", { afterSeq: 0 });
    const heard = listenTo(session);
    await eventually(() => expectWhole(session, heard.events));
    expect(heard.events.filter(({ type }) => type === "TEXT_MESSAGE_CONTENT")).toHaveLength(Math.ceil(WORDS.length / 4));
    expect(heard.seqs()).toEqual(oneTo(TURN.length));
  });

  test("with some that were told before are asked for again", async () => {
    await using server = await scriptedServer();
    const session = await connected(server).open();
    const heard = listenTo(session);
    server.append(session.id, ...TURN.slice(0, 7));
    await eventually(() => expect(heard.words()).toBe("Two jobs "));
    const { log } = server.session(session.id);
    const [peer] = server.peers;
    server.script = { deliver: () => {} };
    server.append(session.id, ...TURN.slice(7, 9));
    server.script = {};
    peer!.send(coalesced(log.slice(5, 9), 9)[0]);
    await eventually(() => expect(heard.words()).toBe("Two jobs fit: é"));
    expect(server.commands("session.open").at(-1)?.payload).toEqual({ sessionId: session.id, afterSeq: 7 });
    expect(server.opened).toBe(1);
  });
});

test("an event that was left out is asked for again, on the same connection", async () => {
  await using server = await scriptedServer();
  const session = await connected(server).open();
  const heard = listenTo(session);
  server.append(session.id, ...TURN.slice(0, 3));
  server.script = { deliver: () => {} };
  server.append(session.id, ...TURN.slice(3, 4));
  server.script = {};
  server.append(session.id, ...TURN.slice(4));
  await eventually(() => expectWhole(session, heard.events));
  expect(heard.seqs()).toEqual(oneTo(TURN.length));
  expect(server.opened).toBe(1);
});
