import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { TestClient } from "../testing/test-client.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = process.env.ROLECALL_SOAK === "1" ? 1_000_000 : 50_000;
/** Several times what the systems of both sides keep of one connection. */
const ANSWER_BYTES = 16 * MIB;
/** So much of the answer may be given to a connection that takes nothing. */
const MOST_GIVEN = 0.75;
const LETTERS = Math.ceil(ANSWER_BYTES / WORDS) - 1;
const SLOW = 10;
/** Longer than the answer takes, so that those who do not read are there until its end. */
const STALL_MS = 6_000;
const WAITING = { timeout: 120_000 };
/** A busy machine makes a few answers of either half slow by chance. */
const TIMES_SLOWER = 5;
const LEAST_P95_MS = 200;

let store: SeededStore;
let answer: string;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  answer = wordyAnswer(WORDS, LETTERS);
});
afterAll(() => store[Symbol.dispose]());

interface Load {
  /** The longest but few waits of another user for an answer, in milliseconds. */
  p95: number;
  /** The most that the process held beside what it held before, in bytes. */
  most: number;
}

/** What is seen of the server until no answer is being written any more. */
async function loadOf(server: RealServer, other: TestClient, before: number): Promise<Load> {
  const waits: number[] = [];
  let most = 0;
  for (let look = 0; server.engine.running > 0; look += 1) {
    const askedAt = performance.now();
    expect((await other.command("session.list")).type).toBe("ack");
    waits.push(performance.now() - askedAt);
    if (look % 10 === 0) most = Math.max(most, (await heldBytes()) - before);
    await sleep(20);
  }
  return { p95: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)]!, most };
}

async function asks(client: TestClient): Promise<{ sessionId: string; runId: string }> {
  const sessionId = await client.session();
  const text = `TypeScript jobs ${crypto.randomUUID()}`;
  const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text });
  return { sessionId, runId: result.runId };
}

/** Reads everything and keeps nothing of it but its digest. */
function devours(client: TestClient) {
  const words = createHash("sha256");
  const isOver = new Promise<void>((resolve) => {
    client.socket.on("message", () => {
      for (const { type, delta } of client.frames.splice(0)) {
        if (type === "TEXT_MESSAGE_CONTENT") words.update(delta);
        if (type === "RUN_FINISHED") resolve();
      }
    });
  });
  return isOver.then(() => words.digest("hex"));
}

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("slow reader", () => {
  test(
    `${WORDS} words for ${SLOW} clients that do not read: memory is bounded, others wait no longer, they are closed with 4430, and have every word when they are back`,
    { timeout: 900_000 },
    async () => {
      await using server = await realServer(store.copy(), {
        adapt: wordy((said) => (said.includes("TypeScript") ? { words: WORDS, length: LETTERS } : { words: 10 })),
        timings: { stallMs: STALL_MS, closingMs: 500, heartbeatMs: 1_000_000 },
      });
      const other = await server.connect(EMPLOYER);
      await other.session();

      // The same answer twice. First for somebody who reads, so that there is something to compare with.
      const reader = await server.connect(SEEKER);
      const atFirst = await heldBytes();
      const sessionRead = await asks(reader);
      const read = devours(reader);
      const usual = await loadOf(server, other, atFirst);
      expect(await read).toBe(digestOf(answer));
      expect((await server.engine.sessions.show(SEEKER, sessionRead.sessionId)).messages.at(-1)!.text === answer).toBe(true);
      reader.terminate();
      await vi.waitUntil(() => server.connections === 1, WAITING);

      const slow = await Promise.all(Array.from({ length: SLOW }, () => server.connect(SEEKER)));
      const before = await heldBytes();
      const givenBefore = await server.metric("events_sent_total");
      const { sessionId, runId } = await asks(slow[0]!);
      await Promise.all(slow.slice(1).map((client) => client.session({ sessionId, afterSeq: 0 })));
      for (const { socket } of slow) socket.pause();
      const meanwhile = await loadOf(server, other, before);
      expect(meanwhile.p95).toBeLessThan(Math.max(usual.p95, LEAST_P95_MS) * TIMES_SLOWER);
      // What was told lately waits once for all of them, in the log's own words. For each there is its queue.
      expect(meanwhile.most).toBeLessThan(usual.most + 2 * ANSWER_BYTES + SLOW * MIB);

      await vi.waitUntil(() => server.connections === 1, WAITING);
      expect(await server.metric("connections_closed_total", '"4430"')).toBe(SLOW);
      for (const { socket } of slow) socket.resume();
      expect(new Set([4430, 1006, ...(await Promise.all(slow.map(({ closed }) => closed))).map(({ code }) => code)])).toEqual(new Set([4430, 1006]));
      expect((await heldBytes()) - before).toBeLessThan(usual.most + 2 * ANSWER_BYTES);

      const given = (await server.metric("events_sent_total")) - givenBefore;

      const { seq } = slow[0]!.frames.findLast((frame) => frame.seq !== undefined)!;
      const back = await server.connect(SEEKER);
      await back.session({ sessionId, afterSeq: seq });
      const end = await back.next(({ type, runId: ended }) => type === "RUN_FINISHED" && ended === runId);
      expect(given).toBeLessThan(SLOW * end.seq * MOST_GIVEN);
      expect(slow[0]!.text() + back.text() === answer).toBe(true);
    },
  );
});
