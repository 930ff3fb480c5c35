import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent, TurnEvent } from "../../engine/index.ts";
import type { WireEvent } from "./events.ts";
import { frame } from "./frames.ts";
import { CANDIDATE_MATCH, FULL_CONVERSATION, SESSION } from "./testing/full-conversation.ts";
import { loggedTurns } from "./testing/logged-turns.ts";
import { turnEvents } from "./turn-event.ts";
import { coalesce, wireEvent, type WireEntry } from "./wire-event.ts";

const sent = (entry: WireEntry): WireEvent => JSON.parse(frame(wireEvent(SESSION, entry)));
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const back = (entries: readonly WireEntry[]) => entries.map(sent).map(turnEvents());

describe("over the wire and back", () => {
  test("every event of a turn is what it was", () => {
    expect(back(FULL_CONVERSATION)).toEqual(FULL_CONVERSATION.map(({ event }) => event));
  });

  test("any turns are what they were", () => {
    fc.assert(
      fc.property(loggedTurns, (entries) => {
        expect(back(entries)).toEqual(asJson(entries.map(({ event }) => event)));
      }),
    );
  });

  test("joined words are the same words, and what the turn ends with is whole", () => {
    fc.assert(
      fc.property(loggedTurns, (entries) => {
        const events = back(coalesce(entries));
        expect(joined(events)).toEqual(joined(asJson(entries.map(({ event }) => event))));
      }),
    );
  });
});

test("a turn whose words were lost on the way ends with the stored ones", () => {
  const map = turnEvents();
  const [start, ...rest] = FULL_CONVERSATION.filter(({ turnId }) => turnId === "turn-b").map(sent);
  const end = rest.at(-1)!;
  const answer = { id: "turn-b:answer", role: "assistant" as const, content: "One nurse", runId: "turn-b", status: "cancelled" as const, createdAt: 0 };
  const message = { ...answer, payloadType: "candidates" as const, matches: [CANDIDATE_MATCH], citations: [], feedback: null };
  map(start!);
  map({ type: "MESSAGES_SNAPSHOT", threadId: SESSION, timestamp: 0, snapshotSeq: 31, messages: [message] });
  expect(map(end)).toEqual(FULL_CONVERSATION.find(({ turnId, event }) => turnId === "turn-b" && event.type === "turn-end")?.event);
});

test("a turn that is told again from its start is not told twice in its end", () => {
  const entries = FULL_CONVERSATION.filter(({ turnId }) => turnId === "turn-a");
  const again = [...entries.slice(0, 18), ...entries].map(sent).map(turnEvents());
  expect(again.at(-1)).toEqual(entries.at(-1)!.event);
});

describe("what is no event of a turn", () => {
  const of = { threadId: SESSION, timestamp: 0 };

  test("is left out: the connection's own, and types and names that only a newer server knows", () => {
    const others: unknown[] = [
      { type: "CUSTOM", name: "context_restored", ...of, value: { lastSeq: 3, recentMessages: [] } },
      { type: "MESSAGES_SNAPSHOT", ...of, snapshotSeq: 3, messages: [] },
      { type: "CUSTOM", name: "session_deleted", ...of, value: {} },
      { type: "REASONING_START", ...of, runId: "a-turn", seq: 4, messageId: "m" },
      { type: "CUSTOM", name: "confetti", ...of, runId: "a-turn", seq: 5, value: {} },
    ];
    expect((others as WireEvent[]).map(turnEvents())).toEqual([null, null, null, null, null]);
  });

  test("does not make an unknown failure or degradation into one of ours", () => {
    const last = (type: TurnEvent["type"]): LoggedEvent => FULL_CONVERSATION.findLast(({ event }) => event.type === type)!;
    expect(turnEvents()({ ...sent(last("turn-error")), code: "too_sunny" } as WireEvent)).toMatchObject({ type: "turn-error", code: "internal" });
    const end = sent(last("turn-end")) as Extract<WireEvent, { type: "RUN_FINISHED" }>;
    expect(turnEvents()({ ...end, result: { ...end.result, degraded: ["weather", "cache"] } })).toMatchObject({ degraded: ["cache"] });
  });
});

/** Neighbouring words as one. */
function joined(events: readonly (TurnEvent | null)[]): (TurnEvent | null)[] {
  const all: (TurnEvent | null)[] = [];
  for (const event of events) {
    const last = all.at(-1);
    if (last?.type === "text-delta" && event?.type === "text-delta") all[all.length - 1] = { ...last, text: last.text + event.text };
    else all.push(event);
  }
  return all;
}
