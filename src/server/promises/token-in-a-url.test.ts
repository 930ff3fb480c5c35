import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SOCKET_PATH, SUBPROTOCOL } from "../protocol/connection.ts";
import { replica, tokenFor } from "../testing/replica.ts";
import { type AnyFrame, type ConnectOptions, type TestClient, connectTo } from "../testing/test-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

let store: SeededStore;
/** A token that is good: what leaks of it can be used. */
let canary: string;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
  canary = await tokenFor(SEEKER);
});
afterAll(() => store[Symbol.dispose]());

/** Everything that a server has told somebody. */
interface Told {
  status?: number;
  text: string;
}

/** A handshake that ends without a socket. */
async function refused(port: number, path: string, headers: Record<string, string> = {}): Promise<Told> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, SUBPROTOCOL, { headers });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return { status: response.statusCode!, text: JSON.stringify(response.rawHeaders) + (await response.setEncoding("utf8").toArray()).join("") };
}

async function page(port: number, path: string, init?: RequestInit): Promise<Told> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, text: JSON.stringify([...response.headers]) + (await response.text()) };
}

/** A socket that is closed for what it sends. */
async function closed(port: number, frames: (string | Buffer | AnyFrame)[], options: ConnectOptions = {}): Promise<Told> {
  const client = await connectTo(port, options);
  for (const frame of frames) client.socket.send(typeof frame === "string" || frame instanceof Buffer ? frame : JSON.stringify(frame));
  return ended(client);
}

async function ended(client: TestClient): Promise<Told> {
  const { code, reason } = await client.closed;
  return { status: code, text: reason + JSON.stringify(client.frames) };
}

const init = (token: string) => ({ type: "connection_init", payload: { token } });

/** Every place that a token does not belong to, and what each of them gets: a status of HTTP or a close code. */
const WRONG_PLACES: Record<string, [expected: number, (port: number) => Promise<Told>]> = {
  "the query of the socket": [400, (port) => refused(port, `${SOCKET_PATH}?token=${canary}`)],
  "the query, as Supabase calls it": [400, (port) => refused(port, `${SOCKET_PATH}?access_token=${canary}&apikey=${canary}`)],
  "the query, beside a good header": [400, (port) => refused(port, `${SOCKET_PATH}?token=${canary}`, { authorization: `Bearer ${canary}` })],
  "the path": [404, (port) => refused(port, `${SOCKET_PATH}/${canary}`)],
  "the user of the address": [404, (port) => refused(port, `//${canary}@127.0.0.1${SOCKET_PATH}`)],
  "the query of a page": [404, (port) => page(port, `/?token=${canary}`)],
  "the query of the metrics": [200, (port) => page(port, `/metrics?token=${canary}`)],
  "the path of a page": [404, (port) => page(port, `/${canary}`)],
  "the query of a session that the playground would be given": [404, (port) => page(port, `/playground/session?user=${canary}`)],
  "the body of a request": [404, (port) => page(port, "/login", { method: "POST", body: canary })],
  "the method of a request": [405, (port) => page(port, "/healthz", { method: "DELETE", headers: { authorization: canary } })],
  "a header without its kind": [401, (port) => refused(port, SOCKET_PATH, { authorization: canary })],
  "a header of another kind": [401, (port) => refused(port, SOCKET_PATH, { authorization: `Token ${canary}` })],
  "a header with more in it": [401, (port) => refused(port, SOCKET_PATH, { authorization: `Bearer ${canary}, Bearer ${canary}` })],
  "the origin": [403, (port) => refused(port, SOCKET_PATH, { origin: `https://${canary.slice(0, 60)}` })],
  "cookies and headers of its own": [
    4401,
    (port) =>
      closed(port, [{ type: "connection_init" }], { headers: { cookie: `sb-access-token=${canary}`, apikey: canary, "x-authorization": `Bearer ${canary}` } }),
  ],
  "a subprotocol of its own": [4406, (port) => closed(port, [], { subprotocols: [canary] })],
  "a subprotocol beside ours": [4401, (port) => closed(port, [{ type: "connection_init" }], { subprotocols: [SUBPROTOCOL, canary] })],
  "the first frame, bare": [4400, (port) => closed(port, [canary])],
  "the first frame, as JSON": [4400, (port) => closed(port, [JSON.stringify(canary)])],
  "a first frame that is broken": [4400, (port) => closed(port, [JSON.stringify(init(canary)).slice(0, -2)])],
  "a binary frame": [4400, (port) => closed(port, [Buffer.from(JSON.stringify(init(canary)))])],
  "the init itself": [4401, (port) => closed(port, [{ type: "connection_init", token: canary }])],
  "another field of the payload": [4401, (port) => closed(port, [{ type: "connection_init", payload: { access_token: canary } }])],
  "the payload, bare": [4400, (port) => closed(port, [{ type: "connection_init", payload: canary }])],
  "a list": [4400, (port) => closed(port, [{ type: "connection_init", payload: { token: [canary] } }])],
  "a token with its kind": [4401, (port) => closed(port, [init(`Bearer ${canary}`)])],
  "a token that was changed": [4401, (port) => closed(port, [init(`${canary.slice(0, -6)}AAAAAA`)])],
  "a token with something behind it": [4401, (port) => closed(port, [init(`${canary}.x`)])],
  "a command that comes too early": [4401, (port) => closed(port, [{ id: 1, type: "auth.refresh", payload: { token: canary } }])],
  "a second init": [4429, (port) => closed(port, [init(canary), init(canary)])],
  "a frame that is too large": [1009, (port) => closed(port, [init(canary.repeat(300))])],
  "a refresh that is none": [
    4400,
    async (port) => {
      const client = await connectTo(port);
      client.send(init(canary));
      await client.next("connection_ack");
      for (const token of [`${canary}x`, `${canary}.${canary}`, canary.slice(1)]) await client.command("auth.refresh", { token });
      await client.command("auth.refresh", { token: { token: canary } });
      await client.command("session.open", { token: canary });
      client.socket.send(`{"id": 1, "type": "auth.refresh", "payload": {"token": "${canary}"`);
      return ended(client);
    },
  ],
};

