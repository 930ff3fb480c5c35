import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

test.each([
  ["what follows on the last one comes next", { seqFrom: 8, seq: 8 }, "next"],
  ["so do several that follow together", { seqFrom: 8, seq: 11 }, "next"],
  ["the last one again was seen", { seqFrom: 7, seq: 7 }, "seen"],
  ["so was an earlier one, and several that were", { seqFrom: 3, seq: 6 }, "seen"],
  ["one that was left out leaves a gap", { seqFrom: 9, seq: 9 }, "broken"],
  ["old and new words together cannot be taken apart", { seqFrom: 6, seq: 9 }, "broken"],
])("after the seventh event, %s", (_, event, place) => {
  expect(placeOf(event, 7)).toBe(place);
});
