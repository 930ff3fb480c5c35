import { describe, expect, test } from "vitest";
import { BLANK_FRAME, NO_FRAME, rowsAboveCursor } from "./resize.ts";

describe("the rows above the cursor", () => {
  test("are the lines above it while they fit", () => {
    expect(rowsAboveCursor({ widths: [60, 10, 90], cursor: { x: 10, y: 2 } }, 100)).toBe(2);
    expect(rowsAboveCursor(NO_FRAME, 20)).toBe(0);
    expect(rowsAboveCursor(BLANK_FRAME, 20)).toBe(1);
  });

  test("are more on a narrower screen, which breaks the lines in two", () => {
    expect(rowsAboveCursor({ widths: [0, 90, 90, 30], cursor: { x: 10, y: 3 } }, 60)).toBe(5);
  });

  test("count the rows of the cursor's own line before it", () => {
    expect(rowsAboveCursor({ widths: [80, 90], cursor: { x: 70, y: 0 } }, 60)).toBe(1);
  });
});
