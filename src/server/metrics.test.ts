import { expect, test, vi } from "vitest";
import type { ServerMetrics } from "./metrics.ts";
import { SEEKER, tokenOf } from "./testing/plain-tokens.ts";
import { words } from "./testing/scripted-engine.ts";
import { testServer } from "./testing/test-server.ts";

test("a conversation is counted: its connection, commands, run, events and bytes, and how soon its sender saw the first of them", async () => {
  await using server = await testServer();
  const told = (wanted: keyof ServerMetrics) => server.told.filter(({ name }) => name === wanted).map(({ facts }) => facts);
  const client = await server.connect(tokenOf(SEEKER));
  const sessionId = await client.session();
  const message = { sessionId, clientMessageId: "m1", text: "Hello" };
  await client.command("message.send", message);
  await client.command("message.send", message);
  server.engine.tell(sessionId, words("Two "), words("words"));
  server.engine.finish(sessionId);
  await client.next("RUN_FINISHED");
  await client.command("session.open", { sessionId: "another" });
  const received = client.frames.reduce((bytes, frame) => bytes + Buffer.byteLength(JSON.stringify(frame)), 0);
  client.socket.close(1000);
  await vi.waitUntil(() => server.connections === 0);

  expect(told("connectionOpened")).toHaveLength(1);
  expect(told("authenticated")).toHaveLength(1);
  expect(told("connectionClosed")).toEqual([[1000]]);
  expect(told("command")).toEqual([
    ["session.open", "ok"],
    ["message.send", "ok"],
    ["message.send", "ok"],
    ["session.open", "not_found"],
  ]);
  expect([told("runStarted"), told("runEnded")]).toEqual([[[]], [[]]]);
  expect(told("eventSent").flat()).toEqual(["turn-start", "text-start", "text-delta", "text-delta", "text-end", "turn-end"]);
  expect(
    told("bytesSent")
      .flat()
      .reduce<number>((sum, bytes) => sum + Number(bytes), 0),
  ).toBe(received);
  expect(told("firstEvent")).toEqual([[expect.any(Number)]]);
  expect(told("firstWord")).toEqual([[expect.any(Number)]]);
});
