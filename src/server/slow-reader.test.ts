import { describe, expect, test, vi } from "vitest";
import { SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { words } from "./testing/scripted-engine.ts";
import { testServer } from "./testing/test-server.ts";

/** More than the kernels of both sides keep of a connection, with the server's own outbox. */
const MOST_BYTES = 25 * 1024 * 1024;
const WORDS = 1_000_000;
const word = (said: number) => `${said}`.padEnd(40);

/** Waits until what has begun to grow grows no more. */
async function still(measured: () => number): Promise<void> {
  let before = 0;
  const isStill = () => {
    const now = measured();
    const same = now === before && now > 0;
    before = now;
    return same;
  };
  await vi.waitUntil(isStill, { timeout: 20_000, interval: 300 });
}

describe("slow reader", () => {
  test("of a million words a client that does not read has the server take only as many as fit; it has them all in the end", async () => {
    await using server = await testServer();
    const token = tokenOf(SEEKER);
    const [slow, quick] = [await server.connect(token), await server.connect(token)];
    const [long, short] = [await slow.session(), await quick.session()];
    slow.socket.pause();
    for (let said = 0; said < WORDS; said += 1) server.engine.tell(long, words(word(said)));

    await still(() => server.engine.given);
    expect(server.engine.given * word(0).length).toBeLessThan(MOST_BYTES);

    server.engine.tell(short, words("at once"));
    await quick.next(({ seq }) => seq === 1);

    slow.socket.resume();
    await slow.next(({ seq }) => seq === WORDS);
    const events = slow.frames.filter(({ seq }) => seq !== undefined);
    expect(events.filter(({ seq, seqFrom }, index) => (seqFrom ?? seq) !== (events[index - 1]?.seq ?? 0) + 1)).toEqual([]);
    expect(slow.text() === Array.from({ length: WORDS }, (_, said) => word(said)).join("")).toBe(true);
    // It has caught up with joined words, not with a million frames.
    expect(events.length).toBeLessThan(WORDS / 10);
  }, 60_000);

  test("a client that takes nothing for too long is closed with 4430, and everything of it let go", async () => {
    await using server = await testServer({ timings: { stallMs: 300, closingMs: 100 } });
    const client = await server.connect(tokenOf(SEEKER));
    const sessionId = await client.session();
    client.socket.pause();
    const text = "x".repeat(10_000);
    for (let said = 0; said < 3_000; said += 1) server.engine.tell(sessionId, words(text));
    await vi.waitUntil(() => server.connections === 0, 20_000);
    expect(server.told).toContainEqual({ name: "connectionClosed", facts: [4430] });
    await vi.waitUntil(() => server.engine.watches === 0);
    client.socket.resume();
    expect([4430, 1006]).toContain((await client.closed).code);
  });

  test("a client that sends commands and takes no answers is not read any more, and answered when it reads again", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    for (let made = 0; made < 5_000; made += 1) server.engine.session(SEEKER);
    client.socket.pause();
    // 95 lists of 5,000 lines are more than any kernel keeps of a connection.
    const answers = Array.from({ length: 95 }, () => client.command("session.list"));
    await still(() => server.engine.asked.length);
    expect(server.engine.asked.length).toBeLessThan(90);
    client.socket.resume();
    expect(new Set((await Promise.all(answers)).map(({ type }) => type))).toEqual(new Set(["ack"]));
    expect(server.connections).toBe(1);
  });
});
