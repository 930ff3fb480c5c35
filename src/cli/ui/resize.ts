/** What the live region looks like on the screen: the columns of each of its lines, and the row and column of the cursor. */
export interface Frame {
  widths: readonly number[];
  cursor: { x: number; y: number };
}

/** Before anything is drawn. */
export const NO_FRAME: Frame = { widths: [], cursor: { x: 0, y: 0 } };

/** An empty live region: Ink leaves the cursor below its one empty line. */
export const BLANK_FRAME: Frame = { widths: [0], cursor: { x: 0, y: 1 } };

/**
 * How many rows the cursor stands below the top of the frame on a screen of `columns` columns. A terminal that has become
 * narrower has broken the lines that do not fit any more.
 */
export function rowsAboveCursor({ widths, cursor }: Frame, columns: number): number {
  const above = widths.slice(0, cursor.y).reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
  return above + Math.floor(cursor.x / columns);
}
