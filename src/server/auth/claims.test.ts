import type { JWTPayload } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { CLOCK_TOLERANCE_S } from "./supabase.ts";
import { AUDIENCE, NOW_S, SECRET, claims, signed, signedWithSecret } from "./testing/portal.ts";
import { refusal } from "./testing/refusal.ts";
import { EC, RSA, trust } from "./testing/trust.ts";

const { site, authenticator, ...trusted } = await trust([EC, RSA], { secret: SECRET });
afterAll(() => trusted[Symbol.asyncDispose]());

const without = (claim: string): JWTPayload => {
  const { [claim]: _, ...rest } = claims(site.issuer);
  return rest;
};

describe.each(["ES256", "HS256"])("JWT (Supabase): the claims of a token signed with %s", (algorithm) => {
  const issue = (payload: JWTPayload) => (algorithm === "ES256" ? signed(payload, EC) : signedWithSecret(payload));
  const told = async (payload: JWTPayload) => await refusal(authenticator, await issue({ ...payload, email: "canary@example.com" }));

  test("expired a moment ago or long ago: refused", async () => {
    for (const exp of [NOW_S - 60, 1, 0, -5]) {
      expect(await told(claims(site.issuer, { exp }))).toMatchObject({ failure: "unauthenticated", message: "The token has expired: sign in again." });
    }
  });

  test("no expiry, or one that is no time: refused", async () => {
    expect(await told(without("exp"))).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("expires") });
    for (const exp of ["2099-01-01", `${NOW_S + 60}`, null, true, 1e300, 8_640_000_000_001] as never[]) {
      expect(await told(claims(site.issuer, { exp }))).toMatchObject({ failure: "unauthenticated" });
    }
  });

  test.each(["nbf", "iat"])("not valid yet by %s: refused", async (claim) => {
    const payload = claims(site.issuer, { [claim]: NOW_S + 60 });
    expect(await told(payload)).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("not valid yet") });
    expect(await told(claims(site.issuer, { [claim]: "soon" }))).toMatchObject({ failure: "unauthenticated" });
  });

  test("clocks may be apart as far as is stated, and no further", async () => {
    const accepted = async (payload: JWTPayload) => await authenticator.verify(await issue(payload));
    expect(await accepted(claims(site.issuer, { exp: NOW_S - CLOCK_TOLERANCE_S + 1 }))).toMatchObject({ expiresAt: (NOW_S - CLOCK_TOLERANCE_S + 1) * 1000 });
    expect(await told(claims(site.issuer, { exp: NOW_S - CLOCK_TOLERANCE_S }))).toMatchObject({ failure: "unauthenticated" });
    for (const claim of ["nbf", "iat"]) {
      expect(await accepted(claims(site.issuer, { [claim]: NOW_S + CLOCK_TOLERANCE_S }))).toMatchObject({ role: "job_seeker" });
      expect(await told(claims(site.issuer, { [claim]: NOW_S + CLOCK_TOLERANCE_S + 1 }))).toMatchObject({ failure: "unauthenticated" });
    }
  });

  test("another issuer, or none: refused", async () => {
    const others = [
      "https://evil.example/auth/v1",
      `${site.issuer}/`,
      `${site.issuer}.evil.example`,
      site.url,
      "",
      "rolecall-development",
      [site.issuer] as never,
    ];
    for (const iss of others) {
      expect(await told(claims(site.issuer, { iss }))).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("SUPABASE_URL") });
    }
    expect(await told(without("iss"))).toMatchObject({ failure: "unauthenticated" });
  });

  test("another audience, or none: refused", async () => {
    for (const aud of ["another", "authenticated ", "", [], ["another"], { 0: AUDIENCE } as never]) {
      expect(await told(claims(site.issuer, { aud }))).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("AUDIENCE") });
    }
    expect(await told(without("aud"))).toMatchObject({ failure: "unauthenticated" });
  });

  test("no user: refused", async () => {
    for (const sub of ["", "  ", 7, null, ["u-1"]] as never[]) {
      expect(await told(claims(site.issuer, { sub }))).toMatchObject({ failure: "unauthenticated", message: "The token names no user." });
    }
    expect(await told(without("sub"))).toMatchObject({ failure: "unauthenticated" });
  });

  test.each([
    ["service_role", "service key"],
    ["anon", "anonymous key"],
  ])("the role %s is that of a key, not of a user: forbidden", async (role, name) => {
    expect(await told(claims(site.issuer, { role }))).toMatchObject({ failure: "forbidden", message: expect.stringContaining(name) });
    // As the projects' own keys are.
    const key = { iss: "supabase", ref: "abcdefghijklmnopqrst", role, iat: NOW_S - 60, exp: NOW_S + 315_360_000 };
    expect(await told(key)).toMatchObject({ failure: "forbidden", message: expect.stringContaining(name) });
  });

  test("any other role in the database, or none: forbidden", async () => {
    for (const role of ["supabase_admin", "postgres", "Authenticated", "", 1, ["authenticated"]]) {
      expect(await told(claims(site.issuer, { role }))).toMatchObject({ failure: "forbidden", message: expect.stringContaining("sign in") });
    }
    expect(await told(without("role"))).toMatchObject({ failure: "forbidden" });
  });

  test("a role that users gave themselves in user_metadata: forbidden", async () => {
    const named = { user_metadata: { role: "employer" }, raw_user_meta_data: { role: "employer" }, portal_role: "employer" };
    expect(await told({ ...without("app_metadata"), ...named })).toMatchObject({ failure: "forbidden", message: expect.stringContaining("app_metadata.role") });
    expect(await told(claims(site.issuer, { ...named, app_metadata: { provider: "email" } }))).toMatchObject({ failure: "forbidden" });
    const both = claims(site.issuer, { ...named, app_metadata: { role: "job_seeker" } });
    expect(await authenticator.verify(await issue(both))).toMatchObject({ role: "job_seeker" });
  });

  test("an unknown role in app_metadata: forbidden", async () => {
    for (const role of ["admin", "Employer", "employer ", "", null, ["employer"], { employer: true }]) {
      expect(await told(claims(site.issuer, { app_metadata: { role } }))).toMatchObject({ failure: "forbidden" });
    }
    for (const app_metadata of [null, "employer", ["employer"], {}]) {
      expect(await told(claims(site.issuer, { app_metadata }))).toMatchObject({ failure: "forbidden" });
    }
  });
});
