import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type Socket, connect as connectTcp } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { SOCKET_PATH } from "../protocol/connection.ts";
import type { TestClient } from "../testing/test-client.ts";
import { MIB, heldBytes } from "./testing/memory.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

/** As many as come at once. */
const STRANGERS = 200;
const WAITING = { timeout: 30_000 };
const HEAD = `GET ${SOCKET_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
const UPGRADE = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: rolecall.v1\r\n`;

let store: SeededStore;
let server: RealServer;
/** One who is signed in while others flood. */
let member: TestClient;

beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  server = await realServer(store.copy(), { timings: { initTimeoutMs: 2_000, requestMs: 2_000, closingMs: 500 } });
  member = await server.connect(SEEKER);
});
afterEach(() => server[Symbol.asyncDispose]());

async function tcp(): Promise<Socket> {
  const stream = connectTcp(server.port, "127.0.0.1").on("error", () => {});
  await Promise.race([once(stream, "connect"), gone(stream)]);
  return stream;
}

/** An upgraded connection whose bytes are the test's own. */
async function bareSocket(): Promise<Socket> {
  const stream = await tcp();
  stream.write(`${HEAD}${UPGRADE}Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`);
  await Promise.race([once(stream, "data"), gone(stream)]);
  stream.resume();
  return stream;
}

const many = <T>(make: () => Promise<T>, count = STRANGERS) => Promise.all(Array.from({ length: count }, make));
const gone = (stream: Socket) => new Promise<void>((resolve) => (stream.closed ? resolve() : stream.once("close", () => resolve())));

/** Writes again and again, for as long as the other side is there. */
function keepWriting(streams: readonly Socket[], bytes: () => string | Buffer, everyMs: number): NodeJS.Timeout {
  return setInterval(() => {
    for (const stream of streams) if (stream.writable && !stream.writableNeedDrain) stream.write(bytes());
  }, everyMs);
}

/** The member asks for something and gets all of it. */
async function expectServed(): Promise<void> {
  const sessionId = await member.session();
  await member.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
  expect((await member.next(({ type, threadId }) => type === "RUN_FINISHED" && threadId === sessionId)).result.status).toBe("complete");
}

describe("flood before authentication", () => {
  test("whatever strangers send, they are gone in their time, memory is bounded, and a member is served", async () => {
    const before = await heldBytes();
    const strangers = await many(bareSocket);
    const frame = (type: number, bytes: number) =>
      Buffer.concat([Buffer.from([type, 0x80 | 126, bytes >> 8, bytes & 0xff, 0, 0, 0, 0]), Buffer.alloc(bytes, "x")]);
    // By turns: garbage, pings with all they may carry, the beginning of a large frame that goes on and on, pieces of one.
    const floods = [
      frame(0x81, 60_000),
      Buffer.concat(Array.from({ length: 200 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0]))),
      Buffer.from("x".repeat(500)),
      frame(0x01, 1_000),
    ];
    for (const [index, stream] of strangers.entries()) stream.write(index % 4 === 2 ? frame(0x81, 65_000).subarray(0, 9) : floods[index % 4]!);
    let at = 0;
    const flooding = keepWriting(strangers, () => floods[at++ % 4]!, 5);
    await expectServed();
    const during = (await heldBytes()) - before;
    await Promise.all(strangers.map(gone));
    clearInterval(flooding);
    // Each may have one frame of 64 KiB in the making, and what its connection itself costs.
    expect(during).toBeLessThan(STRANGERS * 256 * 1024);
    await vi.waitUntil(() => server.connections === 1, WAITING);
    await expectServed();
    expect((await heldBytes()) - before).toBeLessThan(16 * MIB);
    expect(await server.metric("authentications_total")).toBe(1);
  });

  test("slow-loris handshakes are cut off in their time, and while they last others come in", async () => {
    const slow = await many(tcp, STRANGERS - 20);
    for (const stream of slow) stream.write(HEAD);
    const dripping = keepWriting(slow, () => "x", 50);
    const newcomer = await server.connect(EMPLOYER);
    expect((await newcomer.command("session.list")).type).toBe("ack");
    await Promise.all(slow.map(gone));
    clearInterval(dripping);
    expect((await member.command("session.list")).type).toBe("ack");
  });

  test("slow-loris frames: a first frame that never ends is closed with 4408, however it is sent", async () => {
    const [dripping, piecemeal] = [await many(bareSocket, 50), await many(bareSocket, 50)];
    // The head of a frame of 60,000 bytes, and a message that is to come in pieces.
    for (const stream of dripping) stream.write(Buffer.from([0x81, 0xfe, 0xea, 0x60, 0, 0, 0, 0]));
    for (const stream of piecemeal) stream.write(Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x7b]));
    const timers = [keepWriting(dripping, () => "x", 50), keepWriting(piecemeal, () => Buffer.from([0x00, 0x81, 0, 0, 0, 0, 0x20]), 100)];
    await Promise.all([...dripping, ...piecemeal].map(gone));
    for (const timer of timers) clearInterval(timer);
    await vi.waitUntil(() => server.connections === 1, WAITING);
    expect(await server.metric("connections_closed_total", '"4408"')).toBe(100);
    await expectServed();
  });

  test("slow-loris frames of one who is signed in: whoever never ends a frame answers no ping, and is cut off", async () => {
    await using own = await realServer(store.copy(), { timings: { heartbeatMs: 300 } });
    const [client, other] = [await own.connect(SEEKER), await own.connect(EMPLOYER)];
    const stream = (client.socket as unknown as { _socket: Socket })._socket;
    stream.write(Buffer.from([0x81, 0xfe, 0xea, 0x60, 0, 0, 0, 0]));
    // What the client sends by itself from now on, its answers to pings, is part of that frame.
    const dripping = keepWriting([stream], () => "x", 20);
    await vi.waitUntil(() => own.connections === 1, WAITING);
    clearInterval(dripping);
    expect(await own.metric("connections_closed_total", '"1006"')).toBe(1);
    expect((await other.command("session.list")).type).toBe("ack");
  });

  test("the places of strangers are taken by no member, and free again when they have gone", async () => {
    await using patient = await realServer(store.copy(), { settings: { newcomers: { total: STRANGERS, perAddress: STRANGERS } } });
    const inside = await patient.connect(SEEKER);
    const strangers = await many(() => patient.open());
    await expect(patient.open()).rejects.toThrow("503");
    expect((await inside.command("session.list")).type).toBe("ack");
    for (const stranger of strangers) stranger.terminate();
    await vi.waitUntil(() => patient.connections === 1, WAITING);
    expect((await (await patient.connect(EMPLOYER)).command("session.list")).type).toBe("ack");
  });
});
