import { describe, expect, test } from "vitest";
import { ago, dollars, duration, placeText, salaryText, short } from "./format.ts";

describe("numbers in words", () => {
  test("salaries say what is known", () => {
    const euros = { currency: "EUR", period: "year" } as const;
    expect(salaryText({ ...euros, min: 72_000, max: 88_000 }, "–")).toBe("EUR 72,000–88,000 a year");
    expect(salaryText({ ...euros, min: 50_000 }, "–")).toBe("EUR 50,000 a year and more");
    expect(salaryText({ currency: "GBP", period: "hour", max: 18.5 }, "–")).toBe("GBP 18.5 an hour at most");
    expect(salaryText(euros, "–")).toBeNull();
  });

  test("places name the country", () => {
    expect(placeText({ city: "Berlin", country: "DE" })).toBe("Berlin, Germany");
    expect(placeText({ region: "Bavaria" })).toBe("Bavaria");
    expect(placeText({})).toBeNull();
  });

  test("costs, times and amounts are short", () => {
    expect([0, 0.00002, 0.0004, 1.5, null].map(dollars)).toEqual(["$0", "<$0.0001", "$0.0004", "$1.50", "cost unknown"]);
    expect([12, 212, 1380, 12_400].map(duration)).toEqual(["12 ms", "0.21 s", "1.38 s", "12.4 s"]);
    expect([950, 1210, 12_000, 999_960].map(short)).toEqual(["950", "1.2k", "12k", "1m"]);
  });

  test("times are told from now", () => {
    const now = new Date("2026-03-01T12:00:00Z");
    expect(ago("2026-03-01T11:59:40Z", now)).toBe("just now");
    expect(ago("2026-03-01T11:00:00Z", now)).toBe("1 hour ago");
    expect(ago("2026-02-26T12:00:00Z", now)).toBe("3 days ago");
    expect(ago("2025-12-24T12:00:00Z", now)).toBe("2025-12-24");
  });
});
