import { expect, test } from "vitest";
import { ClientFrame } from "../protocol/commands.ts";
import { WireEvent } from "../protocol/events.ts";
import { connected, eventually, listenTo } from "./testing/connected.ts";
import { scriptedServer } from "./testing/scripted-server.ts";

test("everything the client sends and hears in a conversation is of the form the protocol states", async () => {
  await using server = await scriptedServer({ words: ["Two ", "jobs."] });
  const client = connected(server, { token: () => "token" });
  const session = await client.open();
  const heard = listenTo(session);
  const run = await session.send("Jobs?", { onBusy: "interrupt" });
  await eventually(() => expect(session.messages.at(-1)?.status).toBe("complete"));
  await run.cancel();
  await session.feedback(session.messages[1]!.id, "down");
  await client.sessions();
  await client.sessions("cursor");
  client.drop();
  await eventually(() => expect(heard.events.filter((event) => event.type === "CUSTOM" && event.name === "context_restored")).toHaveLength(2));
  const snapshot = server.session(session.id).snapshot(3);
  server.peers[0]!.send(snapshot);
  await eventually(() => expect(heard.events.at(-1)).toEqual(snapshot));
  await session.end();
  session.close();
  await eventually(() => expect(server.received.at(-1)?.type).toBe("session.close"));
  for (const frame of server.received) expect(ClientFrame.parse(frame)).toEqual(frame);
  for (const event of heard.events) expect(WireEvent.parse(event)).toEqual(event);
  for (const message of session.messages) expect(message.status).toBe("complete");
});
