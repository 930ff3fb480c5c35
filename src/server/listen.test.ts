import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { type Socket, connect as connectTcp } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { testServer } from "./testing/test-server.ts";

async function refusal(port: number, path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ["rolecall.v1"], { headers });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return { status: response.statusCode!, text: (await response.setEncoding("utf8").toArray()).join("") };
}

async function rawConnection(port: number): Promise<{ stream: Socket; ended: Promise<unknown> }> {
  const stream = connectTcp(port, "127.0.0.1")
    .on("error", () => {})
    .resume();
  const ended = new Promise((resolve) => stream.once("close", resolve));
  await Promise.race([once(stream, "connect"), ended]);
  return { stream, ended };
}

describe("the port", () => {
  test("answers other requests beside the socket, also those that ask for another protocol", async () => {
    await using server = await testServer({ handler: (_, response) => void response.end("page") });
    expect(await (await fetch(server.url)).text()).toBe("page");
    const asked = request(server.url, { headers: { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c" } }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    expect((await response.setEncoding("utf8").toArray()).join("")).toBe("page");
  });

  test("that is taken is told with the setting that changes it", async () => {
    await using server = await testServer();
    await expect(testServer({ port: server.port })).rejects.toMatchObject({ code: "configuration", hint: expect.stringContaining("ROLECALL_PORT") });
  });

  test("refuses what must not become a socket, and says why", async () => {
    await using server = await testServer({ allowedOrigins: ["https://jobs.example.com"] });
    expect(await refusal(server.port, "/elsewhere")).toMatchObject({ status: 404 });
    expect(await refusal(server.port, "/api/chat/ws?token=canary")).toMatchObject({ status: 400, text: expect.stringContaining("connection_init") });
    expect(await refusal(server.port, "/api/chat/ws", { origin: "https://evil.example" })).toMatchObject({ status: 403 });
    expect(await refusal(server.port, "/api/chat/ws", { authorization: "Basic Y2FuYXJ5" })).toMatchObject({ status: 401 });
    await server.open({ headers: { origin: "https://jobs.example.com" } });
    expect(server.connections).toBe(1);
    expect(JSON.stringify([server.engine.lines, server.told])).not.toContain("canary");
  });
});

describe("flood before authentication", () => {
  test("connections that have not shown who they are are bounded, from one address and in all; others are unharmed", async () => {
    await using server = await testServer({ settings: { newcomers: { total: 100, perAddress: 3 } } });
    const member = await server.connect(tokenOf(SEEKER));
    const silent = [await server.open(), await server.open(), await server.open()];
    expect(await refusal(server.port, "/api/chat/ws")).toMatchObject({ status: 503 });
    expect(server.told).toContainEqual({ name: "limited", facts: ["newcomer"] });
    expect((await member.command("session.list")).type).toBe("ack");

    silent[0]!.send({ type: "connection_init", payload: { token: tokenOf(SEEKER) } });
    await silent[0]!.next("connection_ack");
    await server.open();
    silent[1]!.terminate();
    await vi.waitFor(() => server.open(), 10_000);
  });

  test("connections that never become sockets are bounded", async () => {
    await using server = await testServer({ settings: { newcomers: { total: 100, perAddress: 3 } } });
    const inside = [await rawConnection(server.port), await rawConnection(server.port), await rawConnection(server.port)];
    await (
      await rawConnection(server.port)
    ).ended;
    inside[0]!.stream.destroy();
    await inside[0]!.ended;
    await vi.waitFor(() => server.connect(tokenOf(SEEKER)), 10_000);
  });

  test("a request that does not come to its end is cut off, slow or silent", async () => {
    await using server = await testServer({ timings: { requestMs: 300 } });
    const [silent, slow] = [await rawConnection(server.port), await rawConnection(server.port)];
    slow.stream.write("GET /api/chat/ws HTTP/1.1\r\nHost: x\r\n");
    const dripping = setInterval(() => slow.stream.write("x"), 50);
    await Promise.all([silent.ended, slow.ended]);
    clearInterval(dripping);
  });
});
