import { describe, expect, test } from "vitest";
import type { WireEvent } from "../../client/index.ts";
import { sequence } from "./sequence.ts";

const word = (seq: number, more: { seqFrom?: number; replayed?: true } = {}): WireEvent => ({
  ...{ type: "TEXT_MESSAGE_CONTENT", threadId: "s", runId: "r", messageId: "m", delta: "word", timestamp: 0 },
  ...{ seq, ...more },
});
const restored = (lastSeq: number, activeRunId?: string): WireEvent => ({
  ...{ type: "CUSTOM", name: "context_restored", threadId: "s", timestamp: 0, value: { lastSeq, recentMessages: [], activeRunId } },
});
const snapshot = (snapshotSeq: number): WireEvent => ({ type: "MESSAGES_SNAPSHOT", threadId: "s", timestamp: 0, snapshotSeq, messages: [] });

function countsOf(...events: WireEvent[]) {
  const seen = sequence();
  for (const event of events) seen.see(event);
  return seen.counts;
}

describe("the events of a session", () => {
  test.each([
    ["one after the other", [word(1), word(2), word(3)]],
    ["from the middle on", [word(41), word(42)]],
    ["joined", [word(1), word(5, { seqFrom: 2 }), word(6)]],
    ["after what was restored", [restored(7), word(8)]],
    ["with a run that is told from its start", [restored(7, "r"), word(4), word(5)]],
    ["restored once more in between", [word(8), restored(12, "r"), word(9)]],
    ["after a snapshot that stands for many", [word(1), snapshot(90), word(91)]],
  ])("%s are whole", (_, events) => {
    expect(countsOf(...events)).toMatchObject({ events: events.length, gaps: 0, doubled: 0 });
  });

  test.each([
    ["is missing", [word(1), word(3)], { gaps: 1, doubled: 0 }],
    ["is missing after what was restored", [restored(7), word(10)], { gaps: 2, doubled: 0 }],
    ["is missing after a snapshot", [snapshot(7), word(9)], { gaps: 1, doubled: 0 }],
    ["comes again", [word(1), word(2), word(2)], { gaps: 0, doubled: 1 }],
    ["comes again within joined ones", [word(4), word(6, { seqFrom: 3 })], { gaps: 0, doubled: 2 }],
    ["comes late", [word(1), word(3), word(2), word(4)], { gaps: 1, doubled: 1 }],
  ])("a number that %s is counted", (_, events, counts) => {
    expect(countsOf(...events)).toMatchObject(counts);
  });

  test("those that had happened before are counted as such", () => {
    expect(countsOf(word(1, { replayed: true }), word(2)).replayed).toBe(1);
  });
});
