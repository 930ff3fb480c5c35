import { expect, test } from "vitest";
import type { WireMessage } from "../protocol/events.ts";
import type { ChatMessage } from "./chat-client.ts";
import { mergeMessages } from "./merge-messages.ts";

const message = (role: "user" | "assistant", run: number, content = `${role} ${run}`): WireMessage => ({
  id: `${role}-${run}`,
  role,
  content,
  runId: `run-${run}`,
  status: "complete",
  payloadType: "text",
  matches: [],
  citations: [],
  feedback: null,
  createdAt: run,
});
const question = (run: number) => message("user", run);
const answer = (run: number) => message("assistant", run);
const streaming = (run: number): ChatMessage => ({ ...message("assistant", run, "so f"), status: "streaming" });

test("older messages stay before those that are restored", () => {
  expect(mergeMessages([question(1), answer(1), question(2)], [question(2), answer(2)], undefined)).toEqual([question(1), answer(1), question(2), answer(2)]);
});

test("an answer that was finished meanwhile takes the place of its half", () => {
  expect(mergeMessages([question(1), streaming(1)], [question(1), answer(1)], undefined)).toEqual([question(1), answer(1)]);
});

test("an answer that is being written stays the last", () => {
  expect(mergeMessages([question(1), streaming(1)], [question(1)], "run-1")).toEqual([question(1), streaming(1)]);
  expect(mergeMessages([streaming(9)], [question(8), answer(8), question(9)], "run-9")).toEqual([question(8), answer(8), question(9), streaming(9)]);
});

test("messages that nothing connects with the restored ones are older", () => {
  expect(mergeMessages([question(1), streaming(1)], [question(7), answer(7)], undefined)).toEqual([question(1), streaming(1), question(7), answer(7)]);
});

test("what was known to follow a restored message still follows it", () => {
  expect(mergeMessages([question(1), answer(1), question(2)], [question(1), answer(1)], undefined)).toEqual([question(1), answer(1), question(2)]);
});

test("nothing restored leaves what was known", () => {
  expect(mergeMessages([question(1), answer(1)], [], undefined)).toEqual([question(1), answer(1)]);
});
