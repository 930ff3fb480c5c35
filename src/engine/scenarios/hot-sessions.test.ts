import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Cache } from "../cache/cache.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { StoredMessage } from "../sessions/session.ts";
import { caches } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { type Conversation, conversation } from "../testing/conversation.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { type ScriptedModel, scriptedModel } from "../testing/scripted-model.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const DAY_MS = 86_400_000;
/** The messages a prompt may hold with the settings below, and the turn's own. */
const PAGE = 2 + 4 * 2 + 1;
const TOPICS = ["TypeScript jobs", "React jobs", "Node.js jobs", "data analyst jobs", "nursing jobs"];

let store: SeededStore;
let directory: string;
let model: ScriptedModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
  model = scriptedModel();
  model.answer(() => ({ says: `Answer ${model.requests.length} [1].` }));
  return () => model[Symbol.dispose]();
});

interface Options {
  summaryEvery?: number;
  around?: Parameters<typeof interceptedPorts>[1];
}

/** An engine whose cache is another store than its history; without one the sessions are not kept there. */
function engineWith(cache: Cache | null, { summaryEvery = 2, around }: Options = {}): Promise<TestEngine> {
  return testEngine(directory, {
    environment: { ...model.environment, ROLECALL_EMBEDDING_MODEL: "offline" },
    settings: { recentTtlMs: cache === null ? 0 : DAY_MS, answerTtlMs: 0, summaryEvery, recentMessages: 2 },
    adapt: (ports) => {
      const adapted: Ports = { ...ports, cache: cache ?? ports.cache };
      return around === undefined ? adapted : interceptedPorts(adapted, around);
    },
  });
}

const recentKey = (sessionId: string) => `chat:session:${sessionId}:recent`;
const summaryKey = (sessionId: string) => `chat:session:${sessionId}:summary`;
const kept = async (cache: Cache, sessionId: string) => StoredMessage.array().parse(JSON.parse((await cache.get(recentKey(sessionId))) ?? "[]"));
const stored = async ({ ports }: TestEngine, sessionId: string) => ports.history.messages(sessionId, { limit: 100 });

/** How often the history was asked for what a prompt may hold. */
const pagesRead = ({ calls }: TestEngine) => calls.filter(({ method, args }) => method === "messages" && (args[1] as { limit: number }).limit === PAGE).length;

/** What the model was told of the conversation, in the last prompt. */
const toldOf = () => {
  const answer = model.requests.findLast(({ messages }) => !messages[0]!.content.startsWith("Summarise"))!;
  return answer.messages.slice(1, -1).map(({ content }) => content);
};

/** Says it and waits until the cache holds the whole session, or has had the time to. */
async function say(talk: Conversation, text: string, cache: Cache | null = null): Promise<void> {
  expect((await talk.say(text)).end?.message.status).toBe("complete");
  for (let tries = 0; cache !== null && tries < 100; tries += 1) {
    if ((await kept(cache, talk.sessionId)).at(-2)?.text === text) return;
    await sleep(10);
  }
}

