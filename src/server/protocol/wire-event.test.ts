import { EventSchemas } from "@ag-ui/core/schemas";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LoggedEvent, type StoredMessage, TurnEvent, answerIdOf } from "../../engine/index.ts";
import { RunEvent, WireMessage } from "./events.ts";
import { CANDIDATE_MATCH, FULL_CONVERSATION, JOB_MATCH, SESSION } from "./testing/full-conversation.ts";
import { loggedTurns } from "./testing/logged-turns.ts";
import { coalesce, wireEvent, wireMessage } from "./wire-event.ts";

const wire = (entry: LoggedEvent): unknown => JSON.parse(JSON.stringify(wireEvent(SESSION, entry)));
const entry = (event: TurnEvent): LoggedEvent => ({ seq: 1, turnId: "a-turn", at: 1_772_366_400_000, event });
const ending = FULL_CONVERSATION.map(({ event }) => event).find(({ type }) => type === "turn-end") as Extract<TurnEvent, { type: "turn-end" }>;

describe("every entry of the turn log", () => {
  test("has every type of event among those that are tried here", () => {
    const tried = new Set(FULL_CONVERSATION.map(({ event }) => event.type));
    expect(TurnEvent.options.map(({ shape }) => shape.type.value).filter((type) => !tried.has(type))).toEqual([]);
  });

  test.each(FULL_CONVERSATION)("$event.type at $seq is one event that AG-UI reads, and ours", (entry) => {
    const event = wire(entry);
    expect(EventSchemas.parse(event)).toEqual(event);
    expect(RunEvent.parse(event)).toEqual(event);
    expect(event).toMatchObject({ threadId: SESSION, runId: entry.turnId, seq: entry.seq, timestamp: entry.at });
  });

  test("is read by AG-UI whatever it says", () => {
    fc.assert(fc.property(loggedTurns, (entries) => entries.every((entry) => EventSchemas.safeParse(wire(entry)).success)));
  });
});

describe("an event", () => {
  test("of words names the answer's message as it will be stored", () => {
    expect(wire(entry({ type: "text-delta", text: "Hello" }))).toMatchObject({ messageId: answerIdOf("a-turn"), delta: "Hello" });
  });

  test("of matches has a message id of its own, so that two lists of one turn are two", () => {
    const lists = FULL_CONVERSATION.filter(({ turnId, event }) => turnId === "turn-a" && event.type === "matches-found").map((entry) =>
      wireEvent(SESSION, entry),
    );
    expect(lists).toMatchObject([{ activityType: "JOB_MATCHES" }, { activityType: "JOB_MATCHES" }]);
    expect(new Set(lists.map((event) => "messageId" in event && event.messageId)).size).toBe(2);
  });

  test("of a stopped turn says so twice: to our clients, and to those of AG-UI", () => {
    const stopped = wire(entry({ ...ending, message: { ...ending.message, status: "cancelled" } }));
    expect(stopped).toMatchObject({ type: "RUN_FINISHED", result: { status: "cancelled" }, outcome: { type: "cancelled" } });
  });

  test.each([
    ["interrupted", { code: "interrupted", retryable: true }],
    ["failed", { code: "internal", retryable: false }],
  ] as const)("of a turn whose stored answer is %s is an error", (status, error) => {
    const event = wire(entry({ ...ending, message: { ...ending.message, status } }));
    expect(event).toMatchObject({ type: "RUN_ERROR", ...error });
    expect(EventSchemas.safeParse(event).success).toBe(true);
  });
});

describe("a stored message", () => {
  const stored: StoredMessage = {
    ...{ message_id: "m-1", session_id: SESSION, user_id: "ada", seq: 2, turn_id: "a-turn", client_message_id: "a-turn:answer" },
    ...{ role: "assistant", payload_type: "jobs", text: "One job [1].", structured: { matches: [JOB_MATCH], citations: [{ n: 1, id: JOB_MATCH.id }] } },
    ...{
      tokens_used: 3,
      usage: null,
      cost_usd: null,
      model: "a-model",
      status: "cancelled",
      feedback: { rating: "up" },
      created_at: "2026-03-01T12:00:00.000Z",
    },
  };

  test("is told as clients show it", () => {
    const told = JSON.parse(JSON.stringify(wireMessage(stored)));
    expect(WireMessage.parse(told)).toEqual(told);
    expect(told).toEqual({
      ...{ id: "m-1", role: "assistant", content: "One job [1].", runId: "a-turn", status: "cancelled", payloadType: "jobs", feedback: "up" },
      ...{ matches: [JOB_MATCH], citations: [{ n: 1, id: JOB_MATCH.id }], createdAt: Date.UTC(2026, 2, 1, 12) },
    });
  });

  test("of the user has the id that the client gave it", () => {
    const question = { ...stored, role: "user" as const, client_message_id: "c-1", structured: null, feedback: null };
    expect(wireMessage(question)).toMatchObject({ role: "user", clientMessageId: "c-1", matches: [], citations: [], feedback: null });
  });

  test("that the portal wrote in another shape has no matches, and contact data never gets out", () => {
    expect(wireMessage({ ...stored, structured: { matches: "none", citations: [{ n: 0 }] } })).toMatchObject({ matches: [], citations: [] });
    const leaky = { ...CANDIDATE_MATCH, record: { ...CANDIDATE_MATCH.record, user_id: "grace", contact: { email: "grace@example.com" } } };
    expect(wireMessage({ ...stored, structured: { matches: [leaky] } }).matches).toEqual([CANDIDATE_MATCH]);
  });
});

describe("coalescing", () => {
  const isText = ({ event }: LoggedEvent) => event.type === "text-delta";
  const said = (entries: readonly LoggedEvent[]) => entries.map(({ event }) => (event.type === "text-delta" ? event.text : "")).join("");

  test("joins neighbouring words and leaves all else, so that no word and no number is lost", () => {
    fc.assert(
      fc.property(loggedTurns, (entries) => {
        const joined = coalesce(entries);
        expect(said(joined)).toBe(said(entries));
        expect(joined.filter((entry) => !isText(entry))).toEqual(entries.filter((entry) => !isText(entry)));
        expect(joined.flatMap(({ seq, seqFrom = seq }) => Array.from({ length: seq - seqFrom + 1 }, (_, i) => seqFrom + i))).toEqual(
          entries.map(({ seq }) => seq),
        );
        expect(joined.some((entry, at) => isText(entry) && at > 0 && isText(joined[at - 1]!))).toBe(false);
      }),
    );
  });

  test("tells the first and the last of what it joined", () => {
    const words = ["a", "b", "c"].map((text, index): LoggedEvent => ({
      seq: 7 + index,
      turnId: "a-turn",
      at: 100 + index,
      event: { type: "text-delta", text },
    }));
    const [joined] = coalesce(words);
    expect(wireEvent(SESSION, joined!)).toMatchObject({ type: "TEXT_MESSAGE_CONTENT", delta: "abc", seqFrom: 7, seq: 9, timestamp: 102 });
    expect(words.map(({ event }) => event)).toMatchObject([{ text: "a" }, { text: "b" }, { text: "c" }]);
  });

  test("joins no words of two turns, and none over a gap", () => {
    const of = (seq: number, turnId: string): LoggedEvent => ({ seq, turnId, at: 0, event: { type: "text-delta", text: "x" } });
    expect(coalesce([of(1, "a"), of(2, "b"), of(4, "b")]).map(({ seq, seqFrom }) => [seqFrom, seq])).toEqual([
      [undefined, 1],
      [undefined, 2],
      [undefined, 4],
    ]);
  });
});
