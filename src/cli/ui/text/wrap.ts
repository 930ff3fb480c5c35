import { type Line, type Span, appendTo, lineWidth } from "./lines.ts";
import { graphemes, widthOf } from "./width.ts";

/** Breaks at spaces, between wide characters, and inside a word only when it is longer than a line. */
export function wrap(spans: Line, width: number): Line[] {
  const paragraph = createParagraph(Math.max(1, width));
  for (const { text, style } of spans) {
    for (const piece of text.split(/(\n| +)/)) {
      if (piece === "") continue;
      if (piece === "\n") paragraph.breakLine();
      else if (piece.startsWith(" ")) paragraph.space({ text: piece, style });
      else if (widthOf(piece) === piece.length) paragraph.word({ text: piece, style });
      else
        wordsOf(piece).forEach((text, index) => {
          if (index > 0) paragraph.endWord();
          paragraph.word({ text, style });
        });
    }
  }
  return paragraph.end();
}

/** Breaks anywhere and keeps every space: for code and for what a user typed. */
export function chop(spans: Line, width: number): Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, style } of spans) {
    for (const grapheme of graphemes(text)) {
      const columns = widthOf(grapheme);
      if (grapheme === "\n" || used + columns > width) {
        lines.push([]);
        used = 0;
      }
      if (grapheme === "\n") continue;
      appendTo(lines.at(-1)!, { text: grapheme, style });
      used += columns;
    }
  }
  return lines;
}

const CLOSING = /^[。、，．！？：；）」』】〉》…ー]/u;

/** A break is allowed between wide characters, but not before closing punctuation. */
function wordsOf(piece: string): string[] {
  const words: string[] = [];
  let afterWide = true;
  for (const grapheme of graphemes(piece)) {
    const isWide = widthOf(grapheme) > 1;
    const goesOn = words.length > 0 && (CLOSING.test(grapheme) || (!isWide && !afterWide));
    if (goesOn) words[words.length - 1] += grapheme;
    else words.push(grapheme);
    afterWide = isWide;
  }
  return words;
}

function createParagraph(width: number) {
  const lines: Span[][] = [];
  let current: Span[] = [];
  let used = 0;
  let gap: Span | null = null;
  let word: Span[] = [];

  const breakLine = () => {
    lines.push(current);
    current = [];
    used = 0;
    gap = null;
  };
  const endWord = () => {
    if (word.length === 0) return;
    const columns = lineWidth(word);
    const gapColumns = gap ? widthOf(gap.text) : 0;
    if (used > 0 && used + gapColumns + columns > width) breakLine();
    if (gap && used + gapColumns + columns <= width) {
      appendTo(current, gap);
      used += gapColumns;
    }
    gap = null;
    const rows = columns > width - used ? chop(word, width) : [word];
    rows.forEach((row, index) => {
      if (index > 0) breakLine();
      for (const part of row) appendTo(current, part);
      used += lineWidth(row);
    });
    word = [];
  };
  return {
    word: (part: Span) => void word.push(part),
    endWord,
    space(part: Span) {
      endWord();
      gap = part;
    },
    breakLine() {
      endWord();
      breakLine();
    },
    end(): Line[] {
      endWord();
      return [...lines, current];
    },
  };
}

/** Items side by side, as many on a line as fit; an item breaks only when it is longer than a line. */
export function flow(items: readonly Line[], separator: Span, width: number): Line[] {
  const lines: Span[][] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last && lineWidth(last) + lineWidth([separator]) + lineWidth(item) <= width) last.push(separator, ...item);
    else lines.push(...wrap(item, width).map((spans) => [...spans]));
  }
  return lines;
}
