// oxlint-disable vitest/valid-expect, vitest/no-conditional-expect -- thousands of frames of many kinds: a failure has to show which one
import { EventSchemas } from "@ag-ui/core/schemas";
import { Validator } from "@cfworker/json-schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { RunEvent, WireEvent } from "../protocol/events.ts";
import { CLIENT_FRAMES, RESULTS, SERVER_FRAMES, protocolSchema } from "../protocol/json-schema.ts";
import { type FullConversation, fullConversation } from "../testing/full-conversation.ts";
import { shown } from "../testing/plain-frontend.ts";
import type { AnyFrame } from "../testing/test-client.ts";

const { $defs } = protocolSchema() as { $defs: Record<string, object> };
const validators = new Map<string, Validator>();

let store: SeededStore;
let conversation: FullConversation;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  conversation = await fullConversation(store.copy());
}, 240_000);
afterAll(() => store?.[Symbol.dispose]());

function expectValid(name: string, frame: AnyFrame): void {
  const validator = validators.get(name) ?? new Validator({ $defs, $ref: `#/$defs/${name}` }, "2020-12");
  validators.set(name, validator);
  const { valid, errors } = validator.validate(frame);
  expect(valid, `${name}: ${JSON.stringify(errors.slice(-3))} ${JSON.stringify(frame).slice(0, 500)}`).toBe(true);
}

/** As which frames of the protocol it can be read. */
function namesOf(frame: AnyFrame, known: typeof SERVER_FRAMES): string[] {
  return [...known].flatMap(([name, schema]) => (schema.safeParse(frame).success ? [name] : []));
}

const isEvent = (frame: AnyFrame): frame is WireEvent => "threadId" in frame;
const isLogged = (frame: AnyFrame): frame is RunEvent => isEvent(frame) && "seq" in frame;

test("every event of a full conversation of both roles is one of AG-UI's", () => {
  const events = conversation.received.filter(isEvent);
  expect(events.length).toBeGreaterThan(300);
  for (const event of events) expect(EventSchemas.safeParse(event), JSON.stringify(event).slice(0, 500)).toMatchObject({ success: true });
});

test("every frame, of both sides, is as the published schema says, and is exactly one kind of frame", () => {
  const { sent, received } = conversation;
  const kinds = new Set<string>();
  for (const [frames, known, any] of [
    [received, SERVER_FRAMES, "ServerFrame"],
    [sent, CLIENT_FRAMES, "ClientFrame"],
  ] as const) {
    for (const frame of frames) {
      const names = namesOf(frame, known);
      expect(names, JSON.stringify(frame).slice(0, 500)).toHaveLength(1);
      expectValid(any, frame);
      expectValid(names[0]!, frame);
      kinds.add(names[0]!);
    }
  }
  expect(received.some(({ seqFrom }) => seqFrom !== undefined)).toBe(true);
  // The conversation was a full one: nothing of the protocol was left out.
  expect([...kinds].toSorted()).toEqual([...new Set([...SERVER_FRAMES.keys(), ...CLIENT_FRAMES.keys()])].toSorted());
});

test("the results of all commands are as published", () => {
  const { answers } = conversation;
  expect([...new Set(answers.map(({ command }) => `${command}Result`))].filter((name) => RESULTS.has(name)).toSorted()).toEqual([...RESULTS.keys()].toSorted());
  for (const { command, result } of answers) {
    if (RESULTS.has(`${command}Result`)) expectValid(`${command}Result`, result!);
    else expect(result).toBeUndefined();
  }
});

describe("each run", () => {
  /** As the log has them: those of all connections, each once. */
  function runs(): { runId: string; sessionId: string; events: RunEvent[] }[] {
    const byPlace = new Map(conversation.received.filter(isLogged).map((event) => [`${event.threadId} ${event.seq}`, event]));
    const events = [...byPlace.values()].toSorted((a, b) => a.seq - b.seq);
    const of = Map.groupBy(events, ({ runId }) => runId);
    return [...of].map(([runId, told]) => ({ runId, sessionId: told[0]!.threadId, events: told }));
  }

  test("begins once, ends once, and has in between what was begun and ended in its order", () => {
    expect(runs().length).toBeGreaterThan(18);
    for (const { events } of runs()) {
      const types = events.map(({ type }) => type);
      expect(types[0]).toBe("RUN_STARTED");
      expect(["RUN_FINISHED", "RUN_ERROR"]).toContain(types.at(-1));
      expect(types.filter((type) => ["RUN_STARTED", "RUN_FINISHED", "RUN_ERROR"].includes(type))).toHaveLength(2);
      for (const [index, event] of events.slice(1).entries()) expect("seqFrom" in event ? event.seqFrom : event.seq).toBe(events[index]!.seq + 1);
      const steps = events.flatMap((event) => (event.type === "STEP_STARTED" || event.type === "STEP_FINISHED" ? [`${event.type} ${event.stepName}`] : []));
      for (let at = 0; at < steps.length; at += 2) expect(steps[at + 1]).toBe(steps[at]!.replace("STARTED", "FINISHED"));
      const text = types.filter((type) => type.startsWith("TEXT_MESSAGE_"));
      if (text.length > 0) expect(text.join(" ")).toMatch(/^TEXT_MESSAGE_START( TEXT_MESSAGE_CONTENT)+ TEXT_MESSAGE_END$/);
      const called = events.flatMap((event) => (event.type === "TOOL_CALL_CHUNK" ? [event.toolCallId] : []));
      expect(events.flatMap((event) => (event.type === "TOOL_CALL_RESULT" ? [event.toolCallId] : []))).toEqual(called);
    }
  });

  test("tells the words, the matches and the citations that are stored, under the id they are stored with", async () => {
    for (const { runId, events, sessionId } of runs()) {
      const stored = conversation.stored(sessionId);
      if (stored === undefined) continue;
      const answer = shown(stored.find((message) => message.runId === runId && message.role === "assistant")!);
      const words = events.flatMap((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? [event.delta] : []));
      expect(words.join("")).toBe(answer.content);
      expect(events.flatMap((event) => (event.type === "ACTIVITY_SNAPSHOT" ? event.content.items : []))).toEqual(answer.matches);
      for (const event of events) {
        if ("messageId" in event && event.type.startsWith("TEXT_MESSAGE")) expect(event.messageId).toBe(answer.id);
        if (event.type === "RUN_FINISHED") expect(event.result).toMatchObject({ messageId: answer.id, status: answer.status, citations: answer.citations });
      }
    }
  });
});
