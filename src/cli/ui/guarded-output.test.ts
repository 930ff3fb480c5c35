import { EventEmitter } from "node:events";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { guardOutput } from "./guarded-output.ts";

const BEGIN = "\u{1b}[?2026h";
const END = "\u{1b}[?2026l";

/** A terminal whose size changes before the process is told. */
function terminal() {
  const written: string[] = [];
  let actual = 100;
  const stdout = Object.assign(new EventEmitter(), {
    columns: 100,
    rows: 30,
    isTTY: true,
    write: (text: string) => written.push(text) > 0,
    _refreshSize: () => {
      if (stdout.columns === actual) return;
      stdout.columns = actual;
      stdout.emit("resize");
    },
  });
  let redrawn = 0;
  const guard = guardOutput(stdout as unknown as NodeJS.WriteStream, (resume) => {
    redrawn++;
    guard.stream.write("ink clears");
    resume();
    guard.stream.write("ink draws");
  });
  const frame = (...parts: string[]) => [BEGIN, ...parts, END].forEach((part) => guard.stream.write(part));
  const show = (widths: number[], cursor: { x: number; y: number }) => {
    guard.announce({ widths, cursor });
    frame("shown");
    guard.drawn();
    written.length = 0;
  };
  return { stdout, guard, written, frame, show, narrow: (columns: number) => (actual = columns), redrawn: () => redrawn };
}

describe("the output while the window changes its size", () => {
  test("passes everything on while it does not", () => {
    const { frame, written, redrawn } = terminal();
    frame("one");
    expect(written).toEqual([BEGIN, "one", END]);
    expect(redrawn()).toBe(0);
  });

  test("erases the frame where the terminal has moved it to, and redraws", () => {
    const { stdout, show, narrow, written } = terminal();
    show([90, 90, 10], { x: 4, y: 2 });
    narrow(60);
    stdout._refreshSize();
    expect(written).toEqual(["\u{1b}[?25l\u{1b}[4A\r\u{1b}[J", "ink draws"]);
  });

  test("does not draw a frame that comes too late, but keeps its finished lines", async () => {
    const { show, narrow, frame, written, redrawn } = terminal();
    show([90], { x: 4, y: 1 });
    narrow(60);
    frame("erase", "finished\n", "live");
    expect(written).toEqual([]);
    await setImmediate();
    expect(written).toEqual(["\u{1b}[?25l\u{1b}[2A\r\u{1b}[Jfinished\n", "ink draws"]);
    expect(redrawn()).toBe(1);
  });

  test("a frame without finished lines is lost without harm", async () => {
    const { show, narrow, frame, written } = terminal();
    show([], { x: 0, y: 0 });
    narrow(60);
    frame("live");
    await setImmediate();
    expect(written).toEqual(["\u{1b}[?25l\r\u{1b}[J", "ink draws"]);
  });

  test("tells Ink of the new size only after that", () => {
    const { stdout, guard, narrow, written } = terminal();
    guard.stream.on("resize", () => written.push("ink hears"));
    narrow(60);
    stdout._refreshSize();
    expect(written.slice(-2)).toEqual(["ink draws", "ink hears"]);
    expect(guard.stream.columns).toBe(60);
  });

  test("calls back for writes that are held, so nobody waits for ever", async () => {
    const { guard, narrow } = terminal();
    narrow(60);
    guard.stream.write(BEGIN);
    await new Promise<void>((resolve) => guard.stream.write("", () => resolve()));
  });

  test("lets go at the end", async () => {
    const { stdout, guard, narrow, redrawn } = terminal();
    guard.release();
    narrow(60);
    stdout._refreshSize();
    await setImmediate();
    expect(redrawn()).toBe(0);
  });
});
