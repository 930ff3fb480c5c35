import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ports } from "../deps.ts";
import { type Conversation, conversation, ofType } from "../testing/conversation.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { slowlySpoken } from "../testing/slow-model.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

/** Every value of every table that holds one of the words. */
function rowsWith(words: readonly string[]): string[] {
  const database = new DatabaseSync(join(directory, "rolecall.db"), { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").all() as { name: string }[];
    return tables.flatMap(({ name }) => {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all();
      return rows.filter((row) => words.some((word) => JSON.stringify(row).includes(word))).map(() => name);
    });
  } finally {
    database.close();
  }
}

describe("a session after a restart", () => {
  test("goes on where it was: more, details and refinements refer to what was listed", async () => {
    const actors = [
      [SEEKER, "TypeScript jobs"],
      [EMPLOYER, "nurses"],
    ] as const;
    for (const [actor, text] of actors) {
      const first = await alone(async (open) => {
        const talk = conversation(open.engine, actor);
        return { turn: await talk.say(text), sessionId: talk.sessionId };
      });
      const more = await alone((open) => conversation(open.engine, actor, first.sessionId).say("more"));
      expect(more.matches[0]!.rank).toBe(6);
      const detail = await alone((open) => conversation(open.engine, actor, first.sessionId).say("tell me about 2"));
      expect(detail.matches).toEqual([first.turn.matches[1]]);
      const it = await alone((open) => conversation(open.engine, actor, first.sessionId).say("why is it above 3?"));
      expect(it.matches.map(({ rank }) => rank)).toContain(3);
    }
  });

  async function alone<T>(work: (open: TestEngine) => Promise<T>): Promise<T> {
    await using open = await testEngine(directory);
    return await work(open);
  }

  test("numbers its events on, also when the turn log was lost", async () => {
    await using open = await testEngine(directory);
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs");
    await talk.say("more");
    const events = await open.ports.turnLog.read(talk.sessionId, 0, 1_000);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const [first] = [...new Set(events.map(({ turnId }) => turnId))];
    const told = events.filter(({ turnId }) => turnId === first).map(({ event }) => event);
    expect(
      ofType(told, "text-delta")
        .map(({ text }) => text)
        .join(""),
    ).toBe(turn.end!.message.text);
    const { session } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(session.last_event_seq).toBe(events.length);

    await open.ports.turnLog.forget(talk.sessionId);
    await talk.say("tell me about 1");
    expect((await open.ports.turnLog.read(talk.sessionId, 0, 1_000))[0]!.seq).toBe(events.length + 1);
  });
});

describe("sessions", () => {
  test("are listed newest first, of one user in one role", async () => {
    await using open = await testEngine(directory);
    const both = { userId: SEEKER.userId, role: "employer" as const };
    const sessions: Conversation[] = [];
    for (const text of ["TypeScript jobs", "React jobs", "Node.js jobs"]) {
      const talk = conversation(open.engine, SEEKER);
      await talk.say(text);
      sessions.push(talk);
      await sleep(5);
    }
    await conversation(open.engine, both).say("nurses");
    await sessions[0]!.say("more");
    const listed = await open.engine.sessions.list(SEEKER);
    expect(listed.map(({ session_id }) => session_id)).toEqual([0, 2, 1].map((at) => sessions[at]!.sessionId));
    expect(listed[0]).toMatchObject({ title: "TypeScript jobs", role: "job_seeker", status: "active" });
    expect(await open.engine.sessions.list(SEEKER, 2)).toHaveLength(2);
    expect(await open.engine.sessions.list(both)).toHaveLength(1);
  });

  test("that are deleted are gone with messages and events, and others stay", async () => {
    await using open = await testEngine(directory);
    const [gone, kept] = [conversation(open.engine, SEEKER), conversation(open.engine, SEEKER)];
    await gone.say("TypeScript jobs");
    await kept.say("React jobs");
    await open.engine.sessions.delete(SEEKER, gone.sessionId);
    await expect(open.engine.sessions.show(SEEKER, gone.sessionId)).rejects.toMatchObject({ code: "not_found" });
    expect((await gone.say("more")).error).toMatchObject({ code: "not_found" });
    expect(rowsWith([gone.sessionId])).toEqual([]);
    expect((await open.engine.sessions.show(SEEKER, kept.sessionId)).messages).toHaveLength(2);
  });

  test("that are deleted while they answer: the answer stops and nothing of it comes back", async () => {
    await using open = await testEngine(directory, { adapt: (ports: Ports) => ({ ...ports, chatModel: slowlySpoken(ports.chatModel, 30) }) });
    const talk = conversation(open.engine, SEEKER);
    await talk.say("hello");
    const running = talk.say("TypeScript jobs");
    await sleep(400);
    await open.engine.sessions.delete(SEEKER, talk.sessionId);
    const turn = await running;
    expect([turn.end?.message.status, turn.error?.code]).toContain("cancelled");
    expect(rowsWith([talk.sessionId])).toEqual([]);
  });

  test("of a forgotten user leave nothing in any table, running turns and both roles included", async () => {
    const userId = "forget-me-0001";
    const PHRASE = "quokka grooming";
    {
      await using open = await testEngine(directory, { adapt: (ports: Ports) => ({ ...ports, chatModel: slowlySpoken(ports.chatModel, 2) }) });
      for (const role of ["job_seeker", "employer"] as const) {
        const talk = conversation(open.engine, { userId, role });
        for (const text of [PHRASE, "developer", "developer", "tell me about 1", "more"]) await talk.say(text);
      }
      await conversation(open.engine, SEEKER).say("React jobs");
      const running = conversation(open.engine, { userId, role: "job_seeker" }).say(`nurse, not ${PHRASE}`);
      await sleep(60);
      expect(await open.engine.sessions.forget(userId)).toBe(3);
      await running;
      expect(await open.engine.sessions.list({ userId, role: "job_seeker" })).toEqual([]);
      expect(await open.engine.sessions.forget(userId)).toBe(0);
      expect(await open.engine.sessions.list(SEEKER)).toHaveLength(1);
    }
    expect(rowsWith([userId, "quokka"])).toEqual([]);
    const database = new DatabaseSync(join(directory, "rolecall.db"), { readOnly: true });
    const left = Object.fromEntries(
      ["chat_sessions", "chat_messages", "session_locks", "cache"].map((table) => [
        table,
        (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n,
      ]),
    );
    const events = database.prepare("SELECT DISTINCT session_id FROM turn_events").all();
    database.close();
    expect(left).toEqual({ chat_sessions: 1, chat_messages: 2, session_locks: 0, cache: 1 });
    expect(events).toHaveLength(1);
  });

  test("with thousands of messages are read whole, page by page", async () => {
    await using open = await testEngine(directory);
    const talk = conversation(open.engine, SEEKER);
    await talk.say("TypeScript jobs");
    const [question] = (await open.engine.sessions.show(SEEKER, talk.sessionId)).messages;
    const TOTAL = 1_200;
    for (let seq = 3; seq <= TOTAL; seq += 1) {
      const { seq: _, ...message } = {
        ...question!,
        message_id: `m${seq}`,
        client_message_id: `c${seq}`,
        turn_id: `t${seq}`,
        text: `Message ${seq}`,
        role: seq % 2 === 1 ? ("user" as const) : ("assistant" as const),
      };
      await open.ports.history.append(message, {});
    }
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: TOTAL }, (_, at) => at + 1));
    const page = await open.ports.history.messages(talk.sessionId, { before: 601, limit: 50 });
    expect(page.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => 551 + at));
    open.calls.length = 0;
    expectSoundTurn(await talk.say("more"));
    const read = open.calls.filter(({ method }) => method === "messages").map(({ args }) => (args[1] as { limit: number }).limit);
    expect(Math.max(...read)).toBeLessThan(TOTAL / 10);
  });

  test("that have ended take no more messages", async () => {
    await using open = await testEngine(directory);
    const talk = conversation(open.engine, SEEKER);
    await talk.say("TypeScript jobs");
    await open.ports.history.patch(talk.sessionId, { status: "ended" });
    expect((await talk.say("more")).error).toMatchObject({ code: "session_ended", retryable: false });
    expect((await open.engine.sessions.show(SEEKER, talk.sessionId)).messages).toHaveLength(2);
  });
});

