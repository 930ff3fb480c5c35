import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SendMessage } from "../engine.ts";
import { TurnEvent } from "../events.ts";
import { conversation, ofType, turnOf } from "../testing/conversation.ts";
import { type Heard, heard } from "../testing/heard.ts";
import { redisDatabase } from "../testing/redis-adapters.ts";
import { onRedis } from "../testing/redis-ports.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";
import { testEngine } from "../testing/test-engine.ts";

const SCRIPT = fileURLToPath(new URL("../testing/redis-process.ts", import.meta.url));

describe.skipIf(SERVICES.redis === undefined)("processes on one Redis (skipped where there is no redis-server)", () => {
  let store: SeededStore;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    store = await seededStore(fixtures(60));
  });
  afterAll(() => store[Symbol.dispose]());
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  function started(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env.PATH } });
    children.push(child);
    return child;
  }

  /** What a turn in another process tells. */
  function said(url: string, directory: string, message: SendMessage): { heard: Heard; child: ChildProcess } {
    const child = started(url, "say", directory, JSON.stringify(message));
    const lines = createInterface(child.stdout!);
    async function* events() {
      for await (const line of lines) yield TurnEvent.parse(JSON.parse(line));
    }
    return { heard: heard(events()), child };
  }

  test("one at a time is in a session, however many try", async () => {
    const url = await redisDatabase();
    const counters = Array.from({ length: 2 }, () => started(url, "count", "chat", "60"));
    const codes = await Promise.all(counters.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).toEqual([0, 0]);
    await using open = await testEngine(store.copy(), onRedis({ url }));
    expect(await open.ports.cache.get("number")).toBe("120");
    expect(await open.ports.lock.holder("chat")).toBeNull();
  });

  test("a turn of one is followed live and stopped within a second from the other", async () => {
    const [url, directory] = [await redisDatabase(), store.copy()];
    await using open = await testEngine(directory, onRedis({ url }));
    const message: SendMessage = { ...SEEKER, text: "TypeScript jobs", clientMessageId: "the-one" };
    const { heard: turn } = said(url, directory, message);
    await turn.words(2);
    const followed = heard(open.engine.send(message));
    await followed.words(8);
    expect(turn.events.some(({ type }) => type === "turn-end")).toBe(false);

    const { sessionId, turnId } = ofType(turn.events, "turn-start")[0]!;
    expect((await conversation(open.engine, SEEKER, sessionId).say("thanks")).error).toMatchObject({ code: "session_busy" });
    const startedAt = performance.now();
    expect(await open.engine.cancel(SEEKER, sessionId, turnId)).toBe(true);
    const [told, end] = [await turn.end, await followed.end];
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(told.end!.message).toMatchObject({ status: "cancelled", text: told.streamed });
    expect(end.end).toEqual(told.end);
    expect(end.streamed).toBe(told.streamed);
  });

  test("a turn whose process is killed ends for its follower as interrupted, with the words that were said", { timeout: 60_000 }, async () => {
    const [url, directory] = [await redisDatabase(), store.copy()];
    await using open = await testEngine(directory, onRedis({ url }));
    const message: SendMessage = { ...SEEKER, text: "TypeScript jobs", clientMessageId: "the-one" };
    const { heard: turn, child } = said(url, directory, message);
    await turn.words(3);
    const followed = heard(open.engine.send(message));
    await followed.words(6);
    child.kill("SIGKILL");
    const heardBefore = turnOf("", [...followed.events]).streamed;
    const end = await followed.end;
    expect(end.end!.message).toMatchObject({ status: "interrupted", text: end.streamed });
    expect(end.streamed.startsWith(heardBefore)).toBe(true);
    expect((await conversation(open.engine, SEEKER, ofType(turn.events, "turn-start")[0]!.sessionId).say("more")).error).toBeUndefined();
  });
});
