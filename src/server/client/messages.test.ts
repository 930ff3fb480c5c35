import { expect, test } from "vitest";
import type { RunEvent } from "../protocol/events.ts";
import { messages } from "./messages.ts";
import { scriptedSession } from "./testing/scripted-session.ts";
import { answerId, turnEnd, turnEvents } from "./testing/scripted-turn.ts";

const TURN = { runId: "run", clientMessageId: "mine", text: "Jobs?", words: ["One", " two"] };

function told(events: Parameters<ReturnType<typeof scriptedSession>["append"]>[0]): RunEvent[] {
  return scriptedSession("chat").append(events);
}

function after(events: readonly RunEvent[]) {
  const list = messages();
  for (const event of events) list.apply(event);
  return list;
}

test("an answer is put together from its words, and is being written until its run ends", () => {
  const events = told(turnEvents({ ...TURN, end: "complete" }));
  expect(after(events.slice(0, -1)).all).toMatchObject([
    { id: "run:question", role: "user", content: "Jobs?", clientMessageId: "mine", status: "complete" },
    { id: "run:answer", role: "assistant", content: "One two", status: "streaming", payloadType: "jobs", feedback: null },
  ]);
  expect(after(events).all.at(-1)).toMatchObject({ content: "One two", status: "complete", citations: [{ n: 1, id: "job" }] });
});

test.each([
  ["cancelled", turnEnd("run", "cancelled")],
  ["interrupted", turnEnd("run", "error")],
  ["failed", [{ type: "RUN_ERROR" as const, runId: "run", code: "model_unavailable", message: "The model is away.", retryable: true }]],
])("an answer that is %s keeps its words", (status, end) => {
  expect(after(told([...turnEvents(TURN), ...end])).all.at(-1)).toMatchObject({ content: "One two", status });
});

test("matches that are found twice are all kept, and each change gives another array", () => {
  const job = { id: "job-1" } as never;
  const events = told(turnEvents(TURN)).map((event) =>
    event.type === "ACTIVITY_SNAPSHOT" ? { ...event, content: { ...event.content, items: [job] } } : event,
  );
  const list = after(events);
  const before = list.all;
  list.apply({ ...events[2]!, seq: 9 } as RunEvent);
  expect(list.all.at(-1)?.matches).toEqual([job, job]);
  expect(list.all).not.toBe(before);
  expect(before.at(-1)?.matches).toEqual([job]);
});

test("an answer that was restored as a whole keeps its words while its events are told again", () => {
  const session = scriptedSession("chat");
  const events = session.append(turnEvents({ ...TURN, end: "complete" }));
  const list = messages();
  list.restore(session.restored());
  for (const event of events) {
    list.apply(event);
    expect(list.all).toEqual(session.messages);
  }
});

test("a text that begins anew replaces the one before", () => {
  const [start, ...rest] = turnEvents({ ...TURN, end: "complete" }).slice(4);
  const list = after(told([...turnEvents(TURN), start!, ...rest]));
  expect(list.all.at(-1)).toMatchObject({ content: "One two", status: "complete" });
});

test("words whose beginning was not told are not shown", () => {
  const [, , , , , ...late] = told(turnEvents(TURN));
  const list = after(late);
  expect(list.all).toMatchObject([{ id: answerId("run"), content: "", status: "streaming" }]);
  expect(list.isWhole("run")).toBe(false);
});
