import type { Colour, Line, Style } from "./lines.ts";

const COLOURS: Record<Colour, number> = { red: 31, green: 32, yellow: 33, cyan: 36 };

/** One terminal line. Without colour it holds no escape sequence at all. */
export function paint(spans: Line, colour: boolean): string {
  if (!colour) return spans.map(({ text }) => text).join("");
  return spans.map(({ text, style }) => paintSpan(text, style)).join("");
}

export function paintAll(lines: readonly Line[], colour: boolean): string {
  return lines.map((spans) => paint(spans, colour).trimEnd()).join("\n");
}

function paintSpan(text: string, style: Style): string {
  const codes: number[] = [];
  if (style.bold) codes.push(1);
  if (style.dim) codes.push(2);
  if (style.italic) codes.push(3);
  if (style.underline) codes.push(4);
  if (style.strike) codes.push(9);
  if (style.colour) codes.push(COLOURS[style.colour]);
  return codes.length === 0 || text === "" ? text : `\u{1b}[${codes.join(";")}m${text}\u{1b}[0m`;
}
