import { EventEmitter } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { type Stopping, stopping } from "./stopping.ts";

type Signal = "SIGINT" | "SIGTERM";

let process: EventEmitter;
let stop: Stopping;
/** As `main.ts` registers: the second signal of one registration ends the process. */
let ended: boolean;
beforeEach(() => {
  process = new EventEmitter();
  ended = false;
  const onSignal = (listener: (signal: Signal) => void) => {
    let asked = false;
    const handle = (signal: Signal) => {
      if (asked) ended = true;
      asked = true;
      listener(signal);
    };
    process.on("signal", handle);
    return () => void process.off("signal", handle);
  };
  stop = stopping({ onSignal });
});

function receive(...signals: Signal[]) {
  for (const signal of signals) process.emit("signal", signal);
  return { asked: stop.asked.aborted, urged: stop.urged.aborted, ended };
}

test("one signal asks to stop", () => {
  expect(receive()).toEqual({ asked: false, urged: false, ended: false });
  expect(receive("SIGTERM")).toEqual({ asked: true, urged: false, ended: false });
});

test("a supervisor that repeats itself changes nothing", () => {
  expect(receive("SIGTERM", "SIGTERM", "SIGTERM")).toEqual({ asked: true, urged: false, ended: false });
  expect(receive("SIGINT")).toMatchObject({ urged: true });
});

test("Ctrl+C twice is urgent, and a third time does not wait for anything", () => {
  expect(receive("SIGINT", "SIGINT")).toEqual({ asked: true, urged: true, ended: false });
  expect(receive("SIGINT")).toMatchObject({ ended: true });
});

test("what is urgent for another reason needs no signal", () => {
  stop.urge();
  expect(receive()).toMatchObject({ asked: true, urged: true });
});

test("nothing is listened to any more once it is let go", () => {
  receive("SIGTERM");
  stop[Symbol.dispose]();
  expect(process.listenerCount("signal")).toBe(0);
});
