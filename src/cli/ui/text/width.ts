import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const BEYOND_ASCII = /[^\u{20}-\u{7e}]/u;

/** What a reader takes for one character: an accent stays with its letter, a family emoji is one. */
export function graphemes(text: string): string[] {
  return BEYOND_ASCII.test(text) ? Array.from(segmenter.segment(text), ({ segment }) => segment) : [...text];
}

/** Terminal columns. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The longest start of `text` that fits into `width` columns. */
export function takeColumns(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let taken = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += widthOf(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return taken;
}

export function truncate(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  return takeColumns(text, Math.max(0, width - widthOf(ellipsis))).trimEnd() + ellipsis;
}

export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