contract("Sessions in the cache", caches, ({ open }) => {
  test("are the last messages as they are stored, after every turn", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache);
    const talk = conversation(engine.engine, SEEKER);
    for (const text of TOPICS.slice(0, 2)) {
      await say(talk, text, cache);
      expect(await kept(cache, talk.sessionId)).toEqual(await stored(engine, talk.sessionId));
    }
  });

  test("save the history a page a turn, and the prompts are the same", async () => {
    await using cache = await open();
    const prompts: string[][] = [];
    for (const used of [cache, null]) {
      await using engine = await engineWith(used);
      const talk = conversation(engine.engine, SEEKER);
      for (const text of TOPICS.slice(0, 3)) await say(talk, text, used);
      prompts.push(toldOf().map((text) => text.replace(/\d+/g, "n")));
      expect(pagesRead(engine)).toBe(used === null ? 2 : 0);
    }
    expect(prompts[0]).toEqual(prompts[1]);
    expect(prompts[0]).toHaveLength(4);
  });

  test("are not believed when another process has gone on without them", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache);
    const talk = conversation(engine.engine, SEEKER);
    await say(talk, "TypeScript jobs", cache);
    {
      await using elsewhere = await engineWith(null);
      await say(conversation(elsewhere.engine, SEEKER, talk.sessionId), "React jobs");
    }
    await say(talk, "Node.js jobs", cache);
    expect(toldOf()).toContain("React jobs");
    expect(await kept(cache, talk.sessionId)).toEqual(await stored(engine, talk.sessionId));
  });

  test("are not believed after a turn that was cancelled or has failed", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache);
    const talk = conversation(engine.engine, SEEKER);
    await say(talk, "TypeScript jobs", cache);
    await talk.say("React jobs", { signal: AbortSignal.timeout(1) });
    await talk.say("Node.js jobs", { maxCostUsd: 0 });
    const before = await stored(engine, talk.sessionId);
    await say(talk, "nursing jobs", cache);
    const users = before.filter(({ role }) => role === "user").map(({ text }) => text);
    expect(toldOf().filter((text) => TOPICS.includes(text))).toEqual(users);
    expect(await kept(cache, talk.sessionId)).toEqual(await stored(engine, talk.sessionId));
  });

  const DAMAGES: [string, (messages: StoredMessage[]) => unknown][] = [
    ["is no JSON", () => undefined],
    ["is something else", () => ({ messages: [] })],
    ["is empty", () => []],
    ["lacks a field", (messages) => messages.map(({ role: _, ...rest }) => rest)],
    ["lacks its end", (messages) => messages.slice(0, -2)],
    ["lacks its beginning", (messages) => messages.slice(2)],
    ["lacks a message in between", (messages) => messages.filter((_, at) => at !== 1)],
    ["is another session's", (messages) => messages.map((message) => ({ ...message, session_id: crypto.randomUUID() }))],
    ["is another user's", (messages) => messages.map((message) => ({ ...message, user_id: "somebody-else" }))],
  ];

  test("that are damaged are read from the history, and kept again", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache, { summaryEvery: 10 });
    const talk = conversation(engine.engine, SEEKER);
    for (const text of TOPICS.slice(0, 2)) await say(talk, text, cache);
    for (const [what, damage] of DAMAGES) {
      const before = await stored(engine, talk.sessionId);
      await cache.set(recentKey(talk.sessionId), JSON.stringify(damage(await kept(cache, talk.sessionId))) ?? "nonsense", DAY_MS);
      await say(talk, `jobs with ${what}`, cache);
      expect(toldOf(), `that ${what}`).toEqual(before.map(({ text }) => text));
      expect(await kept(cache, talk.sessionId), `that ${what}`).toEqual(await stored(engine, talk.sessionId));
    }
  });

  test("hold no more than a prompt may, and the summary beside them", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache);
    model.answer(({ messages }) => ({ says: messages[0]!.content.startsWith("Summarise") ? "They look for work." : "It fits [1]." }));
    const talk = conversation(engine.engine, SEEKER);
    for (const text of TOPICS) {
      await say(talk, text, cache);
      await sleep(30);
    }
    expect(await cache.get(summaryKey(talk.sessionId))).toBe("They look for work.");
    const { session, messages } = await engine.engine.sessions.show(SEEKER, talk.sessionId);
    expect(session.summary_through_seq).toBeGreaterThan(0);
    const last = await kept(cache, talk.sessionId);
    expect(last).toEqual(messages.slice(-last.length));
    expect(last.length).toBeLessThanOrEqual(10);
    expect(pagesRead(engine)).toBeLessThanOrEqual(1);
  });

  test("are gone with the session, and with the user", async () => {
    await using cache = await open();
    await using engine = await engineWith(cache);
    const talks = [conversation(engine.engine, SEEKER), conversation(engine.engine, SEEKER), conversation(engine.engine, SEEKER)] as const;
    for (const talk of talks) {
      await say(talk, "TypeScript jobs", cache);
      await cache.set(summaryKey(talk.sessionId), "They look for work.", DAY_MS);
    }
    const left = async () => {
      await sleep(5);
      const values = talks.flatMap(({ sessionId }) => [cache.get(recentKey(sessionId)), cache.get(summaryKey(sessionId))]);
      return (await Promise.all(values)).map((value) => value !== null);
    };
    expect(await left()).toEqual([true, true, true, true, true, true]);
    await engine.engine.sessions.delete(SEEKER, talks[0].sessionId);
    expect(await left()).toEqual([false, false, true, true, true, true]);
    await engine.engine.sessions.forget(SEEKER.userId);
    expect(await left()).toEqual([false, false, false, false, false, false]);
  });
});

