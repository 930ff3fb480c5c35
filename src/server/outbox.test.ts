import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Outbox, openOutbox } from "./outbox.ts";
import { MAX_BUFFERED_BYTES } from "./protocol/connection.ts";

const FRAME = "x".repeat(1_000);
const STALL_MS = 30_000;

/** A socket whose frames leave when the test says so. */
function slowSocket() {
  const leaving: (() => void)[] = [];
  const taken: string[] = [];
  let stalls = 0;
  const socket = { send: (text: string, done: () => void) => void (taken.push(text), leaving.push(done)) };
  const outbox = openOutbox({ socket, stallMs: STALL_MS, sent() {}, progressed() {}, stalled: () => (stalls += 1) });
  return {
    outbox,
    taken,
    leave: (frames: number) => leaving.splice(0, frames).forEach((done) => done()),
    get stalls() {
      return stalls;
    },
  };
}

function fill(outbox: Outbox): number {
  let frames = 0;
  for (; outbox.hasRoom; frames += 1) outbox.push(FRAME);
  return frames;
}

describe("an outbox", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is full at 256 KiB, small frames counted with what they take beside their text", () => {
    const { outbox } = slowSocket();
    let frames = 0;
    for (; outbox.hasRoom; frames += 1) outbox.push("x");
    expect(frames).toBeLessThan(1_000);
    expect(outbox.bytes).toBeGreaterThanOrEqual(MAX_BUFFERED_BYTES);
  });

  test("gives the socket a part at a time, in order, and has room again when enough has left", async () => {
    const { outbox, taken, leave } = slowSocket();
    const frames = fill(outbox);
    expect(taken.length).toBeLessThan(frames);
    let hasRoom = false;
    const room = outbox.room().then(() => (hasRoom = true));
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    leave(1);
    await room;
    outbox.push("last");
    while (taken.length < frames + 1) leave(1);
    expect(taken.at(-1)).toBe("last");
    leave(100);
    expect(outbox.bytes).toBe(0);
  });

  test("takes replies also where it is full", () => {
    const { outbox, taken, leave } = slowSocket();
    const frames = fill(outbox);
    for (let reply = 0; reply < 500; reply += 1) outbox.push(FRAME);
    while (taken.length < frames + 500) leave(1);
    expect(outbox.hasRoom).toBe(true);
  });

  test("that is full and has nothing leave for too long is stalled; one that is slow is not", () => {
    const slow = slowSocket();
    for (let reply = 0; reply < 1_000; reply += 1) slow.outbox.push(FRAME);
    for (let left = 0; left < 10; left += 1) {
      vi.advanceTimersByTime(STALL_MS - 1);
      slow.leave(1);
    }
    expect(slow.stalls).toBe(0);
    vi.advanceTimersByTime(STALL_MS);
    expect(slow.stalls).toBe(1);
  });

  test("with little in it may wait as long as it likes", () => {
    const quiet = slowSocket();
    quiet.outbox.push(FRAME);
    vi.advanceTimersByTime(10 * STALL_MS);
    expect(quiet.stalls).toBe(0);
  });

  test("that is closed lets go of what waits and of who waits", async () => {
    const closed = slowSocket();
    fill(closed.outbox);
    const room = closed.outbox.room();
    closed.outbox.close();
    await room;
    const { length } = closed.taken;
    closed.outbox.push(FRAME);
    closed.leave(10);
    vi.advanceTimersByTime(STALL_MS);
    expect([closed.taken.length, closed.outbox.bytes, closed.stalls]).toEqual([length, 0, 0]);
  });
});
