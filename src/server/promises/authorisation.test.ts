import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "../../engine/index.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { CommandType } from "../protocol/commands.ts";
import type { AnyFrame, TestClient } from "../testing/test-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = 150;
const WAITING = { timeout: 30_000 };

let store: SeededStore;
let server: RealServer;
/** Has a session in which an answer is being written. */
let owner: TestClient;
let sessionId: string;
let runId: string;
let messageId: string;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  server = await realServer(store.copy(), { adapt: wordy({ words: WORDS, pauseMs: 10 }) });
  owner = await server.connect(SEEKER);
  sessionId = await owner.session();
  const { result } = await owner.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
  ({ runId, messageId } = result);
  await owner.next("TEXT_MESSAGE_CONTENT");
});
afterEach(() => server[Symbol.asyncDispose]());

const INTRUDERS: [string, Actor][] = [
  ["another user", { userId: "intruder", role: "job_seeker" }],
  ["an employer", EMPLOYER],
  ["the owner in the other role", { ...SEEKER, role: "employer" }],
];

/** Every command that names a session, with what would do most harm. */
const attempts = (): [CommandType, AnyFrame][] => [
  ["session.open", {}],
  ["session.open", { afterSeq: 0 }],
  ["session.open", { afterSeq: 1_000_000 }],
  ["message.send", { clientMessageId: "mine", text: "Show me what was said." }],
  ["message.send", { clientMessageId: "m1", text: "TypeScript jobs" }],
  ["message.send", { clientMessageId: "mine too", text: "Stop that.", onBusy: "interrupt" }],
  ["run.cancel", { runId }],
  ["feedback.set", { messageId, rating: "down", text: "Not mine." }],
  ["feedback.set", { messageId: `${runId}:answer`, rating: "up" }],
  ["session.end", {}],
];

describe("another user's session", () => {
  test.each(INTRUDERS)("is not_found for %s on every command; nothing is created, changed or told", async (_, actor) => {
    const intruder = await server.connect(actor);
    for (const [type, payload] of attempts()) {
      const answer = await intruder.command(type, { sessionId, ...payload });
      expect([type, answer]).toMatchObject([type, { type: "error", code: "not_found", retryable: false }]);
      expect(JSON.stringify(answer)).not.toMatch(/TypeScript|word\d/);
    }
    // Not an error, so that it says nothing either: nobody watches what is not theirs.
    expect((await intruder.command("session.close", { sessionId })).type).toBe("ack");

    expect((await owner.next("RUN_FINISHED")).result.status).toBe("complete");
    expect(owner.text()).toBe(wordyAnswer(WORDS));
    expect(intruder.frames.filter(({ threadId }) => threadId !== undefined)).toEqual([]);
    const { session, messages } = await server.engine.sessions.show(SEEKER, sessionId);
    expect(session.status).toBe("active");
    expect(messages.map(({ role, text, feedback }) => [role, text, feedback ?? null])).toEqual([
      ["user", "TypeScript jobs", null],
      ["assistant", wordyAnswer(WORDS), null],
    ]);
    expect((await intruder.command("session.list")).result.sessions).toEqual([]);
    expect(await server.engine.sessions.list(actor)).toEqual([]);
  });

  test("answers the same as one that there never was, also after it has ended", async () => {
    const intruder = await server.connect(INTRUDERS[0]![1]);
    await owner.next("RUN_FINISHED");
    await owner.command("session.end", { sessionId });
    const never = crypto.randomUUID();
    for (const [type, payload] of attempts()) {
      const [theirs, none] = await Promise.all([sessionId, never].map((id) => intruder.command(type, { sessionId: id, ...payload })));
      expect({ ...theirs, id: 0, message: theirs!.message.replaceAll(sessionId, "") }).toEqual({
        ...none,
        id: 0,
        message: none!.message.replaceAll(never, ""),
      });
    }
  });

  test("is told of to nobody who has closed it, whatever other connections have open", async () => {
    const second = await server.connect(SEEKER);
    await second.session({ sessionId });
    await second.command("session.close", { sessionId });
    const told = second.frames.length;
    await owner.next("RUN_FINISHED");
    const { id } = await second.command("session.list");
    expect(second.frames.slice(told).map((frame) => frame.id)).toEqual([id]);
  });

  test("an id that is made up, malformed or meant for a store is nobody's", async () => {
    for (const id of ["", "x".repeat(65), "../../etc/passwd", "*", "%", "' OR 1=1 --", "\u0000", '{"$gt":""}', "chat:session:*", "null", "__proto__"]) {
      const client = await server.connect(SEEKER);
      for (const [type, payload] of attempts()) {
        const { code } = await client.command(type, { ...payload, sessionId: id });
        expect([id, type, code]).toEqual([id, type, expect.stringMatching(/^(?:not_found|invalid_input)$/)]);
      }
    }
    for (const id of [{ $ne: null }, [sessionId], 7, null, true]) {
      expect((await owner.command("session.open", { sessionId: id })).code).toBe("invalid_input");
    }
  });

  test("a session of one's own is reached from any connection, so that refusing others means something", async () => {
    const second = await server.connect(SEEKER);
    await second.session({ sessionId, afterSeq: 0 });
    await second.next("RUN_FINISHED");
    expect(second.text()).toBe(wordyAnswer(WORDS));
    expect(
      (
        await second.command("feedback.set", {
          sessionId,
          messageId: second.frames.find(({ type }) => type === "RUN_FINISHED")!.result.messageId,
          rating: "up",
        })
      ).type,
    ).toBe("ack");
    await vi.waitFor(async () => expect((await server.engine.sessions.show(SEEKER, sessionId)).messages.at(-1)!.feedback).toBeTruthy(), WAITING);
  });
});
