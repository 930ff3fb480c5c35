import { describe, expect, test } from "vitest";
import { RATES_AS_OF, convert, findMoney, perYear, usdPerYear } from "./money.ts";

/** A hit in short: amount, currency, period and a "+" for "at least" or "-" for "at most". */
const read = (text: string): string[] =>
  findMoney(text).map(({ amount, currency, period, atLeast, atMost }) =>
    [amount, currency, period && `a ${period}`, atLeast && "+", atMost && "-"].filter(Boolean).join(" "),
  );

describe("findMoney reads pay as people write it:", () => {
  test.each([
    ["70k", "70000"],
    ["70k+", "70000 +"],
    ["at least 70k please", "70000 +"],
    ["€70,000", "70000 EUR"],
    ["70.000 €", "70000 EUR"],
    ["70 000 zł", "70000 PLN"],
    ["CHF 110'000", "110000 CHF"],
    ["$120K", "120000 USD"],
    ["US$70k", "70000 USD"],
    ["C$95k", "95000 CAD"],
    ["CAD 90,000", "90000 CAD"],
    ["70kEUR", "70000 EUR"],
    ["70 TEUR", "70000 EUR"],
    ["£45 an hour", "45 GBP a hour"],
    ["45/h", "45 a hour"],
    ["50 quid an hour", "50 GBP a hour"],
    ["12,50 € pro Stunde", "12.5 EUR a hour"],
    ["£450/day", "450 GBP a day"],
    ["day rate of 450", "450 a day"],
    ["AED 9,000 per month", "9000 AED a month"],
    ["3000 € brutto im Monat", "3000 EUR a month"],
    ["R45,000 per month", "45000 ZAR a month"],
    ["at least 300k INR a year", "300000 INR a year +"],
    ["Rs. 45,000/month", "45000 INR a month"],
    ["1,20,000 INR a month", "120000 INR a month"],
    ["3 lakh", "300000 INR"],
    ["12 LPA", "1200000 INR a year"],
    ["15L CTC", "1500000 INR"],
    ["1.2m", "1200000"],
    ["over 50000", "50000 +"],
    ["around 55,000", "55000"],
    ["£13ph", "13 GBP a hour"],
    ["€70k/yr+", "70000 EUR a year +"],
    ["500,000 kr", "500000"],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test.each([
    ["60-80k", "60000"],
    ["€60k–80k", "60000 EUR"],
    ["between €60k and €80k", "60000 EUR"],
    ["£37,338 to £44,962 pa", "37338 GBP a year"],
    ["12-15 LPA", "1200000 INR a year"],
    ["20-25/hr", "20 a hour"],
  ])("a range by its lower bound: %s", (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test("an upper limit is not a lower one", () => {
    expect(read("up to 65k")).toEqual(["65000 -"]);
    expect(read("not more than 80k")).toEqual(["80000 -"]);
  });

  test("pay a week becomes pay a year", () => {
    expect(read("£600 a week")).toEqual(["31200 GBP a year"]);
  });

  test("two sums stay two", () => {
    expect(read("60k and 80k")).toEqual(["60000", "80000"]);
  });

  test("the span covers every word that belongs to the sum", () => {
    const text = "nurse jobs at least 300k INR a year in Pune";
    const [hit] = findMoney(text);
    expect(hit?.text).toBe("at least 300k INR a year");
    expect(text.slice(hit?.start, hit?.end)).toBe(hit?.text);
  });

  test("money beside other numbers is found alone", () => {
    expect(read("show me 2 or 3 jobs over 50k, 5+ years, 100% remote, K8s")).toEqual(["50000 +"]);
    expect(read("Band 6 £37,338")).toEqual(["37338 GBP"]);
    expect(read("I try 70k")).toEqual(["70000"]);
    expect(read("40 hours a week at £12")).toEqual(["12 GBP"]);
  });
});

describe("findMoney leaves alone", () => {
  test.each([
    ["years", "5 years, since 2024, between 2019 and 2023"],
    ["counts", "3 jobs"],
    ["ranks", "tell me about the 2nd and compare 1 and 3"],
    ["percentages", "10% more, 45 % travel"],
    ["times of day", "9:30 to 17:30, until 10 pm, 24/7"],
    ["hours of work", "40 hours a week, 2-3 days a week"],
    ["people", "over 20000 employees and 100k monthly active users"],
    ["weights", "able to lift 50 pounds"],
    ["lengths", "a 2 m distance"],
    ["versions", "R 4.3, Java 17, S7-1500, 3.5.1"],
    ["retirement plans", "a 401k"],
    ["a company's own money", "$50m in funding, €2.5bn, revenue of £3m"],
    ["codebases", "a 180k-line codebase"],
    ["absurd numbers", "999999999999999999k"],
    ["no number at all", "k €"],
  ])("%s", (_, text) => {
    expect(findMoney(text)).toEqual([]);
  });

  test("does not take long on long rows of numbers", () => {
    const started = performance.now();
    findMoney("1 000 000 ".repeat(5000));
    findMoney("1".repeat(50_000));
    findMoney("1k and ".repeat(5000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("the rates", () => {
  test("are dated", () => {
    expect(RATES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test("convert there and back", () => {
    const euros = convert(100, "USD", "EUR")!;
    expect(convert(euros, "eur", "usd")).toBeCloseTo(100, 9);
    expect(convert(5, "GBP", "GBP")).toBe(5);
  });

  test("know nothing of unknown currencies", () => {
    expect(convert(1, "USD", "XXX")).toBeNull();
    expect(usdPerYear(1, "XXX", "year")).toBeNull();
  });

  test("make periods comparable: 2,080 hours, 260 days, 12 months", () => {
    expect(perYear(45, "hour")).toBe(93_600);
    expect(perYear(400, "day")).toBe(104_000);
    expect(perYear(4000, "month")).toBe(48_000);
    expect(usdPerYear(10_000, "USD", "month")).toBe(120_000);
  });
});
