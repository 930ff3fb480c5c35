import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { SignJWT, exportSPKI } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { httpServer } from "../../../fixtures/http-server.ts";
import { RolecallError } from "../../engine/index.ts";
import { supabaseAuthenticator } from "./supabase.ts";
import { AUDIENCE, NOW_S, SECRET, claims, keyPair, signed, signedWithSecret } from "./testing/portal.ts";
import { refusal } from "./testing/refusal.ts";
import { EC, RSA, trust } from "./testing/trust.ts";

const now = () => NOW_S * 1000;
const { site, authenticator, ...trusted } = await trust([EC, RSA], { secret: SECRET });
afterAll(() => trusted[Symbol.asyncDispose]());
const encoded = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

describe("JWT (Supabase): a user's token", () => {
  test("is accepted with each of the algorithms, and says who it is and until when", async () => {
    const payload = claims(site.issuer);
    const identity = { userId: payload.sub, role: "job_seeker", expiresAt: (NOW_S + 3600) * 1000 };
    expect(await authenticator.verify(await signed(payload, EC))).toEqual(identity);
    expect(await authenticator.verify(await signed(payload, RSA))).toEqual(identity);
    expect(await authenticator.verify(await signedWithSecret(payload))).toEqual(identity);
  });

  test("of an employer has that role", async () => {
    const token = await signed(claims(site.issuer, { app_metadata: { role: "employer" } }), EC);
    expect(await authenticator.verify(token)).toMatchObject({ role: "employer" });
  });

  test("may name several audiences, and need not say when it was issued", async () => {
    const { iat: _, ...payload } = claims(site.issuer, { aud: ["another", AUDIENCE] });
    expect(await authenticator.verify(await signed(payload, RSA))).toMatchObject({ role: "job_seeker" });
  });

  test("is checked against the audience of the settings", async () => {
    await using own = supabaseAuthenticator({ url: site.url, audience: "rolecall", now });
    expect(await own.verify(await signed(claims(site.issuer, { aud: "rolecall" }), EC))).toMatchObject({ role: "job_seeker" });
    expect(await refusal(own, await signed(claims(site.issuer), EC))).toMatchObject({ failure: "unauthenticated" });
  });

  test("is found where the project's URL ends with a slash", async () => {
    await using own = supabaseAuthenticator({ url: `${site.url}/`, audience: AUDIENCE, now });
    expect(await own.verify(await signed(claims(site.issuer), EC))).toMatchObject({ role: "job_seeker" });
  });

  test("comes from `rolecall token` where no project is set", async () => {
    await using own = supabaseAuthenticator({ secret: SECRET, audience: AUDIENCE, now });
    expect(await own.verify(await signedWithSecret(claims("rolecall-development")))).toMatchObject({ role: "job_seeker" });
    expect(await refusal(own, await signedWithSecret(claims(site.issuer)))).toMatchObject({ failure: "unauthenticated" });
    expect(await refusal(authenticator, await signedWithSecret(claims("rolecall-development")))).toMatchObject({ failure: "unauthenticated" });
  });
});

