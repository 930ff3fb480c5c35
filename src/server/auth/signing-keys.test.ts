import { describe, expect, test, vi } from "vitest";
import { NOW_S, claims, keyPair, signed } from "./testing/portal.ts";
import { EC, RSA, trust } from "./testing/trust.ts";

const COOLDOWN_MS = 30_000;
const WAIT = { timeout: 20_000 };
const SEEKER = { role: "job_seeker" };
const REFUSED = { failure: "unauthenticated", message: expect.stringContaining("a key that the portal does not know") };
const UNAVAILABLE = { failure: "unavailable", message: "The portal's signing keys cannot be had now: try again in a moment." };

const unknownKeys = (count: number) => Array.from({ length: count }, (_, index) => ({ ...EC, kid: `unknown-${index}` }));

describe("JWT (Supabase): rotation", () => {
  test("a new key works after one fetch, and the old one stops once it is withdrawn", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.keys = [EC.jwk, RSA.jwk];
    own.clock.ms += COOLDOWN_MS;
    expect(await own.says(RSA)).toMatchObject(SEEKER);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    expect(own.site.fetches).toBe(2);

    own.site.keys = [RSA.jwk];
    own.clock.ms += COOLDOWN_MS;
    expect(await own.says({ ...EC, kid: "unknown" })).toMatchObject(REFUSED);
    expect(await own.says(EC)).toMatchObject(REFUSED);
    expect(await own.says(RSA)).toMatchObject(SEEKER);
    expect(own.site.fetches).toBe(3);
  });

  test("a key that is withdrawn stops without anybody showing a new one", async () => {
    await using own = await trust([EC], { refreshMs: 20 });
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.keys = [];
    await vi.waitFor(async () => expect(await own.says(EC)).toMatchObject({ failure: "unauthenticated" }), WAIT);
  });

  test("known keys do not wait for a refresh", async () => {
    await using own = await trust([EC], { refreshMs: 20, timeoutMs: 600_000 });
    expect(await own.says(EC)).toMatchObject(SEEKER);
    const { fetches } = own.site;
    own.site.answer = () => {};
    await vi.waitFor(() => expect(own.site.fetches).toBeGreaterThan(fetches), WAIT);
    expect(await own.says(EC)).toMatchObject(SEEKER);
  });

  test("one kid under a new key is the new key", async () => {
    await using own = await trust([EC], { refreshMs: 20 });
    const renewed = await keyPair("ES256", EC.kid);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.keys = [renewed.jwk];
    await vi.waitFor(async () => expect(await own.says(renewed)).toMatchObject(SEEKER), WAIT);
    expect(await own.says(EC)).toMatchObject({ failure: "unauthenticated" });
  });
});

