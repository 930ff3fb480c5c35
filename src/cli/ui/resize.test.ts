import { describe, expect, test } from "vitest";
import { NO_FRAME, rowsPushedDown } from "./resize.ts";

describe("a terminal that gets narrower", () => {
  test("pushes the cursor down by the rows that its lines break into", () => {
    expect(rowsPushedDown({ widths: [0, 90, 90, 30], cursor: { x: 10, y: 3 } }, 60)).toBe(2);
  });

  test("breaks the cursor's own line before the cursor", () => {
    expect(rowsPushedDown({ widths: [80], cursor: { x: 70, y: 0 } }, 60)).toBe(1);
  });

  test("does nothing to lines that fit, nor to those below the cursor", () => {
    expect(rowsPushedDown({ widths: [60, 10, 90], cursor: { x: 10, y: 1 } }, 60)).toBe(0);
    expect(rowsPushedDown(NO_FRAME, 20)).toBe(0);
  });
});
