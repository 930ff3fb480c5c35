import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SendMessage } from "../engine.ts";
import { type Turn, conversation, ofType } from "../testing/conversation.ts";
import { type Heard, heard } from "../testing/heard.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { onRedis } from "../testing/redis-ports.ts";
import { type OwnRedis, ownRedis } from "../testing/redis-server.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const PAUSE_MS = 25;
const QUESTION = "TypeScript jobs";

describe.skipIf(SERVICES.redis === undefined)("turns on Redis (skipped where there is no redis-server)", () => {
  let store: SeededStore;
  let redis: OwnRedis;
  let log: ReturnType<typeof recordedLog>;
  /** Two engines that share nothing but the stores, as two processes do. */
  let one: TestEngine;
  let other: TestEngine;
  let sessionId: string;
  beforeAll(async () => {
    store = await seededStore(fixtures(60));
  });
  afterAll(() => store[Symbol.dispose]());
  beforeEach(async () => {
    redis = await ownRedis();
    log = recordedLog();
    const directory = store.copy();
    one = await testEngine(directory, onRedis({ url: redis.url, pauseMs: PAUSE_MS, log }));
    other = await testEngine(directory, onRedis({ url: redis.url }));
    const talk = conversation(one.engine, SEEKER);
    await talk.say("hello");
    ({ sessionId } = talk);
  });
  afterEach(async () => {
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  const message = (clientMessageId: string): SendMessage => ({ ...SEEKER, text: QUESTION, sessionId, clientMessageId });
  const start = (id = "the-one"): Heard => heard(one.engine.send(message(id)));
  const follow = (id = "the-one"): Heard => heard(other.engine.send(message(id)));

  /** The turn is whole, its follower heard the same, and the history holds it once. */
  async function expectOneAnswer(turn: Turn, ...followers: Turn[]): Promise<void> {
    expectSoundTurn(turn);
    for (const followed of followers) expectSameTurn(followed, turn);
    const { messages } = await other.engine.sessions.show(SEEKER, sessionId);
    const [question, answer] = messages.slice(-2);
    expect(question).toMatchObject({ role: "user", text: QUESTION });
    expect(answer).toMatchObject({ role: "assistant", status: "complete", text: turn.streamed });
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
  }

  function expectSameTurn(followed: Turn, turn: Turn): void {
    expect(followed.streamed).toBe(turn.streamed);
    expect(followed.matches).toEqual(turn.matches);
    expect(followed.end!.message).toEqual(turn.end!.message);
    expect(followed.end!.citations).toEqual(turn.end!.citations);
    expect(followed.events.filter(({ type }) => type === "turn-start")).toMatchObject([{ duplicate: true }]);
    expect(followed.events.filter(({ type }) => type === "turn-end" || type === "turn-error")).toHaveLength(1);
  }

  test("a turn is followed live, event by event, from the first or from the middle, and told the same when it is over", async () => {
    const turn = start();
    await turn.words(2);
    const early = follow();
    await early.words(6);
    expect(ofType(turn.events, "turn-end")).toEqual([]);
    const late = follow();
    await late.words(8);
    expect(ofType(turn.events, "turn-end")).toEqual([]);
    const told = await turn.end;
    const followed = [await early.end, await late.end, await follow().end];
    await expectOneAnswer(told, ...followed);
    const withoutWords = (one: Turn) => one.events.slice(1).filter(({ type }) => type !== "text-delta");
    for (const one of followed) expect(withoutWords(one)).toEqual(withoutWords(told));
    expect(ofType(followed[0]!.events, "text-delta").length).toBeGreaterThan(5);
    const seqs = (await other.ports.turnLog.read(sessionId, 0, 5_000)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  });

  test("everything in Redis is lost in the middle: nobody else gets in, the turn goes on, its followers hear it once", async () => {
    const turn = start();
    const live = follow();
    await live.words(5);
    await redis.command("FLUSHALL");
    const joined = follow();
    const intruder = await conversation(other.engine, SEEKER, sessionId).say("thanks");
    expect(intruder.error).toMatchObject({ code: "session_busy" });
    expect((await other.engine.sessions.show(SEEKER, sessionId)).messages.at(-1)).toMatchObject({ role: "user", text: QUESTION });
    const told = await turn.end;
    await expectOneAnswer(told, await live.end, await joined.end);
    expect(told.end!.degraded).toEqual([]);
    const seqs = (await other.ports.turnLog.read(sessionId, 0, 5_000)).map(({ seq }) => seq);
    const { session } = await other.engine.sessions.show(SEEKER, sessionId);
    expect(seqs[0]).toBeGreaterThan(5);
    expect(seqs).toEqual(seqs.map((_, at) => seqs[0]! + at));
    expect(seqs.at(-1)).toBe(session.last_event_seq);
    expectSoundTurn(await conversation(other.engine, SEEKER, sessionId).say("more"));
  });

  test.each(["for a while", "for good"])("Redis runs out of memory in the middle, %s: the same", async (kind) => {
    const turn = start();
    const live = follow();
    await live.words(3);
    await redis.command("CONFIG", "SET", "maxmemory", "1mb");
    await turn.words(10);
    if (kind === "for a while") {
      await redis.command("CONFIG", "SET", "maxmemory", "0");
      await live.words(12);
    }
    expect(ofType(turn.events, "turn-end")).toEqual([]);
    await expectOneAnswer(await turn.end, await live.end);
    expect(log.lines.filter(({ text }) => text.startsWith("The turn log"))).toHaveLength(1);
    const next = await conversation(other.engine, SEEKER, sessionId).say("more");
    expectSoundTurn(next);
  });

  /** A turn in whose middle Redis is killed, to see whether another one gets in. */
  async function killedInTheMiddle(): Promise<{ turn: Heard; live: Heard }> {
    const turn = start();
    const live = follow();
    await live.words(3);
    await redis.kill();
    const intruder = await conversation(other.engine, SEEKER, sessionId).say("thanks");
    expect(intruder.error).toMatchObject({ code: "session_busy" });
    return { turn, live };
  }

  const usedAgain = () => expect.poll(() => other.ports.cache.get("key").catch(() => "away"), { timeout: 5_000 }).toBeNull();

  test("Redis is killed in the middle and comes back empty: the same, and it is used again", async () => {
    const { turn, live } = await killedInTheMiddle();
    await redis.start();
    await expectOneAnswer(await turn.end, await live.end);
    expect(log.lines.filter(({ text }) => text.startsWith("Redis cannot"))).toHaveLength(1);
    await usedAgain();
    const next = await conversation(other.engine, SEEKER, sessionId).say("more");
    expectSoundTurn(next);
    expect(next.end!.degraded).toEqual([]);
  });

  test("Redis is killed in the middle and stays away: the same, and turns are marked until it is back", async () => {
    const { turn, live } = await killedInTheMiddle();
    await expectOneAnswer(await turn.end, await live.end);
    const without = await conversation(other.engine, SEEKER, sessionId).say("more");
    expectSoundTurn(without);
    expect(without.end!.degraded).toEqual(["cache"]);
    expect(ofType(without.events, "notice").filter(({ code }) => code === "degraded:cache")).toHaveLength(1);
    await redis.start();
    await usedAgain();
    expect((await conversation(other.engine, SEEKER, sessionId).say("React jobs")).end!.degraded).toEqual([]);
  });

  test("a turn is stopped from the other side within a second, and keeps its words", async () => {
    const turn = start();
    await turn.words(4);
    const { turnId } = ofType(turn.events, "turn-start")[0]!;
    const startedAt = performance.now();
    expect(await other.ports.lock.requestCancel(sessionId, "another turn")).toBe(false);
    expect(await other.ports.lock.requestCancel(sessionId, turnId)).toBe(true);
    const told = await turn.end;
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(told.end!.message).toMatchObject({ status: "cancelled", text: told.streamed });
    expectSameTurn(await follow().end, told);
  });

  test("one without Redis from the start costs little more time, and nobody can be stopped from outside", async () => {
    await redis.kill();
    const startedAt = performance.now();
    const turn = heard(other.engine.send(message("the-one")));
    await turn.words(1);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(await one.ports.lock.requestCancel(sessionId)).toBe(false);
    const told = await turn.end;
    expectSoundTurn(told);
    expect(told.end!.degraded).toEqual(["cache"]);
  });
});