describe("JWT (Supabase): what is no token", () => {
  const deep = `{"alg":"ES256","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  test.each([
    ["nothing", ""],
    ["a word", "canary-garbage"],
    ["dots", ".."],
    ["four parts", "canary-a.canary-b.canary-c.canary-d"],
    ["parts that are not base64", "canary-%%.canary-%%.canary-%%"],
    ["a header that is not JSON", `${encoded("canary-header")}.${encoded({})}.canary-signature`],
    ["a header that is a list", `${encoded(["ES256"])}.${encoded({})}.canary-signature`],
    ["a header without an algorithm", `${encoded({ kid: "ec-1" })}.${encoded({})}.canary-signature`],
    ["a header nested without end", `${encoded(deep)}.${encoded({})}.canary-signature`],
    ["a header with what nobody understands", `${encoded({ alg: "HS256", crit: ["canary"], canary: 1 })}.${encoded({})}.canary-signature`],
  ])("%s is refused", async (_, token) => {
    expect(await refusal(authenticator, token)).toMatchObject({ failure: "unauthenticated" });
  });

  test("signed, but not claims, is refused", async () => {
    const head = encoded({ alg: "HS256", typ: "JWT" });
    for (const body of ["canary, no JSON", "[]", "null"]) {
      const signature = createHmac("sha256", SECRET)
        .update(`${head}.${encoded(body)}`)
        .digest("base64url");
      expect(await refusal(authenticator, `${head}.${encoded(body)}.${signature}`)).toMatchObject({ failure: "unauthenticated" });
    }
  });
});

describe("JWT (Supabase): a signature that proves nothing", () => {
  test.each(["none", "None", "NONE", "nOnE", "", "HS384", "HS512", "ES384", "RS512", "PS256", "EdDSA", "constructor"])("alg %j is refused", async (alg) => {
    const unsigned = `${encoded({ alg, typ: "JWT", kid: "ec-1" })}.${encoded(claims(site.issuer))}.`;
    expect(await refusal(authenticator, unsigned)).toMatchObject({ failure: "unauthenticated" });
    expect(await refusal(authenticator, `${unsigned}${encoded("canary-signature")}`)).toMatchObject({ failure: "unauthenticated" });
  });

  test.each(["EC", "RSA"] as const)("HS256 signed with the public key (%s) is refused in every form of it, with and without a secret", async (kind) => {
    const pair = { EC, RSA }[kind];
    const pem = await exportSPKI(pair.public);
    const spki = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
    const forms = [pem, pem.trim(), `${pem.trim()}\r\n`, spki, JSON.stringify(pair.jwk), JSON.stringify({ keys: [pair.jwk] }), pair.jwk.n ?? pair.jwk.x!];
    await using keysOnly = supabaseAuthenticator({ url: site.url, audience: AUDIENCE, now });
    for (const form of forms) {
      const key = typeof form === "string" ? new TextEncoder().encode(form) : form;
      for (const kid of [undefined, pair.kid]) {
        const token = await new SignJWT(claims(site.issuer)).setProtectedHeader({ alg: "HS256", typ: "JWT", kid }).sign(key);
        expect(await refusal(authenticator, token)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("not signed by the portal") });
        expect(await refusal(keysOnly, token)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("SUPABASE_JWT_SECRET") });
      }
    }
  });

  test("HS256 is refused where no secret is set, with the very secret of the portal, and the message names the setting", async () => {
    await using keysOnly = supabaseAuthenticator({ url: site.url, audience: AUDIENCE, now });
    const { failure, message } = await refusal(keysOnly, await signedWithSecret(claims(site.issuer)));
    expect({ failure, message }).toEqual({
      failure: "unauthenticated",
      message: "The token is not signed with ES256 or RS256; for HS256 the server needs SUPABASE_JWT_SECRET.",
    });
  });

  test("ES256 and RS256 are refused where no project is set", async () => {
    await using secretOnly = supabaseAuthenticator({ secret: SECRET, audience: AUDIENCE, now });
    for (const pair of [EC, RSA]) {
      const token = await signed(claims("rolecall-development"), pair);
      expect(await refusal(secretOnly, token)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("SUPABASE_URL") });
    }
  });

  test("HS256 with another secret is refused", async () => {
    const token = await signedWithSecret(claims(site.issuer), `${SECRET}!`);
    expect(await refusal(authenticator, token)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("not signed by the portal") });
  });

  test.each(["ES256", "RS256"] as const)("%s by another key under a known kid is refused", async (alg) => {
    const stranger = await keyPair(alg, alg === "ES256" ? "ec-1" : "rsa-1");
    const token = await signed(claims(site.issuer), stranger);
    expect(await refusal(authenticator, token)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("not signed by the portal") });
  });

  test("a key or an address of keys that the token brings along is not looked at", async () => {
    const stranger = await keyPair("ES256", "ec-1");
    let asked = 0;
    await using evil = await httpServer((_, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: [stranger.jwk] }));
    });
    const token = await signed(claims(site.issuer), stranger, { jwk: stranger.jwk, jku: `${evil.origin}/jwks.json`, x5u: `${evil.origin}/x5u` });
    expect(await refusal(authenticator, token)).toMatchObject({ failure: "unauthenticated" });
    expect(asked).toBe(0);
  });

  test("the kid of a key of the other kind is refused", async () => {
    expect(await refusal(authenticator, await signed(claims(site.issuer), { ...EC, kid: "rsa-1" }))).toMatchObject({ failure: "unauthenticated" });
  });

  test("a changed payload is refused", async () => {
    const [head, , signature] = (await signed(claims(site.issuer), EC)).split(".");
    const changed = encoded(claims(site.issuer, { app_metadata: { role: "employer" } }));
    expect(await refusal(authenticator, `${head}.${changed}.${signature}`)).toMatchObject({ failure: "unauthenticated" });
  });

  test("an unknown kid is refused, and no kid at all", async () => {
    expect(await refusal(authenticator, await signed(claims(site.issuer), { ...EC, kid: "canary-kid" }))).toMatchObject({ failure: "unauthenticated" });
    for (const kid of [undefined, 7 as never, { toString: "ec-1" } as never]) {
      const told = await refusal(authenticator, await signed(claims(site.issuer), EC, { kid }));
      expect(told).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("kid") });
    }
  });
});

describe("JWT (Supabase): settings that cannot protect anything", () => {
  const created = (options: { url?: string; secret?: string }): unknown => {
    try {
      return supabaseAuthenticator({ ...options, audience: AUDIENCE });
    } catch (error) {
      return error;
    }
  };

  test("neither a project nor a secret is told with the remedy", () => {
    const error = created({});
    expect(error).toBeInstanceOf(RolecallError);
    expect(error).toMatchObject({ code: "credentials", hint: expect.stringContaining("SUPABASE_URL") });
  });

  test.each(["hunter2", "x".repeat(31), "é".repeat(15)])("a secret of less than 32 bytes is refused without being quoted: %j", (secret) => {
    for (const url of [undefined, site.url]) {
      const error = created({ url, secret });
      expect(error).toMatchObject({ code: "credentials", message: expect.stringContaining("HS256 needs 32"), hint: expect.any(String) });
      expect(inspect(error)).not.toContain(secret);
    }
  });

  test("an empty secret is none to rely on", () => {
    expect(created({ url: site.url, secret: "" })).toMatchObject({ code: "credentials", message: expect.stringContaining("has 0 bytes") });
  });

  test("32 bytes are enough, however many letters they are", async () => {
    const secret = "é".repeat(16);
    await using own = supabaseAuthenticator({ secret, audience: AUDIENCE, now });
    expect(await own.verify(await signedWithSecret(claims("rolecall-development"), secret))).toMatchObject({ role: "job_seeker" });
  });
});
