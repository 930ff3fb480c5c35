import type { Cell } from "./cells.ts";

type Kind = "space" | "word" | "mark" | "paste";

function kindOf({ text, label }: Cell): Kind {
  if (label !== undefined) return "paste";
  if (/^\s/.test(text)) return "space";
  return /^[\p{L}\p{N}_]/u.test(text) ? "word" : "mark";
}

/** Where the word before the cursor begins. */
export function wordStart(cells: readonly Cell[], cursor: number): number {
  let position = cursor;
  while (position > 0 && kindOf(cells[position - 1]!) === "space") position--;
  if (position === 0) return 0;
  const kind = kindOf(cells[position - 1]!);
  if (kind === "paste") return position - 1;
  while (position > 0 && kindOf(cells[position - 1]!) === kind) position--;
  return position;
}

/** Where the word after the cursor ends. */
export function wordEnd(cells: readonly Cell[], cursor: number): number {
  let position = cursor;
  while (position < cells.length && kindOf(cells[position]!) === "space") position++;
  if (position === cells.length) return position;
  const kind = kindOf(cells[position]!);
  if (kind === "paste") return position + 1;
  while (position < cells.length && kindOf(cells[position]!) === kind) position++;
  return position;
}

export function lineStart(cells: readonly Cell[], cursor: number): number {
  let position = cursor;
  while (position > 0 && cells[position - 1]?.text !== "\n") position--;
  return position;
}

export function lineEnd(cells: readonly Cell[], cursor: number): number {
  let position = cursor;
  while (position < cells.length && cells[position]?.text !== "\n") position++;
  return position;
}
