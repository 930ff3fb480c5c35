import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { TestClient } from "../testing/test-client.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = process.env.ROLECALL_SOAK === "1" ? 1_000_000 : 100_000;
const STALL_MS = 3_000;
const WAITING = { timeout: 600_000 };
/** A busy machine makes the slowest answers of either half slow by chance. */
const TIMES_SLOWER = 5;
const LEAST_P95_MS = 100;

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

/** How long another user waits for answers to commands until `over`, at the 95th percentile, in milliseconds. */
async function waitsOf(client: TestClient, over: () => boolean): Promise<{ p95: number; count: number }> {
  const waits: number[] = [];
  while (!over()) {
    const askedAt = performance.now();
    expect((await client.command("session.list")).type).toBe("ack");
    waits.push(performance.now() - askedAt);
    await sleep(60);
  }
  return { p95: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)]!, count: waits.length };
}

async function asks(client: TestClient, sessionId: string): Promise<string> {
  const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: `TypeScript jobs ${crypto.randomUUID()}` });
  return result.runId;
}

describe("slow reader", () => {
  test(`${WORDS} words for a client that does not read: memory is bounded, others wait no longer, it is closed with 4430, and has every word when it is back`, { timeout: 900_000 }, async () => {
    await using server = await realServer(store.copy(), {
      adapt: wordy((said) => ({ words: said.includes("TypeScript") ? WORDS : 10 })),
      timings: { stallMs: STALL_MS, closingMs: 500, heartbeatMs: 1_000_000 },
    });
    const other = await server.connect(EMPLOYER);
    await other.session();
    const isIdle = () => server.engine.running === 0;

    // The same answer twice: once for somebody who reads, so that there is something to compare with.
    const reader = await server.connect(SEEKER);
    const readSession = await reader.session();
    await asks(reader, readSession);
    const usual = await waitsOf(other, isIdle);
    await vi.waitUntil(() => reader.frames.some(({ type }) => type === "RUN_FINISHED"), WAITING);
    expect(reader.text()).toBe(wordyAnswer(WORDS));
    reader.frames.length = 0;
    reader.terminate();

    const slow = await server.connect(SEEKER);
    const sessionId = await slow.session();
    const before = await heldBytes();
    const runId = await asks(slow, sessionId);
    await slow.next("RUN_STARTED");
    slow.socket.pause();
    let most = 0;
    const looking = (async () => {
      while (!isIdle()) {
        most = Math.max(most, (await heldBytes()) - before);
        await sleep(1_000);
      }
    })();
    const meanwhile = await waitsOf(other, isIdle);
    await looking;
    console.log({ usual, meanwhile, most: most / MIB, rss: process.memoryUsage().rss / MIB });
    expect(meanwhile.p95).toBeLessThan(Math.max(usual.p95, LEAST_P95_MS) * TIMES_SLOWER);

    // The answer itself, and as it is written down by whoever says it; nothing of it for each who does not read.
    const answerBytes = Buffer.byteLength(wordyAnswer(WORDS));
    expect(most).toBeLessThan(16 * MIB + 8 * answerBytes);
    await vi.waitUntil(() => server.connections === 1, WAITING);
    expect(await server.metric("connections_closed_total", '"4430"')).toBe(1);
    slow.socket.resume();
    expect([4430, 1006]).toContain((await slow.closed).code);
    const { seq = 0 } = slow.frames.findLast((frame) => frame.seq !== undefined) ?? {};
    const early = slow.text();

    const back = await server.connect(SEEKER);
    await back.session({ sessionId, afterSeq: seq });
    await back.next(({ type, runId: ended }) => type === "RUN_FINISHED" && ended === runId);
    expect(early + back.text()).toBe(wordyAnswer(WORDS));
    const { messages } = await server.engine.sessions.show(SEEKER, sessionId);
    expect(messages.at(-1)!.text).toBe(wordyAnswer(WORDS));
  });
});
