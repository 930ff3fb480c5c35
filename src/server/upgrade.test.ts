import { describe, expect, test } from "vitest";
import { type UpgradeRules, decideUpgrade } from "./upgrade.ts";

const RULES: UpgradeRules = { allowedOrigins: ["https://jobs.example.com"], isDraining: false, hasRoom: true };
const decide = (url: string, headers: Record<string, string> = {}, rules: Partial<UpgradeRules> = {}) =>
  decideUpgrade({ url, headers }, { ...RULES, ...rules });
const PATH = "/api/chat/ws";

describe("an upgrade", () => {
  test("is taken from an allowed page, and from a program that has no origin", () => {
    const offer = { "sec-websocket-protocol": "other, rolecall.v1" };
    expect(decide(PATH, { origin: "https://jobs.example.com", ...offer })).toEqual({ accept: true, token: null, subprotocol: true });
    expect(decide(PATH, { authorization: "Bearer abc.def.ghi" })).toEqual({ accept: true, token: "abc.def.ghi", subprotocol: false });
  });

  test.each(["/", "/api/chat/ws/", "/api/chat", "/api/chat/wss", ""])("of %j, which is not the chat's address, is refused with 404", (url) => {
    expect(decide(url)).toMatchObject({ accept: false, status: 404 });
  });

  test.each(["?token=secret", "?access_token=secret", "?x=secret", "?"])(
    "with a token in a URL (%s) is refused with 400, and the answer does not repeat it",
    (query) => {
      const decision = decide(`${PATH}${query}`, { origin: "https://jobs.example.com" });
      expect(decision).toMatchObject({ accept: false, status: 400 });
      expect(JSON.stringify(decision)).not.toContain("secret");
    },
  );

  test.each(["https://evil.example", "https://jobs.example.com.evil.example", "https://evil-jobs.example.com", "http://jobs.example.com", "null", ""])(
    "cross-site socket: from the origin %j is refused with 403",
    (origin) => {
      expect(decide(PATH, { origin })).toMatchObject({ accept: false, status: 403 });
    },
  );

  test("with another kind of authorisation is refused with 401", () => {
    expect(decide(PATH, { authorization: "Basic dXNlcjpwYXNz" })).toMatchObject({ accept: false, status: 401 });
  });

  test("is refused with 503 while the server goes away, and while too many wait to be authenticated", () => {
    expect(decide(PATH, {}, { isDraining: true })).toMatchObject({ accept: false, status: 503 });
    expect(decide(PATH, {}, { hasRoom: false })).toMatchObject({ accept: false, status: 503 });
  });
});
