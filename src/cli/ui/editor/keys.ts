import type { Key } from "ink";
import type { Edit } from "./editor.ts";

/** What a key asks for: an edit, a move between rows or in the history, or something the chat does. */
export type Intention = Edit | { type: "up" | "down" | "submit" | "complete" | "stop" | "interrupt" | "end-of-input" | "clear-screen" };

const WITH_CTRL: Record<string, Intention> = {
  a: { type: "line-start" },
  b: { type: "left" },
  c: { type: "interrupt" },
  d: { type: "end-of-input" },
  e: { type: "line-end" },
  f: { type: "right" },
  h: { type: "backspace" },
  j: { type: "newline" },
  k: { type: "cut-to-end" },
  l: { type: "clear-screen" },
  n: { type: "down" },
  p: { type: "up" },
  u: { type: "cut-to-start" },
  w: { type: "cut-word-left" },
  y: { type: "put-back" },
};

const WITH_ALT: Record<string, Intention> = {
  b: { type: "word-left" },
  d: { type: "cut-word-right" },
  f: { type: "word-right" },
};

/** Nobody types more than this at once. */
const TYPED = 200;

/** A chunk of input as intentions. Keys typed fast arrive together; a chunk with a line end inside, or a long one, is an unmarked paste. */
export function intentionsOf(input: string, key: Key): Intention[] {
  const named = namedKey(key);
  if (named) return [named];
  if (key.ctrl) return pick(WITH_CTRL[input]);
  if (key.meta) return pick(WITH_ALT[input]);
  const body = input.replace(/\r+$/, "");
  if (body.includes("\r")) return [{ type: "paste", text: input }];
  if (body.length > TYPED) return [{ type: "paste", text: body }, ...pick(body === input ? undefined : { type: "submit" })];
  return input.split(CONTROL).flatMap((piece): Intention[] => {
    if (piece === "") return [];
    if (!CONTROL.test(piece)) return [{ type: "insert", text: piece }];
    return pick(controlKey(piece));
  });
}

const CONTROL = /(\p{Cc})/u;

function controlKey(character: string): Intention | undefined {
  if (character === "\r") return { type: "submit" };
  if (character === "\n") return { type: "newline" };
  if (character === "\t") return { type: "complete" };
  return WITH_CTRL[String.fromCharCode(character.charCodeAt(0) + 96)];
}

function namedKey(key: Key): Intention | undefined {
  const isWordwise = key.ctrl || key.meta;
  if (key.return) return { type: key.meta || key.shift ? "newline" : "submit" };
  if (key.escape) return { type: "stop" };
  if (key.tab) return { type: "complete" };
  if (key.upArrow) return { type: "up" };
  if (key.downArrow) return { type: "down" };
  if (key.leftArrow) return { type: isWordwise ? "word-left" : "left" };
  if (key.rightArrow) return { type: isWordwise ? "word-right" : "right" };
  if (key.home) return { type: "line-start" };
  if (key.end) return { type: "line-end" };
  if (key.backspace) return { type: isWordwise ? "cut-word-left" : "backspace" };
  if (key.delete) return { type: isWordwise ? "cut-word-right" : "delete" };
  return undefined;
}

function pick(intention: Intention | undefined): Intention[] {
  return intention ? [intention] : [];
}