describe("a slow or broken cache", () => {
  const [sqlite] = caches;

  test("does not keep a turn from its end", async () => {
    await using cache = await sqlite!.open();
    await using engine = await engineWith(cache, { around: ({ port, method }, proceed) => (port === "cache" && method === "set" ? sleep(1_500) : proceed()) });
    const startedAt = performance.now();
    await say(conversation(engine.engine, SEEKER), "TypeScript jobs");
    expect(performance.now() - startedAt).toBeLessThan(1_200);
  });

  test("changes no answer, and deletes nothing by halves", async () => {
    await using cache = await sqlite!.open();
    let down = false;
    await using engine = await engineWith(cache, {
      around: ({ port }, proceed) => {
        if (down && port === "cache") throw new RolecallError("storage_unavailable", "Redis is down.");
        return proceed();
      },
    });
    const talk = conversation(engine.engine, SEEKER);
    await say(talk, "TypeScript jobs", cache);
    down = true;
    await say(talk, "React jobs");
    expect(toldOf()).toContain("TypeScript jobs");
    await expect(engine.engine.sessions.delete(SEEKER, talk.sessionId)).rejects.toMatchObject({ code: "storage_unavailable", retryable: true });
    expect((await engine.engine.sessions.show(SEEKER, talk.sessionId)).messages).toHaveLength(4);
    down = false;
    await engine.engine.sessions.delete(SEEKER, talk.sessionId);
    await sleep(5);
    expect(await cache.get(recentKey(talk.sessionId))).toBeNull();
  });

  test("brings nothing of a deleted session back with a late write", async () => {
    await using cache = await sqlite!.open();
    const late = Promise.withResolvers<void>();
    const writing = Promise.withResolvers<void>();
    {
      await using engine = await engineWith(cache, {
        around: async ({ port, method, args }, proceed) => {
          if (port === "cache" && method === "set" && String(args[1]).includes("TypeScript")) {
            writing.resolve();
            await late.promise;
          }
          return proceed();
        },
      });
      const talk = conversation(engine.engine, SEEKER);
      await talk.say("TypeScript jobs");
      await writing.promise;
      await engine.engine.sessions.delete(SEEKER, talk.sessionId);
      late.resolve();
      await engine[Symbol.asyncDispose]();
      await sleep(5);
      expect(await cache.get(recentKey(talk.sessionId))).toBeNull();
    }
  });
});

test("a session's last interaction is its last message, whatever became of the turn", async () => {
  await using engine = await engineWith(null);
  const talk = conversation(engine.engine, SEEKER);
  const statuses: string[] = [];
  const moment = async () => {
    const [session, messages] = [await engine.ports.history.session(talk.sessionId), await stored(engine, talk.sessionId)];
    expect(session!.last_interaction_at).toBe(messages.at(-1)!.created_at);
    expect(messages.every(({ created_at }, at) => at === 0 || messages[at - 1]!.created_at <= created_at)).toBe(true);
    expect(messages.every(({ role, created_at }, at) => role === "user" || messages[at - 1]!.created_at < created_at)).toBe(true);
    statuses.push(messages.at(-1)!.status);
  };
  await talk.say("TypeScript jobs");
  await moment();
  await talk.say("React jobs", { signal: AbortSignal.abort() });
  await moment();
  await talk.say("Node.js jobs", { maxCostUsd: 0 });
  await moment();
  expect(statuses).toContain("complete");
  expect(statuses).toContain("failed");
});
