import { plainText } from "./plain-text.ts";
import { takeColumns, widthOf } from "./width.ts";

export type Colour = "red" | "green" | "yellow" | "cyan";

export interface Style {
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  colour?: Colour;
}

/** A run of one style. Made only by {@link span}, so nothing in a line can move the cursor. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

export const EMPTY: Line = [];

export function span(text: string, style: Style = {}): Span {
  return { text: plainText(text), style };
}

export function line(...spans: (Span | string)[]): Line {
  return spans.map((part) => (typeof part === "string" ? span(part) : part));
}

export function lineWidth(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + widthOf(text), 0);
}

export function textOf(spans: Line): string {
  return spans.map(({ text }) => text).join("");
}

/** Cuts a line that is too long, with an ellipsis in the style of what it cuts. */
export function fit(spans: Line, width: number, ellipsis: string): Line {
  if (lineWidth(spans) <= width) return spans;
  const kept: Span[] = [];
  let room = Math.max(0, width - widthOf(ellipsis));
  for (const part of spans) {
    const text = takeColumns(part.text, room);
    room -= widthOf(text);
    kept.push({ text, style: part.style });
    if (text !== part.text) {
      kept.push({ text: ellipsis, style: part.style });
      break;
    }
  }
  return kept;
}

/** `left` and `right` at the two ends of `width` columns; the left one gives way. */
export function justify(left: Line, right: Line, width: number, ellipsis: string): Line {
  const room = Math.max(0, width - lineWidth(right) - 2);
  const shortened = fit(left, room, ellipsis);
  return [...shortened, span(" ".repeat(Math.max(2, width - lineWidth(shortened) - lineWidth(right)))), ...right];
}

export function indent(lines: readonly Line[], first: Span | string, rest: Span | string = first): Line[] {
  return lines.map((spans, index) => {
    const prefix = index === 0 ? first : rest;
    return [typeof prefix === "string" ? span(prefix) : prefix, ...spans];
  });
}

/** Adds a run to a line that is being made, joined to the one before where the style is the same. */
export function appendTo(spans: Span[], part: Span): void {
  const last = spans.at(-1);
  if (last && last.style === part.style) spans[spans.length - 1] = { text: last.text + part.text, style: part.style };
  else spans.push(part);
}
