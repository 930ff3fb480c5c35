import { describe, expect, test } from "vitest";
import { floodGuard } from "./flood.ts";

const PER_SECOND = 20;
const BURST = 40;

function guarded() {
  let time = 0;
  const guard = floodGuard({ perSecond: PER_SECOND, burst: BURST, strikes: 10, withinMs: 10_000, now: () => time });
  const pass = (ms: number) => void (time += ms);
  const frames = (count: number) => Array.from({ length: count }, () => guard.admit());
  const count = (answers: string[], which: string) => answers.filter((answer) => answer === which).length;
  return { guard, pass, frames, count };
}

describe("message flood: frames of one connection", () => {
  test("a burst is admitted whole, and what is beyond it is refused", () => {
    const { frames, count } = guarded();
    const answers = frames(BURST + 5);
    expect(count(answers.slice(0, BURST), "ok")).toBe(BURST);
    expect(answers.slice(BURST)).toEqual(Array.from({ length: 5 }, () => "refuse"));
  });

  test("a steady client is never refused", () => {
    const { frames, pass } = guarded();
    for (let frame = 0; frame < 10_000; frame += 1) {
      pass(1_000 / PER_SECOND);
      expect(frames(1)).toEqual(["ok"]);
    }
  });

  test("a refused client is admitted when it was told to come back, and not before", () => {
    const { guard, frames, pass } = guarded();
    frames(BURST);
    expect(guard.admit()).toBe("refuse");
    const wait = guard.retryAfterMs;
    expect(wait).toBe(50);
    pass(wait - 1);
    expect(guard.admit()).toBe("refuse");
    pass(1);
    expect(guard.retryAfterMs).toBe(0);
    expect(guard.admit()).toBe("ok");
  });

  test("after a pause there is one burst again, however long it was", () => {
    const { frames, pass, count } = guarded();
    frames(BURST);
    pass(3_600_000);
    expect(count(frames(BURST * 2), "ok")).toBe(BURST);
  });

  test("a client that goes on when ten bursts were refused within ten seconds is to be closed, for good", () => {
    const { frames, pass, count } = guarded();
    const answers = frames(BURST * 20);
    expect(count(answers, "ok")).toBe(BURST);
    expect(count(answers, "refuse")).toBe(BURST * 10 - 1);
    expect(answers.slice(BURST * 11 - 1).every((answer) => answer === "close")).toBe(true);
    pass(60_000);
    expect(frames(1)).toEqual(["close"]);
  });

  test("ordinary bursts never close, however often they come", () => {
    const { frames, pass } = guarded();
    for (let burst = 0; burst < 1_000; burst += 1) {
      expect(frames(BURST * 4)).not.toContain("close");
      pass(10_000);
    }
  });

  test("a hasty client that sends twice what it may is refused half of it, and never closed", () => {
    const { frames, pass, count } = guarded();
    const answers: string[] = [];
    for (let tick = 0; tick < 6_000; tick += 1) {
      answers.push(...frames(4));
      pass(100);
    }
    expect(count(answers, "close")).toBe(0);
    expect(count(answers, "ok")).toBe(6_000 * 2 + BURST - 2);
  });
});
