import { describe, expect, test } from "vitest";
import { costUsd, estimateTokens, estimateUsd, priceOf, PRICES_AS_OF } from "./prices.ts";

describe("prices", () => {
  test("carry the day they were looked up", () => {
    expect(new Date(PRICES_AS_OF).toISOString()).toMatch(new RegExp(`^${PRICES_AS_OF}`));
  });

  test.each([
    ["gpt-4o-mini", { input: 0.15, cachedInput: 0.075, output: 0.6 }],
    ["gpt-4o-mini-2024-07-18", { input: 0.15, cachedInput: 0.075, output: 0.6 }],
    ["gpt-4.1-nano-2025-04-14", { input: 0.1, cachedInput: 0.025, output: 0.4 }],
    ["gpt-4o-2024-11-20", { input: 2.5, cachedInput: 1.25, output: 10 }],
    ["text-embedding-3-large", { input: 0.13, cachedInput: 0.13, output: 0 }],
  ])("%s has its price, as its family", (model, price) => {
    expect(priceOf(model)).toEqual(price);
  });

  test("a snapshot with a price of its own keeps it", () => {
    expect(priceOf("gpt-4o-2024-05-13")).toMatchObject({ input: 5, output: 15 });
  });

  test.each(["llama3.2", "gpt-4o-mini-tts", "gpt-4o-audio", "ft:gpt-4o-mini-2024-07-18:portal::abc", "toString", ""])(
    "%s has none, and neither has what it costs",
    (model) => {
      expect(priceOf(model)).toBeNull();
      expect(costUsd(model, { input: 10, output: 10, cached: 0 })).toBeNull();
      expect(estimateUsd(model, 10, 10)).toBeNull();
    },
  );

  test("cached input costs less, and is part of the input", () => {
    expect(costUsd("gpt-4o-mini", { input: 1312, output: 18, cached: 1024 })).toBeCloseTo((288 * 0.15 + 1024 * 0.075 + 18 * 0.6) / 1e6, 12);
  });

  test("more cached than sent is taken as all of it", () => {
    expect(costUsd("gpt-4o-mini", { input: 100, output: 0, cached: 900 })).toBeCloseTo(100 * 0.075e-6, 12);
  });

  test("offline models are free", () => {
    expect(costUsd("offline", { input: 5000, output: 200, cached: 0 })).toBe(0);
    expect(costUsd("offline-lexical-1", { input: 5000, output: 0, cached: 0 })).toBe(0);
  });

  test("an estimate counts nothing as cached", () => {
    expect(estimateUsd("gpt-4o", 1_000_000, 100_000)).toBeCloseTo(3.5, 9);
  });
});

describe("token estimates", () => {
  test.each([
    ["", 0],
    ["word", 1],
    ["Which of these jobs can I do from home?", 10],
    ["我想找一份远程工作", 9],
    ["リモートの仕事", 7],
    ["원격 근무", 5],
    ["Робота", 3],
    ["👍", 1],
  ])("%j is about %i tokens", (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});
