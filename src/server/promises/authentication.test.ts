import type { ServerResponse } from "node:http";
import { UnsecuredJWT, exportSPKI } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type KeyPair, SECRET, keyPair, portal, signed, signedWithSecret } from "../auth/testing/portal.ts";
import type { AnyFrame, TestClient } from "../testing/test-client.ts";
import { currentClaims } from "./testing/portal-users.ts";
import { type RealServer, type RealServerOptions, realServer } from "./testing/real-server.ts";

const OTHER_USER = "11111111-2222-4333-8444-555555555555";
const WAITING = { timeout: 20_000 };

let store: SeededStore;
let keys: Record<"ec" | "rsa" | "other" | "next", KeyPair>;
let site: Awaited<ReturnType<typeof portal>>;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
  const [ec, rsa, other, next] = await Promise.all([keyPair("ES256", "ec"), keyPair("RS256", "rsa"), keyPair("ES256", "ec"), keyPair("ES256", "next")]);
  keys = { ec, rsa, other, next };
  site = await portal([ec, rsa]);
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});
beforeEach(() => {
  site.answer = undefined;
});

const start = (options: RealServerOptions = {}) =>
  realServer(store.copy(), { ...options, supabase: { url: site.url, secret: SECRET, cooldownMs: 0, ...options.supabase } });
const init = (token?: string): AnyFrame => ({ type: "connection_init", payload: { token } });
const aUser = (overrides = {}) => signed(currentClaims(site.issuer, overrides), keys.ec);

/** A connection that says this, and with what it is closed. */
async function closedAfter(server: RealServer, ...frames: (AnyFrame | string | Buffer)[]): Promise<{ code: number; reason: string }> {
  const client = await server.open();
  for (const frame of frames) client.socket.send(typeof frame === "string" || frame instanceof Buffer ? frame : JSON.stringify(frame));
  const closed = await client.closed;
  expect(client.frames.filter(({ type }) => type === "connection_ack")).toEqual([]);
  return closed;
}

/** Nobody is left, and the one connection that the user may have is free. */
async function expectNothingLeft(server: RealServer): Promise<void> {
  await vi.waitUntil(() => server.connections === 0, WAITING);
  await vi.waitFor(() => aUser().then((token) => server.connect(token)), WAITING);
}

