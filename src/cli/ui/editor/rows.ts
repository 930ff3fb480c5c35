import { widthOf } from "../text/width.ts";
import type { Cell } from "./cells.ts";

/** One row of the input as it is shown: its cells are `cells.slice(from, to)`. */
export interface Row {
  from: number;
  to: number;
}

/** Breaks the input into rows of at most `width` columns; a typed line end is the last cell of its row. The cursor may stand one column further. */
export function rowsOf(cells: readonly Cell[], width: number): Row[] {
  const rows: Row[] = [];
  let from = 0;
  let used = 0;
  cells.forEach((cell, index) => {
    const columns = columnsOf(cell);
    if (cell.text !== "\n" && used + columns > width && index > from) {
      rows.push({ from, to: index });
      from = index;
      used = 0;
    }
    used += columns;
    if (cell.text === "\n") {
      rows.push({ from, to: index + 1 });
      from = index + 1;
      used = 0;
    }
  });
  rows.push({ from, to: cells.length });
  return rows;
}

/** Row and column of the cursor. */
export function cursorPlace(cells: readonly Cell[], rows: readonly Row[], cursor: number): { row: number; column: number } {
  const found = rows.findLastIndex(({ from }) => from <= cursor);
  const row = Math.max(0, found);
  const column = cells.slice(rows[row]?.from ?? 0, cursor).reduce((sum, cell) => sum + columnsOf(cell), 0);
  return { row, column };
}

/** Where the cursor goes one row up (-1) or down (1); null when there is no such row. */
export function rowAway(cells: readonly Cell[], width: number, cursor: number, step: -1 | 1): number | null {
  const rows = rowsOf(cells, width);
  const { row, column } = cursorPlace(cells, rows, cursor);
  const target = rows[row + step];
  if (!target) return null;
  let position = target.from;
  let used = 0;
  const last = cells[target.to - 1]?.text === "\n" || rows[row + step + 1] ? target.to - 1 : target.to;
  while (position < last && used < column) {
    used += columnsOf(cells[position]!);
    position++;
  }
  return Math.max(target.from, position);
}

function columnsOf({ text, label }: Cell): number {
  return text === "\n" ? 0 : widthOf(label ?? text);
}
