import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SendMessage } from "../engine.ts";
import { TurnEvent } from "../events.ts";
import { type Turn, conversation, turnOf } from "../testing/conversation.ts";
import type { DeathPoint } from "../testing/dying-turn.ts";
import { EMPLOYER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { testEngine } from "../testing/test-engine.ts";

const CHILD = fileURLToPath(new URL("../testing/dying-turn.ts", import.meta.url));
/** As many as the machine has to spare. */
const AT_ONCE = 2;
/** A lease of the session lock is longer than this: whoever waited for a dead one is late. */
const LEASE_NOT_AWAITED_MS = 6_000;

/** Points of death a case: as many as a turn's port calls, or this many spread over them. */
const POINTS = 20;

let store: SeededStore;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  // A first child that lives keeps its compiled modules for those that do not.
  environment = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(store.copy(), "compiled") };
  await dies(store.copy(), { ...EMPLOYER, text: "nurses" }, { call: 0, at: "before" });
});
afterAll(() => store[Symbol.dispose]());

interface Case {
  name: string;
  /** Makes the store the turn runs on, and tells the session it goes on with. */
  prepare(): Promise<{ directory: string; sessionId?: string; before: number }>;
}

const CASES: Case[] = [
  { name: "a first message", prepare: async () => ({ directory: store.copy(), before: 0 }) },
  {
    name: "a follow-up in a session",
    async prepare() {
      const directory = store.copy();
      await using open = await testEngine(directory);
      const talk = conversation(open.engine, EMPLOYER);
      await talk.say("nurses");
      return { directory, sessionId: talk.sessionId, before: 2 };
    },
  },
];

/** Sends a message in a process that dies at that point, and returns what it told before. */
async function dies(directory: string, message: SendMessage, point: DeathPoint): Promise<Turn> {
  const child = spawn(process.execPath, [CHILD, directory, JSON.stringify(message), JSON.stringify(point)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  let told = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) told += chunk;
  await new Promise<void>((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", () => resolve()) : resolve()));
  const lines = told.split("\n").filter((line) => line !== "");
  return turnOf(
    message.text,
    lines.map((line) => TurnEvent.parse(JSON.parse(line))),
  );
}

async function survives({ prepare }: Case, point: DeathPoint): Promise<{ acknowledged: boolean; status: string }> {
  const { directory, sessionId, before } = await prepare();
  const message: SendMessage = { ...EMPLOYER, text: "only those near Manchester", sessionId, clientMessageId: "the-one" };
  const told = await dies(directory, message, point);

  await using open = await testEngine(directory);
  const start = told.events.find((event) => event.type === "turn-start");
  const session = start?.sessionId ?? sessionId;
  if (session !== undefined) await open.engine.sessions.show(EMPLOYER, session);

  open.calls.length = 0;
  const again = conversation(open.engine, EMPLOYER, sessionId);
  const startedAt = performance.now();
  const resent = await again.say(message.text, { clientMessageId: "the-one" });
  expect(resent.error).toBeUndefined();
  expect(["complete", "interrupted"]).toContain(resent.end!.message.status);
  expect(resent.events[0]).toMatchObject(start === undefined ? { type: "turn-start" } : { ...start, created: false, duplicate: true });
  const asked = open.calls.filter(({ port }) => port === "chatModel" || port === "embedder");
  expect(start === undefined ? [] : asked).toEqual([]);
  expect(told.streamed.startsWith(resent.end!.message.text) || resent.end!.message.text.startsWith(told.streamed)).toBe(true);
  expect(told.end?.message ?? resent.end!.message).toEqual(resent.end!.message);

  const next = await again.say("more");
  expect(next.error).toBeUndefined();
  expect(next.end!.message.status).toBe("complete");
  expect(performance.now() - startedAt).toBeLessThan(LEASE_NOT_AWAITED_MS);

  const { messages } = await open.engine.sessions.show(EMPLOYER, again.sessionId);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
  expect(messages.map(({ role }) => role)).toEqual(Array.from({ length: before + 4 }, (_, at) => (at % 2 === 0 ? "user" : "assistant")));
  expect(messages.filter(({ client_message_id }) => client_message_id === "the-one")).toMatchObject([{ text: message.text }]);
  expect(await open.engine.sessions.list(EMPLOYER)).toHaveLength(1);
  return { acknowledged: start !== undefined, status: resent.end!.message.status };
}

/** Runs the tasks a few at a time, in order. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** How many port calls the turn makes when nothing kills it. */
async function callsOf({ prepare }: Case): Promise<number> {
  const { directory, sessionId } = await prepare();
  await using open = await testEngine(directory);
  await conversation(open.engine, EMPLOYER, sessionId).say("only those near Manchester");
  return open.calls.length;
}

describe("a process that is killed", () => {
  test.each(CASES)("at any call of a port, in $name: nothing acknowledged is lost, nothing doubled, nobody waits", { timeout: 120_000 }, async (one) => {
    const total = await callsOf(one);
    expect(total).toBeGreaterThanOrEqual(20);
    const spread = Array.from({ length: POINTS }, (_, at) => Math.round(1 + (at * (total - 1)) / (POINTS - 1)));
    const points = spread.map((call, at): DeathPoint => ({ call, at: at % 2 === 0 ? "before" : "after" }));
    const outcomes = await inTurn(points, (point) => survives(one, point));
    // The points reach from before the message was accepted to after its answer was stored.
    expect(outcomes[0]!.acknowledged).toBe(false);
    expect(outcomes.some(({ acknowledged, status }) => acknowledged && status === "interrupted")).toBe(true);
    expect(outcomes.at(-1)).toEqual({ acknowledged: true, status: "complete" });
  });

  test.each(CASES)("while the answer streams, in $name: the words already said are kept as interrupted", { timeout: 60_000 }, async (one) => {
    const outcomes = await inTurn([1, 20, 45, 60], (delta) => survives(one, { delta }));
    expect(outcomes).toEqual(Array.from({ length: 4 }, () => ({ acknowledged: true, status: "interrupted" })));
  });
});
