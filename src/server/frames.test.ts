import { connect as connectTcp } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { testServer } from "./testing/test-server.ts";

describe("frames that are none of this protocol", () => {
  test.each([
    ["no JSON", "{"],
    ["no object", "[1]"],
    ["an object without a type", "{}"],
    ["an init that is none", '{"type":"connection_init","payload":{"token":7}}'],
    ["deeply nested", `{"type":"ping","x":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
  ])("%s closes with 4400", async (_, text) => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.socket.send(text);
    expect((await client.closed).code).toBe(4400);
  });

  test("a binary frame closes with 4400, also before the init", async () => {
    await using server = await testServer();
    const clients = [await server.open(), await server.connect(tokenOf(SEEKER))];
    for (const { socket } of clients) socket.send(Buffer.from('{"type":"ping"}'));
    expect((await Promise.all(clients.map(({ closed }) => closed))).map(({ code }) => code)).toEqual([4400, 4400]);
  });

  test("an unknown command, and one with a wrong payload, are answered and leave the connection open", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.send({ id: "a", type: "session.steal", payload: {} });
    client.send({ id: "b", type: "message.send", payload: { sessionId: 7 } });
    expect(await client.next(({ id }) => id === "a")).toMatchObject({ type: "error", code: "unknown_command" });
    expect(await client.next(({ id }) => id === "b")).toMatchObject({ type: "error", code: "invalid_input" });
    expect((await client.command("session.list")).type).toBe("ack");
  });

  test("a ping is answered with a pong, and a pong with nothing", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.send({ type: "pong" });
    client.send({ type: "ping" });
    expect(await client.next("pong")).toEqual({ type: "pong" });
  });
});

describe("message size", () => {
  const padded = (bytes: number) => {
    const frame = (text: string) => JSON.stringify({ id: 1, type: "message.send", payload: { sessionId: "none", clientMessageId: "m", text } });
    return frame("x".repeat(bytes - frame("").length));
  };

  test("64 KiB are taken, one byte more closes with 1009", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.socket.send(padded(65_536));
    expect(await client.next("error")).toMatchObject({ id: 1, code: "not_found" });
    client.socket.send(padded(65_537));
    expect((await client.closed).code).toBe(1009);
    await vi.waitUntil(() => server.connections === 0);
    expect(server.told).toContainEqual({ name: "connectionClosed", facts: [1009] });
  });

  test("a frame in endless pieces is cut off, whatever their size", async () => {
    await using server = await testServer();
    for (const piece of ["", "x"]) {
      const { socket, closed } = await server.connect(tokenOf(SEEKER));
      for (let sent = 0; sent < 1_000; sent += 1) socket.send(piece, { fin: false });
      expect((await closed).code).toBe(1008);
    }
  });

  test("compression is never agreed to", async () => {
    await using server = await testServer();
    const client = await server.open();
    expect(client.socket.extensions).toBe("");
  });

  test("a client that sends its first frame byte by byte is cut off when its time is over", async () => {
    await using server = await testServer({ timings: { initTimeoutMs: 300, closingMs: 50 } });
    const stream = connectTcp(server.port, "127.0.0.1");
    stream.on("error", () => {});
    stream.write(
      ["GET /api/chat/ws HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"].join("\r\n") +
        "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: rolecall.v1\r\n\r\n",
    );
    // A masked text frame of 1,000 bytes begins.
    stream.write(Buffer.from([0x81, 0xfe, 0x03, 0xe8, 0, 0, 0, 0]));
    const dripping = setInterval(() => stream.write("x"), 20);
    await new Promise((resolve) => stream.once("close", resolve));
    clearInterval(dripping);
    expect(server.connections).toBe(0);
    expect(server.told).toContainEqual({ name: "connectionClosed", facts: [4408] });
  });
});

describe("message flood", () => {
  test("commands beyond what a person sends are refused, and soon taken again", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const answers = await Promise.all(Array.from({ length: 150 }, () => client.command("session.list")));
    const refused = answers.filter(({ type }) => type === "error");
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: expect.any(Number) });
    await vi.waitFor(async () => expect((await client.command("session.list")).type).toBe("ack"), 5_000);
  });

  test("a client that does not stop is closed with 4431, and others notice nothing", async () => {
    await using server = await testServer();
    const [flooding, other] = [await server.connect(tokenOf(SEEKER)), await server.connect(tokenOf(SEEKER))];
    for (let sent = 0; sent < 3_000; sent += 1) flooding.send({ type: "ping" });
    expect((await flooding.closed).code).toBe(4431);
    expect((await other.command("session.list")).type).toBe("ack");
  });

  test("pings of WebSocket's own count as well", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    const flooding = setInterval(() => Array.from({ length: 30 }, () => client.socket.ping()), 5);
    expect((await client.closed).code).toBe(4431);
    clearInterval(flooding);
  });

  test("flood before authentication: the first frame too many ends it, authenticated sockets are unharmed", async () => {
    await using server = await testServer();
    const other = await server.connect(tokenOf(SEEKER));
    const flooding = await Promise.all(Array.from({ length: 20 }, () => server.open()));
    for (const { socket } of flooding) for (let sent = 0; sent < 100; sent += 1) socket.send("x".repeat(10_000));
    expect(new Set((await Promise.all(flooding.map(({ closed }) => closed))).map(({ code }) => code))).toEqual(new Set([4400]));
    expect((await other.command("session.list")).type).toBe("ack");
    expect(server.connections).toBe(1);
  });
});
