import { afterEach, describe, expect, test, vi } from "vitest";
import type { LoggedEvent } from "../../engine/index.ts";
import { eventFrame, frame } from "./frames.ts";
import { FULL_CONVERSATION, SESSION } from "./testing/full-conversation.ts";
import { coalesce, wireEvent } from "./wire-event.ts";

afterEach(() => vi.restoreAllMocks());

const fresh = (): LoggedEvent[] => structuredClone(FULL_CONVERSATION);

describe("an entry that goes to many connections", () => {
  test("is written once for those that are live and once for those that catch up", () => {
    const [entry] = fresh();
    const stringify = vi.spyOn(JSON, "stringify");
    const told = Array.from({ length: 100 }, (_, at) => eventFrame(SESSION, entry!, { replayed: at % 2 === 0 }));
    expect(stringify).toHaveBeenCalledTimes(2);
    expect(new Set(told).size).toBe(2);
  });

  test("says that it is replayed to those alone that it is replayed to", () => {
    for (const entry of fresh()) {
      const event = JSON.parse(JSON.stringify(wireEvent(SESSION, entry)));
      expect(JSON.parse(eventFrame(SESSION, entry, { replayed: true }))).toEqual({ ...event, replayed: true });
      expect(JSON.parse(eventFrame(SESSION, entry, { replayed: false }))).toEqual(event);
    }
  });
});

test("joined entries are written as they are, beside those they were joined from", () => {
  const entries = fresh();
  const alone = entries.map((entry) => eventFrame(SESSION, entry, { replayed: false }));
  const joined = coalesce(entries).map((entry) => eventFrame(SESSION, entry, { replayed: false }));
  expect(joined.length).toBeLessThan(alone.length);
  expect(joined.filter((text) => !alone.includes(text)).map((text) => JSON.parse(text))).toMatchObject([
    { type: "TEXT_MESSAGE_CONTENT", seqFrom: 18, seq: 20 },
  ]);
});

test("half a character at the end of a delta arrives as it was said", () => {
  const [high, low] = "💻";
  const text = high! + (low ?? "");
  const halves = [text.slice(0, 1), text.slice(1)].map((half, at): LoggedEvent => ({
    seq: at + 1,
    turnId: "a",
    at: 0,
    event: { type: "text-delta", text: half },
  }));
  const bytes = halves.map((entry) => new TextEncoder().encode(eventFrame(SESSION, entry, { replayed: false })));
  expect(bytes.map((frame) => JSON.parse(new TextDecoder().decode(frame)).delta).join("")).toBe("💻");
});

test("a field without a value is not sent", () => {
  expect(frame({ type: "error", id: 1, code: "not_found", message: "No.", hint: undefined, retryable: false })).toBe(
    '{"type":"error","id":1,"code":"not_found","message":"No.","retryable":false}',
  );
});