/** The token, each part that can be used, and what a log would make of it. */
const forms = () => [...canary.split("."), canary.slice(0, 40), encodeURIComponent(canary), Buffer.from(canary).toString("base64").slice(0, 40)];

describe("token in a URL", () => {
  test("or in any other wrong place is refused, and is in no line of the log, no error, no close and no metric", async () => {
    await using server: RealServer = await realServer(store.copy());
    const outcomes = new Map<string, Told>();
    for (const [place, [, put]] of Object.entries(WRONG_PLACES)) outcomes.set(place, await put(server.port));
    expect([...outcomes].map(([place, { status }]) => [place, status])).toEqual(Object.entries(WRONG_PLACES).map(([place, [expected]]) => [place, expected]));

    const told = [...outcomes].map(([place, { text }]) => [place, text]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    for (const form of forms()) {
      expect(told.filter(([, text]) => text!.includes(form))).toEqual([]);
      expect(JSON.stringify(server.log.lines)).not.toContain(form);
      expect(metrics).not.toContain(form);
    }
    expect(server.log.lines.length).toBeGreaterThan(0);
    expect(server.connections).toBe(0);
  });

  test("leaves nothing in what the whole process logs, down to the last detail", { timeout: 120_000 }, async () => {
    await using server = await replica({ ROLECALL_DATA_DIR: store.copy(), ROLECALL_LOG_LEVEL: "debug" });
    for (const [, put] of Object.values(WRONG_PLACES)) await put(server.port);
    const client = await connectTo(server.port);
    client.send(init(canary));
    await client.next("connection_ack");
    await client.session();
    const { code } = await server.end("SIGTERM");
    expect(code).toBe(0);
    expect(server.log()).toContain('"level":20');
    for (const form of forms()) expect(server.log()).not.toContain(form);
  });

  test("is accepted where it belongs, so that finding it nowhere else means something", async () => {
    await using server = await realServer(store.copy());
    const [framed, headed] = [await server.connect(canary), await server.open({ headers: { authorization: `Bearer ${canary}` } })];
    headed.send({ type: "connection_init" });
    expect((await headed.next("connection_ack")).userId).toBe(SEEKER.userId);
    expect((await framed.command("auth.refresh", { token: canary })).type).toBe("ack");
    expect(JSON.stringify([framed.frames, headed.frames, server.log.lines])).not.toContain(canary);
  });
});
