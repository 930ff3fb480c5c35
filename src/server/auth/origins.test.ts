import { describe, expect, test } from "vitest";
import { originAllowed } from "./origins.ts";

const ALLOWED = ["https://jobs.example.com", "http://localhost:5173"];

describe("cross-site socket", () => {
  test.each(ALLOWED)("a page of %s may connect", (origin) => {
    expect(originAllowed(origin, ALLOWED)).toBe(true);
  });

  test("a program, which names no origin, may connect", () => {
    expect(originAllowed(undefined, ALLOWED)).toBe(true);
    expect(originAllowed(undefined, [])).toBe(true);
  });

  test.each([
    ["another site", "https://evil.example"],
    ["a sandboxed page or a file", "null"],
    ["an empty origin", ""],
    ["the allowed one as a prefix", "https://jobs.example.com.evil.example"],
    ["the allowed one as a suffix", "https://evil.example/https://jobs.example.com"],
    ["a longer host with the allowed one at its end", "https://evil-jobs.example.com"],
    ["a host below the allowed one", "https://a.jobs.example.com"],
    ["the host above the allowed one", "https://example.com"],
    ["the allowed host as the user of a URL", "https://jobs.example.com@evil.example"],
    ["a lookalike letter", "https://jоbs.example.com"],
    ["its punycode", "https://xn--jbs-fed.example.com"],
    ["a dot at the end", "https://jobs.example.com."],
    ["capitals", "https://JOBS.example.com"],
    ["another scheme", "http://jobs.example.com"],
    ["another port", "https://jobs.example.com:8443"],
    ["the default port, which browsers leave out", "https://jobs.example.com:443"],
    ["a slash at the end", "https://jobs.example.com/"],
    ["a space", " https://jobs.example.com"],
    ["two at once", "https://jobs.example.com, http://localhost:5173"],
    ["any", "*"],
  ])("%s may not", (_, origin) => {
    expect(originAllowed(origin, ALLOWED)).toBe(false);
  });

  test("`null` may not even where somebody allowed it", () => {
    expect(originAllowed("null", ["null"])).toBe(false);
  });

  test("no page may where none is allowed", () => {
    expect(originAllowed("https://jobs.example.com", [])).toBe(false);
  });
});
