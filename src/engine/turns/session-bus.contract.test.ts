import { expect, test } from "vitest";
import { sessionBuses } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { delta } from "../testing/messages.ts";
import type { SessionBus, SessionSignal } from "./session-bus.ts";

const said = (seq: number): SessionSignal => ({ type: "events", entries: [{ seq, turnId: "turn", at: 1, event: delta(`${seq}`) }] });

/** What a listener hears, without the hint to look that any process may get at any time. */
function listening(bus: SessionBus, sessionId: string) {
  const all: SessionSignal[] = [];
  const stop = bus.subscribe(sessionId, (signal) => all.push(signal));
  return { all, stop, heard: () => all.filter(({ type }) => type !== "changed") };
}

contract("SessionBus", sessionBuses, ({ open }) => {
  test("every listener of a session hears at once, in order, and no other does", async () => {
    await using bus = await open();
    const [one, two, other] = [listening(bus, "chat"), listening(bus, "chat"), listening(bus, "another")];
    bus.publish("chat", said(1));
    bus.publish("chat", { type: "cancel" });
    bus.publish("chat", said(2));
    for (const { heard } of [one, two]) expect(heard()).toEqual([said(1), { type: "cancel" }, said(2)]);
    expect(other.heard()).toEqual([]);
  });

  test("who has stopped hears nothing more, and the others go on", async () => {
    await using bus = await open();
    const [one, two] = [listening(bus, "chat"), listening(bus, "chat")];
    one.stop();
    one.stop();
    bus.publish("chat", said(1));
    two.stop();
    const three = listening(bus, "chat");
    bus.publish("chat", said(2));
    expect([one, two, three].map(({ heard }) => heard())).toEqual([[], [said(1)], [said(2)]]);
  });
});
