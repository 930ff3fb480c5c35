import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SendMessage } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { type Turn, conversation, ofType, turnOf } from "../testing/conversation.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../testing/seeded-store.ts";
import { modelCalls, slowly } from "../testing/slow-model.ts";
import { testEngine } from "../testing/test-engine.ts";

const SENDERS = 50;

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

function expectOneTurn(seen: readonly TurnEvent[][]): Turn {
  const turns = seen.map((events) => turnOf("", events));
  const starts = turns.map(({ events }) => ofType(events, "turn-start")[0]!);
  expect(new Set(starts.map(({ turnId, sessionId, messageId }) => `${turnId} ${sessionId} ${messageId}`)).size).toBe(1);
  expect(starts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  for (const turn of turns) {
    expect(turn.error).toBeUndefined();
    expect(turn.end!.message).toEqual(turns[0]!.end!.message);
    expect(turn.streamed).toBe(turns[0]!.end!.message.text);
    expect(turn.matches).toEqual(turns[0]!.end!.message.matches);
    expect(turn.end!.citations).toEqual(turns[0]!.end!.citations);
  }
  return turns[0]!;
}

describe("fifty sends of one message are one turn", () => {
  test.each(["opening a session", "in a session"])("%s, in one process", async (kind) => {
    await using open = await testEngine(directory);
    const talk = conversation(open.engine, SEEKER);
    if (kind === "in a session") await talk.say("hello");
    const sessionId = kind === "in a session" ? talk.sessionId : undefined;
    const message: SendMessage = { ...SEEKER, text: "TypeScript jobs", sessionId, clientMessageId: "the-one" };
    const seen = await Promise.all(Array.from({ length: SENDERS }, () => Array.fromAsync(open.engine.send(message))));
    const turn = expectOneTurn(seen);
    expect(modelCalls(open)).toBe(1);
    const { messages } = await open.engine.sessions.show(SEEKER, ofType(turn.events, "turn-start")[0]!.sessionId);
    expect(messages.filter(({ text }) => text === "TypeScript jobs")).toHaveLength(1);
    expect(await open.engine.sessions.list(SEEKER)).toHaveLength(1);
  });

  test.each(["opening a session", "in a session"])("%s, over two processes", { timeout: 60_000 }, async (kind) => {
    let sessionId: string | undefined;
    if (kind === "in a session") {
      await using open = await testEngine(directory);
      const talk = conversation(open.engine, SEEKER);
      await talk.say("hello");
      sessionId = talk.sessionId;
    }
    const message: SendMessage = { ...SEEKER, text: "TypeScript jobs", sessionId, clientMessageId: "the-one" };
    const senders = [sender(message), sender(message)];
    for (const { ready } of senders) await ready;
    for (const { start } of senders) start();
    const outcomes = await Promise.all(senders.map(({ outcome }) => outcome));
    expectOneTurn(outcomes.flatMap(({ seen }) => seen));
    expect(outcomes.map(({ modelCalls }) => modelCalls).toSorted()).toEqual([0, 1]);
    await using open = await testEngine(directory);
    const sessions = await open.engine.sessions.list(SEEKER);
    expect(sessions).toHaveLength(1);
    expect(
      (await open.engine.sessions.show(SEEKER, sessions[0]!.session_id)).messages.filter(({ client_message_id }) => client_message_id === "the-one"),
    ).toHaveLength(1);
  });

  function sender(message: SendMessage) {
    const script = fileURLToPath(new URL("../testing/sends-at-once.ts", import.meta.url));
    const child = spawn(process.execPath, [script, directory, JSON.stringify(message), String(SENDERS / 2)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
    });
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const outcome = (async () => {
      let told = "";
      for await (const chunk of child.stdout.setEncoding("utf8")) {
        told += chunk;
        if (told.startsWith("ready\n")) resolve();
      }
      return JSON.parse(told.slice("ready\n".length)) as { seen: TurnEvent[][]; modelCalls: number };
    })();
    return { ready, outcome, start: () => child.stdin.write("go\n") };
  }

  test("sent again later, from a new engine, it is told once more and costs nothing", async () => {
    const first = await (async () => {
      await using open = await testEngine(directory);
      return conversation(open.engine, SEEKER).say("TypeScript jobs", { clientMessageId: "the-one" });
    })();
    await using open = await testEngine(directory);
    const again = await conversation(open.engine, SEEKER).say("TypeScript jobs", { clientMessageId: "the-one" });
    expect(again.end!.message).toEqual(first.end!.message);
    expect(modelCalls(open)).toBe(0);
  });

  test("the same id of another user is another message", async () => {
    await using open = await testEngine(directory);
    const one = await conversation(open.engine, SEEKER).say("TypeScript jobs", { clientMessageId: "the-one" });
    const other = await conversation(open.engine, EMPLOYER).say("nurses", { clientMessageId: "the-one" });
    expect(ofType(other.events, "turn-start")[0]!.turnId).not.toBe(ofType(one.events, "turn-start")[0]!.turnId);
  });

  test("a second sender that stops waiting does not stop the turn", async () => {
    await using open = await testEngine(directory, slowly(15));
    const talk = conversation(open.engine, SEEKER);
    await talk.say("hello");
    const first = talk.say("TypeScript jobs", { clientMessageId: "the-one" });
    await sleep(150);
    const impatient = await conversation(open.engine, SEEKER, talk.sessionId).say("TypeScript jobs", {
      clientMessageId: "the-one",
      signal: AbortSignal.timeout(200),
    });
    expect(impatient.error).toMatchObject({ code: "interrupted", retryable: true });
    expect((await first).end!.message.status).toBe("complete");
  });
});

describe("one turn of a session at a time", () => {
  test("another message is refused while an answer is written, and nothing of it is kept", async () => {
    await using open = await testEngine(directory, slowly(15));
    const talk = conversation(open.engine, SEEKER);
    await talk.say("hello");
    const running = talk.say("TypeScript jobs");
    await sleep(200);
    const refused = await conversation(open.engine, SEEKER, talk.sessionId).say("nursing jobs");
    expect(refused.events.map(({ type }) => type)).toEqual(["turn-error"]);
    expect(refused.error).toMatchObject({ code: "session_busy", retryable: true });
    expect((await running).end!.message.status).toBe("complete");
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages.map(({ text }) => text)).not.toContain("nursing jobs");
  });

  test("or it interrupts: the first answer keeps its words, the second begins", async () => {
    await using open = await testEngine(directory, slowly(40));
    const talk = conversation(open.engine, SEEKER);
    await talk.say("hello");
    const running = talk.say("TypeScript jobs");
    await sleep(600);
    const second = await conversation(open.engine, SEEKER, talk.sessionId).say("thanks", { onBusy: "interrupt" });
    const first = await running;
    expect(first.end!.message).toMatchObject({ status: "cancelled", text: first.streamed });
    expect(first.streamed).not.toBe("");
    expect(second.end!.message.status).toBe("complete");
    const { messages } = await open.engine.sessions.show(SEEKER, talk.sessionId);
    expect(messages.slice(-4).map(({ status, text }) => [status, text])).toEqual([
      ["complete", "TypeScript jobs"],
      ["cancelled", first.streamed],
      ["complete", "thanks"],
      ["complete", second.streamed],
    ]);
  });

  test("whoever saw the end may send at once, however the turn ended", async () => {
    await using open = await testEngine(directory, slowly(10));
    const talk = conversation(open.engine, SEEKER);
    await talk.say("hello");
    for (let round = 0; round < 3; round += 1) {
      const cancelled = await talk.say("TypeScript jobs", { signal: AbortSignal.timeout(120 + 40 * round) });
      expect(cancelled.end!.message.status).toBe("cancelled");
      expect((await talk.say("thanks")).error).toBeUndefined();
      const id = `doubled-${round}`;
      const [, duplicate] = await Promise.all([talk.say("thanks", { clientMessageId: id }), talk.say("thanks", { clientMessageId: id })]);
      expect(duplicate.error).toBeUndefined();
      expect((await talk.say("hello")).error).toBeUndefined();
    }
  });

  test("two sessions of one user run side by side", async () => {
    await using open = await testEngine(directory, slowly(10));
    const startedAt = performance.now();
    const turns = await Promise.all(["TypeScript jobs", "React jobs", "jobs in Berlin"].map((text) => conversation(open.engine, SEEKER).say(text)));
    expect(turns.every(({ end }) => end!.message.status === "complete")).toBe(true);
    expect(new Set(turns.map(({ events }) => ofType(events, "turn-start")[0]!.sessionId)).size).toBe(3);
    expect(performance.now() - startedAt).toBeLessThan(turns.reduce((sum, { end }) => sum + end!.latency.total, 0));
  });
});
