import { afterAll, beforeAll, expect, test } from "vitest";
import { langsmithServer } from "../../../fixtures/langsmith/server.ts";
import type { Ports } from "../deps.ts";
import { interceptedPorts } from "../testing/intercepted-ports.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { logAt, newTurn, tracedChat, tracedTo } from "../testing/traced-chat.ts";
import { logTracing } from "./log-tracing.ts";
import { runIdOf } from "./turn-runs.ts";

const NODES = ["accept", "restore", "understand", "repeat", "retrieve", "score", "respond", "persist", "summarise"];

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(140));
});
afterAll(() => store[Symbol.dispose]());

function failing(broken: string) {
  return (ports: Ports) =>
    interceptedPorts(ports, ({ port, method }, proceed) => {
      if (`${port}.${method}` === broken) throw new Error("The record of Zoë cannot be read.");
      return proceed();
    });
}

test("a turn is one line of facts without words, with the ids that its trace has", async () => {
  await using langsmith = await langsmithServer();
  const log = logAt("info");
  const { tracing, traces } = tracedTo(langsmith, { log });
  await using chat = await tracedChat(store.copy(), SEEKER, tracing);
  const turn = await chat.say("TypeScript jobs, write to zoe.quill@example.net");
  const [root] = await traces(1);
  await tracing[Symbol.asyncDispose]();
  expect(log.lines).toEqual([{ level: "info", facts: expect.anything(), text: "The turn ended." }]);
  const { facts } = log.lines[0]!;
  expect(facts).toMatchObject({
    turn: turn.turnId,
    session: turn.sessionId,
    run: root!.id,
    role: "job_seeker",
    status: "complete",
    intent: "search",
    lexical: { searches: 1, misses: 0, failed: 0 },
    dense: { searches: 1, misses: 0, failed: 0 },
    top_score: turn.matches[0]!.score,
    usage: { input: 0, output: 0, cached: 0 },
    cost_usd: 0,
    cache: "miss",
    degraded: [],
  });
  expect(Object.keys(facts.nodes as object)).toEqual(NODES);
  expect(facts.ms).toBeGreaterThan(0);
  expect(facts.matches).toBeGreaterThanOrEqual(turn.matches.length);
  expect(JSON.stringify(facts)).not.toMatch(/typescript|write|example|quill/i);
});

test("the line is there without LangSmith as well", async () => {
  const log = logAt("info");
  await using chat = await tracedChat(store.copy(), EMPLOYER, logTracing(log));
  const turn = await chat.say("nurses near Manchester");
  const facts = { turn: turn.turnId, session: turn.sessionId, role: "employer", intent: "search", model: "offline-chat-1" };
  expect(log.lines).toMatchObject([{ facts }]);
});

test("it tells of a leg of retrieval that failed and of a turn that broke off, by the kind of the error alone", async () => {
  const log = logAt("info");
  await using degraded = await tracedChat(store.copy(), SEEKER, logTracing(log), { adapt: failing("vectors.query") });
  await degraded.say("TypeScript jobs");
  await using broken = await tracedChat(store.copy(), SEEKER, logTracing(log), { adapt: failing("history.append") });
  await expect(broken.say("TypeScript jobs")).rejects.toThrow("Zoë");
  expect(log.lines).toMatchObject([
    { text: "The turn ended.", facts: { degraded: ["vector-index"], dense: { searches: 1, failed: 1 }, lexical: { failed: 0 } } },
    { text: "The turn broke off.", facts: { code: "Error", nodes: { accept: expect.any(Number) } } },
  ]);
  expect(JSON.stringify(log.lines)).not.toContain("Zoë");
});

test("where the log does not go that far, LangChain is given nobody to tell", () => {
  expect(logTracing(logAt("warn")).turn({ ...SEEKER, ...newTurn(), sessionId: crypto.randomUUID(), acceptedAt: new Date() })).toEqual({});
});

test("a run's id is a UUID of version 7 that ends like the turn's, and another when the message is sent again", () => {
  const turnId = "7cf2b1aa-09d3-8e4f-a1b2-0123456789ab";
  const acceptedAt = new Date("2026-11-22T11:51:32.533Z");
  expect(runIdOf({ turnId, acceptedAt })).toBe("01a20318-e3b5-7e4f-a1b2-0123456789ab");
  expect(runIdOf({ turnId, acceptedAt: new Date(acceptedAt.getTime() + 1) })).not.toBe(runIdOf({ turnId, acceptedAt }));
});