describe("JWT (Supabase): JWKS down", () => {
  test("after a first success known keys go on working, for days", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    await own.site[Symbol.asyncDispose]();
    for (const pair of unknownKeys(3)) {
      own.clock.ms += 20 * 60_000;
      expect(await own.says(pair)).toMatchObject(UNAVAILABLE);
      expect(await own.says(EC)).toMatchObject(SEEKER);
    }
    const token = await signed(claims(own.site.issuer, { exp: NOW_S + 31 * 86_400 }), EC);
    own.clock.ms += 30 * 86_400_000;
    expect(await own.authenticator.verify(token)).toMatchObject(SEEKER);
    expect(own.log.lines).toEqual([
      { level: "warn", facts: { url: `${own.site.issuer}/.well-known/jwks.json`, reason: expect.stringContaining("ECONNREFUSED") }, text: expect.any(String) },
    ]);
  });

  test("refreshing in the background keeps the known keys too", async () => {
    await using own = await trust([EC], { refreshMs: 20 });
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.answer = (_, response) => void response.writeHead(503).end("{}");
    const { fetches } = own.site;
    await vi.waitFor(() => expect(own.site.fetches).toBeGreaterThan(fetches + 3), WAIT);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.answer = undefined;
    await vi.waitFor(() => expect(own.log.lines.map(({ level }) => level)).toEqual(["warn", "info"]), WAIT);
  });

  test("from the start nobody gets in, and everybody does soon after it is back", async () => {
    await using own = await trust([EC]);
    own.site.answer = (request) => void request.socket.destroy();
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    for (let tries = 0; tries < 20; tries += 1) expect(await own.says(EC)).toEqual(UNAVAILABLE);
    expect(own.site.fetches).toBe(1);
    own.clock.ms += 1_000;
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    own.site.answer = undefined;
    own.clock.ms += 1_000;
    expect(await own.says(EC)).toMatchObject(SEEKER);
    expect(own.site.fetches).toBe(3);
  });

  test("from the start, it is had in the background when nobody asks", async () => {
    await using own = await trust([EC], { refreshMs: 20 });
    own.site.answer = (request) => void request.socket.destroy();
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    own.site.answer = undefined;
    await vi.waitFor(async () => expect(await own.says(EC)).toMatchObject(SEEKER), WAIT);
  });

  test("a clock that is set back does not lengthen the pause", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.keys = [EC.jwk, RSA.jwk];
    own.clock.ms -= 5_000;
    expect(await own.says(RSA)).toMatchObject(SEEKER);
  });

  test("to close hangs up on a fetch that is under way", async () => {
    await using own = await trust([EC], { timeoutMs: 600_000 });
    const asked = Promise.withResolvers<void>();
    const hungUp = Promise.withResolvers<void>();
    own.site.answer = (_, response) => {
      response.on("close", () => hungUp.resolve());
      asked.resolve();
    };
    const waiting = own.says(EC);
    await asked.promise;
    await own.authenticator[Symbol.asyncDispose]();
    expect(await waiting).toEqual(UNAVAILABLE);
    await hungUp.promise;
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    expect(own.site.fetches).toBe(1);
    expect(own.log.lines).toEqual([]);
  });
});

describe("JWT (Supabase): storm of unknown kids", () => {
  test("200 at once cause one fetch, and none of them gets in", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.clock.ms += COOLDOWN_MS;
    const answers = await Promise.all(unknownKeys(200).map((pair) => own.says(pair)));
    for (const answer of answers) expect(answer).toMatchObject(REFUSED);
    expect(own.site.fetches).toBe(2);
    expect(await own.says(EC)).toMatchObject(SEEKER);
  });

  test("200 one after the other cause one fetch a cooldown", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    // 200 of them in 99.5 seconds.
    for (const pair of unknownKeys(200)) {
      expect(await own.says(pair)).toMatchObject(REFUSED);
      own.clock.ms += 500;
    }
    expect(own.site.fetches).toBe(1 + 3);
  });

  test("while JWKS is down they cause no more fetches than otherwise", async () => {
    await using own = await trust([EC]);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.answer = (_, response) => void response.writeHead(503).end();
    own.clock.ms += COOLDOWN_MS;
    for (const pair of unknownKeys(100)) expect(await own.says(pair)).toMatchObject(UNAVAILABLE);
    await Promise.all(unknownKeys(100).map(async (pair) => expect(await own.says(pair)).toMatchObject(UNAVAILABLE)));
    expect(own.site.fetches).toBe(2);
    expect(await own.says(EC)).toMatchObject(SEEKER);
  });

  test("200 users who come first share one fetch", async () => {
    await using own = await trust([EC]);
    const answers = await Promise.all(Array.from({ length: 200 }, () => own.says(EC)));
    for (const answer of answers) expect(answer).toMatchObject(SEEKER);
    expect(own.site.fetches).toBe(1);
  });

  test("a shorter cooldown lets the next fetch through sooner", async () => {
    await using own = await trust([EC], { cooldownMs: 100 });
    expect(await own.says(EC)).toMatchObject(SEEKER);
    own.site.keys = [EC.jwk, RSA.jwk];
    own.clock.ms += 99;
    expect(await own.says(RSA)).toMatchObject(REFUSED);
    own.clock.ms += 1;
    expect(await own.says(RSA)).toMatchObject(SEEKER);
  });

  test("tokens without a kid cause no fetch", async () => {
    await using own = await trust([EC]);
    expect(await own.says({ ...EC, kid: undefined as never })).toMatchObject({ failure: "unauthenticated", message: expect.stringContaining("kid") });
    expect(own.site.fetches).toBe(0);
  });
});
