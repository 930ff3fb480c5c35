import { count, number } from "../text/format.ts";
import { plainText } from "../text/plain-text.ts";
import { graphemes } from "../text/width.ts";

/** One step of the cursor: a grapheme, or a whole paste that is shown by its label. */
export interface Cell {
  readonly text: string;
  readonly label?: string;
}

const PASTE_LINES = 5;
const PASTE_CHARACTERS = 600;

/** Typed text; line ends and control characters are made harmless. */
export function typed(text: string): Cell[] {
  return graphemes(plainText(text)).map((grapheme) => ({ text: grapheme }));
}

/** Pasted text: a long one stays whole in a single cell. Its words are kept as they are, line ends as `\n`. */
export function pasted(text: string): Cell[] {
  const content = text.replaceAll(/\r\n?/g, "\n");
  const lines = content.replace(/\n$/, "").split("\n").length;
  if (lines <= PASTE_LINES && content.length <= PASTE_CHARACTERS) return typed(content);
  const size = lines > PASTE_LINES ? count(lines, "line") : `${number(content.length)} characters`;
  return [{ text: content, label: `[pasted ${size}]` }];
}

/** What is sent. */
export function contentOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

/** What is shown. */
export function displayOf(cells: readonly Cell[]): string {
  return cells.map(({ text, label }) => label ?? text).join("");
}

/** Joins what belongs to one grapheme: a combining accent or a skin tone arrives as a key of its own. */
export function regroup(cells: readonly Cell[], cursor: number): { cells: Cell[]; cursor: number } {
  let start = cursor;
  while (start > 0 && cells[start - 1]?.label === undefined && cells[start - 1]?.text !== "\n") start--;
  let end = cursor;
  while (end < cells.length && cells[end]?.label === undefined && cells[end]?.text !== "\n") end++;
  const grouped = graphemes(contentOf(cells.slice(start, end))).map((text) => ({ text }));
  const before = contentOf(cells.slice(start, cursor)).length;
  let passed = 0;
  const steps = grouped.findIndex(({ text }) => (passed += text.length) >= before);
  const offset = before === 0 ? 0 : steps + 1;
  return { cells: [...cells.slice(0, start), ...grouped, ...cells.slice(end)], cursor: start + offset };
}