describe("JWT (Supabase)", () => {
  test("a signed-in user of either role is let in with each algorithm, and gets an answer", async () => {
    await using server = await start();
    const employer = { sub: OTHER_USER, app_metadata: { role: "employer" } };
    for (const token of [await aUser(), await signed(currentClaims(site.issuer), keys.rsa), await signedWithSecret(currentClaims(site.issuer, employer))]) {
      const client = await server.connect(token);
      const sessionId = await client.session();
      await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "hello" });
      expect((await client.next("RUN_FINISHED")).result.status).toBe("complete");
    }
    expect(await server.metric("authentications_total", '"ok"')).toBe(3);
  });

  test.each<[string, number, () => Promise<string>]>([
    ["alg none", 4401, async () => new UnsecuredJWT(currentClaims(site.issuer)).encode()],
    ["HS256, signed with the public key", 4401, async () => signedWithSecret(currentClaims(site.issuer), await exportSPKI(keys.ec.public))],
    ["HS256, with another secret", 4401, () => signedWithSecret(currentClaims(site.issuer), "a secret that is somebody else's, and long")],
    ["ES256, by another key under a known kid", 4401, () => signed(currentClaims(site.issuer), keys.other)],
    ["an unknown kid", 4401, () => signed(currentClaims(site.issuer), keys.next)],
    ["another issuer", 4401, () => aUser({ iss: "https://evil.example/auth/v1" })],
    ["another audience", 4401, () => aUser({ aud: "another" })],
    ["expired long ago", 4401, () => signed(currentClaims(site.issuer, {}, -3_600), keys.ec)],
    ["expired just now, within what clocks may be apart", 4401, () => signed(currentClaims(site.issuer, {}, -2), keys.ec)],
    ["not valid yet", 4401, () => aUser({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ["without a user", 4401, () => aUser({ sub: undefined })],
    ["without an end", 4401, () => aUser({ exp: undefined })],
    ["the role in user_metadata alone", 4403, () => aUser({ app_metadata: {}, user_metadata: { role: "employer" } })],
    ["the role as a claim of its own", 4403, () => aUser({ app_metadata: {}, user_role: "employer", portal_role: "employer" })],
    ["a role that the portal does not have", 4403, () => aUser({ app_metadata: { role: "admin" } })],
    ["two roles at once", 4403, () => aUser({ app_metadata: { role: ["job_seeker", "employer"] } })],
    ["the service key", 4403, () => aUser({ role: "service_role" })],
    ["the anonymous key", 4403, () => aUser({ role: "anon", sub: undefined })],
    ["an anonymous sign-in without a role", 4403, () => aUser({ is_anonymous: true, app_metadata: {} })],
  ])("%s closes with %i, and nothing is done for it", async (_, code, token) => {
    await using server = await start();
    const { code: closed, reason } = await closedAfter(server, init(await token()));
    expect(closed).toBe(code);
    expect(reason).not.toBe("");
    expect(await server.metric("authentications_total", '"ok"')).toBe(0);
    expect(await server.metric("commands_total")).toBe(0);
  });

  test("whoever writes another role into user_metadata keeps the role that the portal gave", async () => {
    await using server = await start();
    const client = await server.connect(await aUser({ user_metadata: { role: "employer" } }));
    expect(client.frames[0]).toMatchObject({ type: "connection_ack", role: "job_seeker" });
    const sessionId = await client.session();
    await client.command("message.send", { sessionId, clientMessageId: "m", text: "TypeScript jobs" });
    expect((await client.next("ACTIVITY_SNAPSHOT")).activityType).toBe("JOB_MATCHES");
  });

  test("rotation: a new key lets its users in, and those of a withdrawn one are sent away", async () => {
    await using rotating = await portal([keys.ec]);
    await using server = await realServer(store.copy(), { supabase: { url: rotating.url, cooldownMs: 0, refreshMs: 50 } });
    await server.connect(await signed(currentClaims(rotating.issuer), keys.ec));
    rotating.keys = [keys.next.jwk];
    await server.connect(await signed(currentClaims(rotating.issuer), keys.next));
    expect((await closedAfter(server, init(await signed(currentClaims(rotating.issuer), keys.ec)))).code).toBe(4401);
  });

  test("JWKS down: closes with 4503, which asks to come back, and lets everybody in once it is there", async () => {
    site.answer = (_, response) => void response.writeHead(503).end();
    await using server = await start();
    const token = await aUser();
    expect((await closedAfter(server, init(token))).code).toBe(4503);
    site.answer = undefined;
    await vi.waitFor(() => server.connect(token), WAITING);
    site.answer = (_, response) => void response.writeHead(503).end();
    await server.connect(token);
  });

  test("a storm of unknown kids costs the portal next to nothing, and its users wait for none of it", async () => {
    await using server = await start({ supabase: { cooldownMs: 60_000 } });
    await server.connect(await aUser());
    const before = site.fetches;
    const storm = Array.from({ length: 100 }, async () => {
      const token = await signed(currentClaims(site.issuer), keys.next, { kid: crypto.randomUUID() });
      return (await closedAfter(server, init(token))).code;
    });
    const client = await server.connect(await aUser());
    expect((await client.command("session.list")).type).toBe("ack");
    expect(new Set(await Promise.all(storm))).toEqual(new Set([4401]));
    expect(site.fetches - before).toBeLessThanOrEqual(1);
  });
});

describe("no, late, doubled authentication", () => {
  const ONE = { limits: { sockets: 1 } };
  const QUICK = { timings: { initTimeoutMs: 300 }, ...ONE };
  const command = { id: 1, type: "session.open" };

  test.each<[string, number, RealServerOptions, () => Promise<(AnyFrame | string | Buffer)[]>]>([
    ["no init", 4408, QUICK, async () => []],
    ["an init without a token", 4401, ONE, async () => [init()]],
    ["a command in place of the init", 4401, ONE, async () => [command]],
    ["a command right behind the init", 4401, ONE, async () => [init(await aUser()), command]],
    ["an init right behind the init", 4429, ONE, async () => [init(await aUser()), init(await aUser())]],
    ["garbage in place of the init", 4400, ONE, async () => ["hello"]],
    ["garbage right behind the init", 4400, ONE, async () => [init(await aUser()), "hello"]],
    ["a binary frame right behind the init", 4400, ONE, async () => [init(await aUser()), Buffer.from("hello")]],
    ["a frame too large in place of the init", 1009, ONE, async () => ["x".repeat(65_537)]],
  ])("%s closes with %i, and keeps nothing", async (_, code, options, frames) => {
    await using server = await start(options);
    expect((await closedAfter(server, ...(await frames()))).code).toBe(code);
    await expectNothingLeft(server);
  });

  test("an init once more, when its user is signed in, closes with 4429", async () => {
    await using server = await start(ONE);
    const client = await server.connect(await aUser());
    client.send(init(await aUser()));
    expect((await client.closed).code).toBe(4429);
    await expectNothingLeft(server);
  });

  test("an init without the subprotocol closes with 4406", async () => {
    await using server = await start(ONE);
    const client = await server.open({ subprotocols: ["graphql-transport-ws"] });
    client.send(init(await aUser()));
    expect((await client.closed).code).toBe(4406);
    expect(client.frames).toEqual([]);
    await expectNothingLeft(server);
  });

  describe("while the portal keeps the server waiting", () => {
    let held: ServerResponse[];
    let server: RealServer;
    beforeEach(async () => {
      held = [];
      site.answer = (_, response) => void held.push(response);
      server = await start(ONE);
    });
    afterEach(() => server[Symbol.asyncDispose]());
    const release = () => {
      site.answer = undefined;
      for (const response of held) response.destroy();
    };
    const waiting = async (server: RealServer): Promise<TestClient> => {
      const token = await aUser();
      const client = await server.open();
      client.send(init(token));
      await vi.waitUntil(() => held.length > 0, WAITING);
      return client;
    };

    test("a socket that dies during authentication leaves nothing, whatever the portal says later", async () => {
      const client = await waiting(server);
      client.terminate();
      await vi.waitUntil(() => server.connections === 0, WAITING);
      release();
      await expectNothingLeft(server);
    });

    test("a second init closes with 4429, and the first does not come to anything", async () => {
      const client = await waiting(server);
      client.send(init(await aUser()));
      expect((await client.closed).code).toBe(4429);
      release();
      await expectNothingLeft(server);
    });

    test("the handshake ends with 4503 when its time is over, and pings do not prolong it", async () => {
      await using hasty = await start({ ...ONE, timings: { initTimeoutMs: 500 } });
      const client = await waiting(hasty);
      const pinging = setInterval(() => client.send({ type: "ping" }), 30);
      expect((await client.closed).code).toBe(4503);
      clearInterval(pinging);
      release();
      await expectNothingLeft(hasty);
    });

    test("many who wait together are let in together, each as often as the user may", async () => {
      const clients = await Promise.all(Array.from({ length: 20 }, () => server.open()));
      const tokens = await Promise.all(clients.map((_, index) => aUser({ sub: `user-${index % 10}` })));
      for (const [index, client] of clients.entries()) client.send(init(tokens[index]!));
      await vi.waitUntil(() => held.length > 0, WAITING);
      const keys = { keys: site.keys };
      site.answer = undefined;
      for (const response of held) response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(keys));
      const outcomes = await Promise.all(
        clients.map((client) => Promise.race([client.next("connection_ack").then(() => "in" as const), client.closed.then(({ code }) => code)]).catch(() => 0)),
      );
      expect(outcomes.filter((outcome) => outcome === "in")).toHaveLength(10);
      expect(outcomes.filter((outcome) => outcome === 4431)).toHaveLength(10);
    });
  });
});
