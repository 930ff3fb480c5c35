import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { httpServer } from "../../../fixtures/http-server.ts";
import { EC, RSA, trust } from "./testing/trust.ts";

const COOLDOWN_MS = 30_000;
const SEEKER = { role: "job_seeker" };
const REFUSED = { failure: "unauthenticated", message: expect.stringContaining("a key that the portal does not know") };
const UNAVAILABLE = { failure: "unavailable", message: "The portal's signing keys cannot be had now: try again in a moment." };

describe("JWT (Supabase): an answer that is no use", () => {
  const huge = JSON.stringify({ keys: [], padding: "x".repeat(64 * 1024) });

  const answers: [string, { status?: number; headers?: Record<string, string>; body: () => string | Buffer }][] = [
    ["is an error", { status: 500, body: () => JSON.stringify({ keys: [EC.jwk] }) }],
    ["is not found", { status: 404, body: () => "Not found" }],
    ["has no body", { status: 204, body: () => "" }],
    ["is empty", { body: () => "" }],
    ["is a web page", { headers: { "content-type": "text/html" }, body: () => "<!doctype html>" }],
    ["is cut off", { body: () => JSON.stringify({ keys: [EC.jwk] }).slice(0, -3) }],
    ["is no object", { body: () => "null" }],
    ["is a bare list", { body: () => JSON.stringify([EC.jwk]) }],
    ["has no keys", { body: () => "{}" }],
    ["has keys that are no list", { body: () => JSON.stringify({ keys: { first: EC.jwk } }) }],
    ["has a key that is no object", { body: () => JSON.stringify({ keys: [EC.jwk, "second"] }) }],
    ["has a key without a kind", { body: () => JSON.stringify({ keys: [EC.jwk, { kid: "second" }] }) }],
    ["has a key with half of it missing", { body: () => JSON.stringify({ keys: [{ ...EC.jwk, y: undefined }] }) }],
    ["has a key that is not on the curve", { body: () => JSON.stringify({ keys: [{ ...EC.jwk, y: EC.jwk.x }] }) }],
    ["has two keys of one name", { body: () => JSON.stringify({ keys: [EC.jwk, EC.jwk] }) }],
    ["is huge", { body: () => huge }],
    ["is huge and does not say so", { headers: { "transfer-encoding": "chunked" }, body: () => huge }],
    ["is huge once it is unpacked", { headers: { "content-encoding": "gzip" }, body: () => gzipSync(huge) }],
    ["is packed and broken", { headers: { "content-encoding": "gzip" }, body: () => "no gzip" }],
  ];

  test.each(answers)("one that %s is as none: known keys stay", async (_, { status = 200, headers = {}, body }) => {
    await using own = await trust([EC]);
    own.site.answer = (_, response) => void response.writeHead(status, headers).end(body());
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    own.site.answer = undefined;
    own.clock.ms += COOLDOWN_MS;
    expect(await own.says(EC)).toMatchObject(SEEKER);

    own.site.answer = (_, response) => void response.writeHead(status, headers).end(body());
    own.clock.ms += COOLDOWN_MS;
    expect(await own.says(RSA)).toEqual(UNAVAILABLE);
    expect(await own.says(EC)).toMatchObject(SEEKER);
    expect(own.log.lines.map(({ level }) => level)).toEqual(["warn", "info", "warn"]);
  });

  test("a private key is as none", async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    await using own = await trust([EC]);
    own.site.keys = [EC.jwk, { ...(await exportJWK(privateKey)), kid: "leaked", alg: "ES256" }];
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
  });

  test("one that sends elsewhere is not followed", async () => {
    let followed = 0;
    await using elsewhere = await httpServer((_, response) => {
      followed += 1;
      response.end(JSON.stringify({ keys: [EC.jwk] }));
    });
    await using own = await trust([EC]);
    own.site.answer = (_, response) => void response.writeHead(302, { location: elsewhere.origin }).end();
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    expect(followed).toBe(0);
  });

  test("one without end is read no further than it may be long", async () => {
    await using own = await trust([EC], { timeoutMs: 600_000 });
    const hungUp = Promise.withResolvers<void>();
    own.site.answer = async (_, response) => {
      response.on("close", () => hungUp.resolve());
      response.writeHead(200);
      while (!response.destroyed) {
        if (!response.write("x".repeat(16 * 1024))) await Promise.race([new Promise((drained) => response.once("drain", drained)), hungUp.promise]);
        await turn();
      }
    };
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    await hungUp.promise;
    expect(own.log.lines[0]!.facts.reason).toContain("65536 bytes");
  });

  test("an error without end is not read at all", async () => {
    await using own = await trust([EC], { timeoutMs: 600_000 });
    const hungUp = Promise.withResolvers<void>();
    own.site.answer = (_, response) => {
      response.on("close", () => hungUp.resolve());
      response.writeHead(500).write("x");
    };
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    await hungUp.promise;
  });

  test.each(["that never comes", "that begins and never ends"])("one %s is waited for no longer than stated", async (kind) => {
    await using own = await trust([EC], { timeoutMs: 100 });
    own.site.answer = (_, response) => {
      if (kind === "that begins and never ends") response.writeHead(200).write('{"keys":[');
    };
    expect(await own.says(EC)).toEqual(UNAVAILABLE);
    expect(own.log.lines[0]!.facts.reason).toBe("no answer in 100 ms");
    own.site.answer = undefined;
    own.clock.ms += 1_000;
    expect(await own.says(EC)).toMatchObject(SEEKER);
  });

  test("keys of other kinds and for other uses are passed over", async () => {
    await using own = await trust([EC]);
    const [{ publicKey: okp }, { publicKey: p384 }] = await Promise.all([generateKeyPair("EdDSA"), generateKeyPair("ES384")]);
    own.site.keys = [
      { ...(await exportJWK(okp)), kid: "okp" },
      { ...(await exportJWK(p384)), kid: "p384" },
      { kty: "oct", k: "c2VjcmV0", kid: "oct" },
      { ...RSA.jwk, use: "enc" },
      { ...RSA.jwk, use: undefined, alg: "RSA-OAEP" },
      { ...EC.jwk, kid: undefined },
      { ...EC.jwk, kid: undefined },
      { kty: "of tomorrow", kid: "tomorrow" } as never,
      EC.jwk,
    ];
    expect(await own.says(EC)).toMatchObject(SEEKER);
    for (const kid of ["okp", "p384", "oct", "tomorrow"]) expect(await own.says({ ...EC, kid })).toMatchObject(REFUSED);
    expect(await own.says(RSA)).toMatchObject(REFUSED);
  });
});
