import { describe, expect, test } from "vitest";
import { currencyFor, periodFor } from "./pay-defaults.ts";
import { seeker } from "./test-conversation.ts";

describe("a currency nobody said is that of", () => {
  const germany = { places: [{ country: "DE" }], country: "GB", currency: "CHF" };
  test("the place named", () => expect(currencyFor(undefined, germany).code).toBe("EUR"));
  test("the profile's salary", () => expect(currencyFor(undefined, { ...germany, places: [] }).code).toBe("CHF"));
  test("the profile's country", () => expect(currencyFor(undefined, { places: [], country: "GB" }).code).toBe("GBP"));
  test("else US dollars", () => expect(currencyFor(undefined, { places: [] }).code).toBe("USD"));
  test("a group of countries has none", () => expect(currencyFor(undefined, { ...germany, places: [{ country: "DE" }, { country: "PL" }] }).code).toBe("CHF"));
  test("a bare dollar sign is the dollar of the place", () => expect(currencyFor("$", { places: [{ country: "AU" }] }).code).toBe("AUD"));
});

test.each([
  [70_000, "EUR", "year"],
  [3_000, "EUR", "month"],
  [450, "GBP", "day"],
  [180, "USD", "hour"],
  [25, "GBP", "hour"],
  [300_000, "INR", "year"],
  [50_000, "INR", "month"],
  [300, "INR", "hour"],
  [5_000_000, "JPY", "year"],
  [250_000, "JPY", "month"],
])("%d %s is pay for a %s", (amount, currency, period) => expect(periodFor(amount, currency)).toBe(period));

test("the user is told what was assumed", () => {
  expect(seeker("TypeScript jobs in Germany paying 70k+").assumptions).toEqual(["“70k+” is taken as 70,000 EUR a year."]);
  expect(seeker("at least 80k", null, { currency: "CHF" }).assumptions).toEqual(["“at least 80k” is taken as 80,000 CHF a year."]);
  expect(seeker("at least 70,000 EUR a year").assumptions).toEqual([]);
});
