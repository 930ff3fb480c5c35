import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SOCKET_PATH, SUBPROTOCOL } from "../protocol/connection.ts";
import { tokenFor } from "../testing/replica.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const PORTAL = "https://jobs.example.com";

let store: SeededStore;
let server: RealServer;
let token: string;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
  server = await realServer(store.copy(), { allowedOrigins: [PORTAL, "http://localhost:3000"] });
  token = await tokenFor(SEEKER);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});

/** How the handshake of a page ends, which has got hold of a token that is good. */
async function handshake(headers: Record<string, string | string[]>): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${SOCKET_PATH}`, SUBPROTOCOL, {
    headers: { authorization: `Bearer ${token}`, cookie: `sb-access-token=${token}`, ...headers } as Record<string, string>,
  });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  response.resume();
  return response.statusCode!;
}

describe("cross-site socket", () => {
  test.each([
    ["an evil page", "https://evil.example"],
    ["one that has the portal's name in front", "https://jobs.example.com.evil.example"],
    ["one that has the portal's name at its end", "https://eviljobs.example.com"],
    ["a page below the portal", "https://user.jobs.example.com"],
    ["the portal without TLS", "http://jobs.example.com"],
    ["another port of the portal", "https://jobs.example.com:8443"],
    ["the portal in capitals", "https://JOBS.example.com"],
    ["the portal with a path", "https://jobs.example.com/"],
    ["a sandboxed page", "null"],
    ["one that names nothing", ""],
    ["one that names two", `${PORTAL}, https://evil.example`],
    ["one that names the portal twice", `${PORTAL}, ${PORTAL}`],
    ["an extension", "chrome-extension://abcdefghijklmnop"],
    ["a file", "file://"],
  ])("%s gets 403 and no socket, whatever token it has", async (_, origin) => {
    const before = await server.metric("connections_opened_total");
    expect(await handshake({ origin })).toBe(403);
    expect(server.connections).toBe(0);
    expect(await server.metric("connections_opened_total")).toBe(before);
    expect(await server.metric("authentications_total")).toBe(0);
  });

  test("a page cannot pass by a header that proxies set", async () => {
    expect(await handshake({ origin: "https://evil.example", "x-forwarded-host": "jobs.example.com", referer: PORTAL, "sec-websocket-origin": PORTAL })).toBe(
      403,
    );
  });
});

describe("the origin of the others", () => {
  test.each([PORTAL, "http://localhost:3000"])("%s is a page of the portal, and gets its answers", async (origin) => {
    const client = await server.connect(SEEKER, { headers: { origin } });
    expect((await client.command("session.list")).type).toBe("ack");
    client.terminate();
    await client.closed;
  });

  test("a missing one is a program's, which passes with its token and not without", async () => {
    const client = await server.connect(SEEKER);
    expect((await client.command("session.list")).type).toBe("ack");
    const stranger = await server.open();
    stranger.send({ type: "connection_init" });
    expect((await stranger.closed).code).toBe(4401);
  });
});
