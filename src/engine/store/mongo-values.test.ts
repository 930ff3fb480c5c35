import { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } from "mongodb";
import { describe, expect, test } from "vitest";
import { idForms, idValue, isoTime, plain, uuidValue } from "./mongo-values.ts";

const HEX = "65f1a2b3c4d5e6f708192a3b";
const ID = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";

test("an id is stored as the portal stores it, and sought in every form", () => {
  expect(idValue(HEX)).toEqual(new ObjectId(HEX));
  expect(idValue(ID)).toBe(ID);
  expect(uuidValue(ID)).toMatchObject({ sub_type: Binary.SUBTYPE_UUID });
  expect(idForms(HEX)).toEqual([new ObjectId(HEX), HEX]);
  expect(idForms(ID)).toEqual([new UUID(ID), ID, new Binary(new UUID(ID).buffer, Binary.SUBTYPE_UUID_OLD)]);
  expect(idForms("auth0|ada")).toEqual(["auth0|ada"]);
});

test("every form of an id reads as the same text", () => {
  for (const form of idForms(ID)) expect(plain(form)).toBe(ID);
  for (const form of idForms(HEX)) expect(plain(form)).toBe(HEX);
});

test("numbers and times of every BSON type are read, however deep", () => {
  const at = new Date("2026-03-01T12:00:00.123Z");
  const stored = { a: [new Int32(1), Long.fromNumber(2), new Double(2.5), Decimal128.fromString("3.25")], b: { at, none: null, never: new Date(Number.NaN) } };
  expect(plain(stored)).toEqual({ a: [1, 2, 2.5, 3.25], b: { at: "2026-03-01T12:00:00.123Z", none: null, never: null } });
});

describe("a time that another writer stored as text", () => {
  test.each([
    ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T14:00:00.123456+02:00", "2026-03-01T12:00:00.123Z"],
    ["2026-03-01T12:00:00.123456", "2026-03-01T12:00:00.123Z"],
    ["2026-03-01 12:00:00", "2026-03-01T12:00:00.000Z"],
  ])("%s is %s", (text, iso) => {
    expect(isoTime(text)).toBe(iso);
  });

  test("stays what it is when it is none", () => {
    expect(isoTime("yesterday")).toBe("yesterday");
    expect(isoTime(5)).toBe(5);
  });
});
