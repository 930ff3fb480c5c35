import { describe, expect, test } from "vitest";
import { AuthenticationError } from "./authenticator.ts";
import { bearerToken } from "./bearer.ts";

const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl-_";

describe("an Authorization header", () => {
  test.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER   ${TOKEN}`])("%s holds the token", (header) => {
    expect(bearerToken(header)).toBe(TOKEN);
  });

  test("that is absent holds none", () => {
    expect(bearerToken(undefined)).toBeNull();
  });

  test.each([
    ["empty", ""],
    ["without a token", "Bearer"],
    ["with only spaces", "Bearer   "],
    ["of another scheme", `Basic ${TOKEN}`],
    ["of a longer scheme", `Bearers ${TOKEN}`],
    ["without the scheme", TOKEN],
    ["without a space", `Bearer${TOKEN}`],
    ["with two tokens", `Bearer ${TOKEN} ${TOKEN}`],
    ["with two headers in one", `Bearer ${TOKEN}, Bearer ${TOKEN}`],
    ["with quotes", `Bearer "${TOKEN}"`],
    ["with a line break", `Bearer ${TOKEN}\n`],
    ["with letters that no token has", `Bearer ${TOKEN}é`],
  ])("%s is refused, without being quoted", (_, header) => {
    const refused = (): unknown => {
      try {
        return bearerToken(header);
      } catch (error) {
        return error;
      }
    };
    const error = refused();
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("Bearer") });
    expect(String(error)).not.toContain(TOKEN);
  });
});
