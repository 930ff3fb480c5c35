/** What the live region looks like on the screen: the columns of each of its lines, and where the cursor stands. */
export interface Frame {
  widths: readonly number[];
  cursor: { x: number; y: number };
}

export const NO_FRAME: Frame = { widths: [], cursor: { x: 0, y: 0 } };

/**
 * A terminal that gets narrower breaks the lines that do not fit any more. This is how many rows the cursor then stands further
 * below the top of the frame than the frame was drawn with.
 */
export function rowsPushedDown({ widths, cursor }: Frame, columns: number): number {
  const above = widths.slice(0, cursor.y).reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
  return above + Math.floor(cursor.x / columns) - cursor.y;
}
