import { expect, test } from "vitest";
import type { TurnEvent } from "../events.ts";
import { delta } from "../testing/messages.ts";
import { textAndSteps } from "./text-and-steps.ts";

const begin: TurnEvent = { type: "step-start", step: "answer" };
const end: TurnEvent = { type: "step-end", step: "answer" };
const failed: TurnEvent = { type: "turn-error", code: "internal", message: "Failed.", retryable: false };
const [textStart, textEnd] = (["text-start", "text-end"] as const).map((type): TurnEvent => ({ type, messageId: "answer" }));

const told = (...events: TurnEvent[]) => {
  const whole = textAndSteps("answer");
  return events.flatMap((event) => whole.add(event));
};

test("a text begins with its first word and ends with the step that says it", () => {
  expect(told(begin, delta("a"), delta(""), delta("b"), end)).toEqual([begin, textStart, delta("a"), delta("b"), textEnd, end]);
});

test("a step that says nothing has no text", () => {
  expect(told(begin, delta(""), end, failed)).toEqual([begin, end, failed]);
});

test("a turn that fails half-way ends what it had begun", () => {
  expect(told(begin, delta("a"), failed)).toEqual([begin, textStart, delta("a"), textEnd, end, failed]);
});

test("what is whole already stays as it is", () => {
  const whole = [begin, textStart!, delta("a"), textEnd!, end, failed];
  expect(told(...whole)).toEqual(whole);
});

test("what is open can be ended before the end is known, once", () => {
  const whole = textAndSteps("answer");
  for (const event of [begin, delta("a")]) whole.add(event);
  expect(whole.close()).toEqual([textEnd, end]);
  expect(whole.add(failed)).toEqual([failed]);
});

test("a character that comes in halves is told whole, and half a one at the end is not lost", () => {
  const [high, low] = ["\ud83d", "\ude00"];
  expect(told(begin, delta(`a${high}`), delta(`${low}b`), delta(high), end)).toEqual([begin, textStart, delta("a"), delta("😀b"), delta(high), textEnd, end]);
});