describe("a message that cannot be taken", () => {
  test.each([
    ["too long", "x".repeat(301), "message_too_long", /301 characters; 300 are allowed/],
    ["empty", "", "invalid_input", /empty/],
    ["blank", " \n\t ", "invalid_input", /empty/],
  ])("because it is %s, is refused with the reason and the remedy, and nothing is kept", async (_, text, code, reason) => {
    await using open = await testEngine(directory, { settings: { maxMessageChars: 300 } });
    const turn = await conversation(open.engine, SEEKER).say(text);
    expect(turn.events.map(({ type }) => type)).toEqual(["turn-error"]);
    expect(turn.error).toMatchObject({ code, retryable: false, message: expect.stringMatching(reason), hint: expect.stringMatching(/./) });
    expect(open.calls).toEqual([]);
    expect(await open.engine.sessions.list(SEEKER)).toEqual([]);
  });

  test("one of exactly the allowed length is taken, whatever it holds", async () => {
    await using open = await testEngine(directory, { settings: { maxMessageChars: 300 } });
    for (const text of ["nurse ".padEnd(300, "y"), "👩‍⚕️ jobs ".padEnd(300, "💉"), "\u0000\u202e jobs", "'; DROP TABLE jobs; --", "\"' OR MATCH *"]) {
      const turn = await conversation(open.engine, SEEKER).say(text);
      expect(turn.error).toBeUndefined();
      expect(turn.end!.message.status).toBe("complete");
    }
    expect((await open.engine.counts()).jobs).toBe(400);
  });

  test.each(["not-a-session", "00000000-0000-4000-8000-000000000000", "'; --"])("into the session %s, which is none, is refused", async (sessionId) => {
    await using open = await testEngine(directory);
    expect((await conversation(open.engine, SEEKER, sessionId).say("hello")).error).toMatchObject({ code: "not_found" });
  });

  test("in the middle of an answer: a store that fails then gives an error, and the message can be read as failed", async () => {
    let broken = true;
    await using open = await testEngine(directory, {
      adapt: (ports) =>
        interceptedPorts(ports, (call, proceed) => {
          if (broken && call.port === "catalog" && call.method === "records") throw new Error("unexpected");
          return proceed();
        }),
    });
    const talk = conversation(open.engine, SEEKER);
    const turn = await talk.say("TypeScript jobs");
    expect(turn.error).toMatchObject({ code: "internal" });
    broken = false;
    expectSoundTurn(await talk.say("TypeScript jobs"));
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages.map(({ status }) => status)).toEqual(["complete", "failed", "complete", "complete"]);
  });
});
