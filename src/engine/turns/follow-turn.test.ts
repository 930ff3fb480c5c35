import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { type Turn, ofType } from "../testing/conversation.ts";
import { type Heard, heard } from "../testing/heard.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { slowly } from "../testing/slow-model.ts";
import { expectSoundTurn } from "../testing/sound-turn.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const PAUSE_MS = 20;
const MESSAGE = { ...SEEKER, text: "TypeScript jobs", clientMessageId: "the-one" };

let store: SeededStore;
let directory: string;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  directory = store.copy();
});

const say = (open: TestEngine): Heard => heard(open.engine.send(MESSAGE));
const sessionOf = (turn: Heard): string => ofType(turn.events, "turn-start")[0]!.sessionId;

function expectSame(followed: Turn, told: Turn): void {
  expectSoundTurn(told);
  expect(followed.streamed).toBe(told.streamed);
  expect(followed.matches).toEqual(told.matches);
  expect(followed.end!.message).toEqual(told.end!.message);
  expect(followed.events.filter(({ type }) => type === "turn-end")).toHaveLength(1);
}

test("on the embedded store, too, words are heard before the turn has ended, and everything else as it was told", async () => {
  await using one = await testEngine(directory, slowly(PAUSE_MS));
  await using other = await testEngine(directory);
  const turn = say(one);
  await turn.words(1);
  const follower = say(other);
  await follower.words(5);
  expect(turn.events.some(({ type }) => type === "turn-end")).toBe(false);
  const [told, followed] = [await turn.end, await follower.end];
  expectSame(followed, told);
  const later = await say(other).end;
  for (const { events } of [followed, later]) {
    const withoutWords = (all: Turn["events"]) => all.slice(1).filter(({ type }) => type !== "text-delta");
    expect(withoutWords(events)).toEqual(withoutWords(told.events));
  }
});

test("a log that loses the turn half-way: what is missing comes from the stored answer, once", async () => {
  await using one = await testEngine(directory, slowly(PAUSE_MS));
  await using other = await testEngine(directory);
  const turn = say(one);
  await turn.words(1);
  const early = say(other);
  await early.words(5);
  // Twice, so that in between events are written that the follower may have missed.
  for (const words of [12, 24]) {
    await one.ports.turnLog.forget(sessionOf(turn));
    await turn.words(words);
  }
  const late = say(other);
  const told = await turn.end;
  expectSame(await early.end, told);
  expectSame(await late.end, told);
});

test("a log that cannot be read: the stored answer is told when it is there", async () => {
  const unreadable = (ports: Ports) =>
    interceptedPorts(ports, (call, proceed) => {
      if (call.port === "turnLog") throw new RolecallError("storage_unavailable", "The log is away.");
      return proceed();
    });
  await using one = await testEngine(directory, slowly(PAUSE_MS));
  await using other = await testEngine(directory, { adapt: unreadable });
  const turn = say(one);
  await turn.words(1);
  const followed = await say(other).end;
  expectSame(followed, await turn.end);
  expect(followed.events.map(({ type }) => type)).toEqual(["turn-start", "matches-found", "text-start", "text-delta", "text-end", "turn-end"]);
});

test("a turn that failed is told as it failed", async () => {
  const broken = (ports: Ports) =>
    interceptedPorts(ports, (call, proceed) => {
      if (call.port === "catalog" && call.method === "records") throw new RolecallError("storage_unavailable", "The catalogue is away.", { hint: "Start it." });
      return proceed();
    });
  await using open = await testEngine(directory, { adapt: broken });
  const first = await say(open).end;
  expect(first.error).toMatchObject({ code: "storage_unavailable", hint: "Start it." });
  expect((await say(open).end).error).toEqual(first.error);
  await open.ports.turnLog.forget(ofType(first.events, "turn-start")[0]!.sessionId);
  expect((await say(open).end).error).toMatchObject({ code: "internal", retryable: false });
});
