/** How a terminal wants to be written to. `width` is the number of columns that may be used. */
export interface Look {
  width: number;
  colour: boolean;
  ascii: boolean;
}

export interface Glyphs {
  prompt: string;
  bullet: string;
  dot: string;
  dash: string;
  ellipsis: string;
  quote: string;
  rule: string;
  full: string;
  empty: string;
  spinner: readonly string[];
  /** Eight heights, lowest first. */
  levels: readonly string[];
}

const UNICODE: Glyphs = {
  prompt: "›",
  bullet: "•",
  dot: "·",
  dash: "–",
  ellipsis: "…",
  quote: "▏",
  rule: "─",
  full: "━",
  empty: "─",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

const ASCII: Glyphs = {
  prompt: ">",
  bullet: "-",
  dot: "|",
  dash: "-",
  ellipsis: "...",
  quote: "|",
  rule: "-",
  full: "#",
  empty: "-",
  spinner: ["-", "\\", "|", "/"],
  levels: ["1", "2", "3", "4", "5", "6", "7", "8"],
};

export function glyphsFor(look: Pick<Look, "ascii">): Glyphs {
  return look.ascii ? ASCII : UNICODE;
}

/** Long lines tire the eye: text is never set wider than this. */
const READABLE = 96;

/** Free columns at the right edge: nothing wraps by itself there, nor while a window is being dragged a little narrower. */
const EDGE = 4;

/** The columns that a line may use. */
export function usableWidth(columns: number): number {
  return Math.max(16, columns - EDGE);
}

/** The columns for text. */
export function readableWidth(columns: number): number {
  return Math.min(usableWidth(columns), READABLE);
}
