import { EventEmitter } from "node:events";
import { type Frame, NO_FRAME, rowsAboveCursor } from "./resize.ts";

/** Ink begins and ends a frame with these (synchronised output). */
const BEGIN = "\u{1b}[?2026h";
const END = "\u{1b}[?2026l";
const HIDE_CURSOR = "\u{1b}[?25l";

export interface GuardedOutput {
  /** What Ink writes to. */
  readonly stream: NodeJS.WriteStream;
  /** What Ink is going to draw next. */
  announce(frame: Frame): void;
  /** Ink has drawn what was announced. */
  drawn(): void;
  /** Stops watching the size. */
  release(): void;
}

/**
 * Stands between Ink and the terminal while its size changes. The terminal re-breaks lines at once, Ink hears of it later and would
 * draw by rows that are no longer there. So the size is asked for before every frame; a frame that comes too late is not drawn,
 * only the finished lines in it are kept. Then the old frame is erased by where it stands now, and `redraw` starts afresh; it is
 * told when what Ink writes goes to the terminal again.
 */
export function guardOutput(stdout: NodeJS.WriteStream, redraw: (resume: () => void) => void): GuardedOutput {
  const events = new EventEmitter();
  let onScreen = NO_FRAME;
  let next = NO_FRAME;
  let isHeld = false;
  let isReleased = false;
  let frame: string[] | null = null;
  let finished = "";

  const askSize = () => (stdout as { _refreshSize?: () => void })._refreshSize?.();
  const settle = () => {
    if (isReleased) return;
    const up = rowsAboveCursor(onScreen, stdout.columns || 80);
    stdout.write(`${HIDE_CURSOR}${up > 0 ? `\u{1b}[${up}A` : ""}\r\u{1b}[J${finished}`);
    onScreen = NO_FRAME;
    finished = "";
    redraw(() => void (isHeld = false));
    events.emit("resize");
  };
  const onResize = () => {
    if (isHeld) return;
    isHeld = true;
    if (frame) setImmediate(settle);
    else settle();
  };
  const write = (chunk: string, ...rest: unknown[]): boolean => {
    if (chunk === BEGIN) {
      frame = [];
      if (!isHeld) askSize();
    }
    frame?.push(chunk);
    if (chunk === END) {
      if (isHeld) finished += finishedLines(frame ?? []);
      frame = null;
    }
    if (!isHeld) return (stdout.write as (...words: unknown[]) => boolean)(chunk, ...rest);
    const callback = rest.at(-1);
    if (typeof callback === "function") queueMicrotask(() => callback());
    return true;
  };

  stdout.on("resize", onResize);
  const stream = Object.assign(Object.create(stdout) as NodeJS.WriteStream, {
    write,
    on: (name: string, listener: () => void) => void events.on(name, listener),
    off: (name: string, listener: () => void) => void events.off(name, listener),
  });
  return {
    stream,
    announce: (announced) => void (next = announced),
    drawn: () => {
      if (!isHeld) onScreen = next;
    },
    release: () => {
      isReleased = true;
      isHeld = false;
      stdout.off("resize", onResize);
    },
  };
}

/** A frame with lines for the scrollback is written in three parts: erasing, those lines, the live region. */
function finishedLines(frame: readonly string[]): string {
  const parts = frame.slice(1, -1);
  return parts.length === 3 ? parts[1]! : "";
}
