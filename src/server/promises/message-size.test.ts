import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type Socket, connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SOCKET_PATH } from "../protocol/connection.ts";
import { tokenFor } from "../testing/replica.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const MOST_BYTES = 65_536;
const FRAGMENTS = 1_000_000;
const WAITING = { timeout: 20_000 };
const TEXT = 0x1;
const CONTINUATION = 0x0;
const FINAL = 0x80;
/** RSV1: that the frame is compressed. */
const COMPRESSED = 0x40;

let store: SeededStore;
let server: RealServer;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
  server = await realServer(store.copy());
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});

/** A masked frame, as a client has to send it. The mask is all zeros. */
function wsFrame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? Buffer.from([FINAL | length]) : Buffer.from([FINAL | 126, length >> 8, length & 0xff]);
  return Buffer.concat([Buffer.from([first]), size, Buffer.alloc(4), payload]);
}

/** A WebSocket of which every byte is in the test's hands. `head` is what the server answered. */
async function bareSocket(headers: string[] = []): Promise<{ stream: Socket; head: string }> {
  const stream = connectTcp(server.port, "127.0.0.1").on("error", () => {});
  await once(stream, "connect");
  const lines = [
    `GET ${SOCKET_PATH} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    "Sec-WebSocket-Protocol: rolecall.v1",
    ...headers,
  ];
  stream.write(`${lines.join("\r\n")}\r\n\r\n`);
  const [head] = (await once(stream, "data")) as [Buffer];
  return { stream, head: String(head) };
}

/** Signs in, and gives back the stream with all that it has said since. */
async function signedIn(headers?: string[]): Promise<{ stream: Socket; told: () => Buffer; gone: () => boolean }> {
  const { stream } = await bareSocket(headers);
  const said: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => said.push(chunk));
  let isGone = false;
  stream.once("close", () => (isGone = true));
  stream.write(wsFrame(FINAL | TEXT, Buffer.from(JSON.stringify({ type: "connection_init", payload: { token: await tokenFor(SEEKER) } }))));
  await vi.waitUntil(() => said.length > 0, WAITING);
  said.length = 0;
  return { stream, told: () => Buffer.concat(said), gone: () => isGone };
}

/** The code of the close frame that is all the server has said. */
const closeCode = (told: Buffer) => (told[0] === (FINAL | 0x8) ? told.readUInt16BE(2) : null);

describe("message size", () => {
  /** A message of so many bytes in all, of characters that take three each: fewer than a message may have. */
  const padded = (sessionId: string, bytes: number) => {
    const frame = (text: string) => JSON.stringify({ id: 1, type: "message.send", payload: { sessionId, clientMessageId: `m${bytes}`, text } });
    const left = bytes - Buffer.byteLength(frame("TypeScript jobs "));
    return frame(`TypeScript jobs ${"あ".repeat(Math.floor(left / 3))}${"x".repeat(left % 3)}`);
  };

  test("a message of 64 KiB is answered; with one byte more it closes with 1009, and other connections of the user stay", async () => {
    const [client, other] = [await server.connect(SEEKER), await server.connect(SEEKER)];
    const sessionId = await client.session();
    const largest = padded(sessionId, MOST_BYTES);
    expect(Buffer.byteLength(largest)).toBe(MOST_BYTES);
    client.socket.send(largest);
    expect((await client.next("RUN_FINISHED")).result.status).toBe("complete");
    const { messages } = await server.engine.sessions.show(SEEKER, sessionId);
    expect(messages[0]!.text).toBe(JSON.parse(largest).payload.text);

    client.socket.send(padded(sessionId, MOST_BYTES + 1));
    expect((await client.closed).code).toBe(1009);
    expect((await other.command("session.list")).type).toBe("ack");
    expect((await server.engine.sessions.show(SEEKER, sessionId)).messages).toHaveLength(2);
    other.terminate();
  });

  test("a frame that says it is of many gigabytes is refused by its head", async () => {
    const { stream, told } = await signedIn();
    const head = Buffer.alloc(14);
    head.set([FINAL | TEXT, FINAL | 127]);
    head.writeBigUInt64BE(2n ** 40n, 2);
    stream.write(head);
    await vi.waitUntil(() => closeCode(told()) !== null, WAITING);
    expect(closeCode(told())).toBe(1009);
    stream.destroy();
  });

  test("pieces that come to more than 64 KiB together close with 1009", async () => {
    const { stream, told } = await signedIn();
    const piece = Buffer.alloc(16_384, "x");
    stream.write(wsFrame(TEXT, piece));
    for (let more = 0; more < 4; more += 1) stream.write(wsFrame(CONTINUATION, piece));
    await vi.waitUntil(() => closeCode(told()) !== null, WAITING);
    expect(closeCode(told())).toBe(1009);
    stream.destroy();
  });

  test.each([
    ["of one byte", Buffer.from("x")],
    ["of nothing", Buffer.alloc(0)],
  ])("a million pieces %s keep memory flat", { timeout: 120_000 }, async (_, payload) => {
    const piece = wsFrame(CONTINUATION, payload);
    const [together, looks] = [10_000, FRAGMENTS / 10];
    const pieces = Buffer.concat(Array.from({ length: together }, () => piece));
    const before = await heldBytes();
    let most = 0;
    let sent = 0;
    let closes = 0;
    while (sent < FRAGMENTS) {
      const { stream, told, gone } = await signedIn();
      stream.write(wsFrame(TEXT, payload));
      // It goes on after the server has said goodbye, for as long as it is let.
      for (; sent < FRAGMENTS && !gone(); sent += together) {
        if (!stream.write(pieces)) await Promise.race([once(stream, "drain"), once(stream, "close")]);
        if (sent % looks === 0) most = Math.max(most, (await heldBytes()) - before);
      }
      await vi.waitUntil(() => gone() || closeCode(told()) !== null, WAITING);
      if (closeCode(told()) === 1008) closes += 1;
      stream.destroy();
    }
    expect(closes).toBeGreaterThan(0);
    expect(most).toBeLessThan(8 * MIB);
    await vi.waitUntil(() => server.connections === 0, WAITING);
  });

  test("compression is not agreed to, and a frame that comes compressed closes the connection", async () => {
    const offer = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, permessage-deflate"];
    const { stream, head } = await bareSocket(offer);
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).not.toMatch(/extensions|deflate/i);
    stream.destroy();

    const { stream: compressed, told } = await signedIn(offer);
    compressed.write(wsFrame(FINAL | COMPRESSED | TEXT, Buffer.from("{}")));
    await vi.waitUntil(() => closeCode(told()) !== null, WAITING);
    expect(closeCode(told())).toBe(1002);
    compressed.destroy();
    await vi.waitUntil(() => server.connections === 0, WAITING);
  });
});

describe("frames that are no commands", () => {
  const deep = (levels: number) => `{"id":1,"type":"session.open","payload":${"[".repeat(levels)}${"]".repeat(levels)}}`;

  test.each<[string, string | Buffer, number]>([
    ["binary", Buffer.from(JSON.stringify({ id: 1, type: "session.list" })), 4400],
    ["no JSON", "{'id': 1}", 4400],
    ["JSON that is no object", "[]", 4400],
    ["nothing", "", 4400],
    ["deeper than anything that is meant", deep(30_000), 4400],
    ["objects nested in objects", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`, 4400],
    ["nested a hundred thousand levels deep, which is more than a frame may have", deep(100_000), 1009],
  ])("%s: the connection is closed, and nobody else notices", async (_, frame, code) => {
    const [client, other] = [await server.connect(SEEKER), await server.connect(SEEKER)];
    client.socket.send(frame);
    expect((await client.closed).code).toBe(code);
    expect((await other.command("session.list")).type).toBe("ack");
    other.terminate();
  });

  test.each([
    ["a prototype to be polluted", '{"id":1,"type":"__proto__","__proto__":{"isAdmin":true}}'],
    ["a constructor to be called", '{"id":1,"type":"constructor","payload":{"constructor":{"prototype":{"isAdmin":true}}}}'],
    ["what every object has", '{"id":1,"type":"toString","payload":{}}'],
  ])("%s: the frame is refused, and the connection stays", async (_, frame) => {
    const client = await server.connect(SEEKER);
    client.socket.send(frame);
    expect(await client.next("error")).toMatchObject({ id: 1, code: "unknown_command", retryable: false });
    expect((await client.command("session.list")).type).toBe("ack");
    expect("isAdmin" in {}).toBe(false);
    client.terminate();
  });

  test("text that is no UTF-8 closes with 1007", async () => {
    const { stream, told } = await signedIn();
    stream.write(wsFrame(FINAL | TEXT, Buffer.from([0xc3, 0x28])));
    await vi.waitUntil(() => closeCode(told()) !== null, WAITING);
    expect(closeCode(told())).toBe(1007);
    stream.destroy();
  });
});
