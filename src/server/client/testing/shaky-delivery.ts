import fc from "fast-check";
import type { RunEvent } from "../../protocol/events.ts";
import type { Peer } from "./scripted-server.ts";

/** How badly the events reach a client after one `session.open`. */
export interface Shake {
  /** The network is cut after so many frames. */
  cutAfter: number;
  /** So many words are told as one where they follow each other. */
  together: number;
  /** Each nth frame comes twice. */
  twice: number;
  /** Before each frame. */
  delayMs: number;
  /** From this frame on one is left out, or words come again together with new ones. */
  lie: { kind: "none" | "gap" | "overlap"; at: number };
}

export const anyShake: fc.Arbitrary<Shake> = fc.record({
  cutAfter: fc.oneof(fc.nat(25), fc.constant(Infinity)),
  together: fc.integer({ min: 1, max: 6 }),
  twice: fc.integer({ min: 1, max: 10 }),
  delayMs: fc.constantFrom(0, 0, 1, 3),
  lie: fc.record({ kind: fc.constantFrom("none", "none", "gap", "overlap"), at: fc.nat(15) }),
});

/** Delivers by one shake after another, a new one with each `session.open`, and faithfully when they are used up. */
export function shakyDelivery(shakes: readonly Shake[], log: readonly RunEvent[]) {
  let used = 0;
  let lies = 0;
  const routes = new Map<Peer, (event: RunEvent) => void>();
  /** Of the last `session.open`; what waits of an earlier one is dropped with it. */
  let present = 0;

  function route(peer: Peer): (event: RunEvent) => void {
    const shake = shakes[used++];
    const nth = (present += 1);
    if (shake === undefined) return (event) => peer.send(event);
    // A client that is told nothing but lies takes the loss in the end.
    const lie = shake.lie.kind !== "none" && lies < 2 ? shake.lie : undefined;
    lies = lie === undefined ? 0 : lies + 1;
    let frames = 0;
    let queue = Promise.resolve();
    let isCut = false;
    const pass = async (event: RunEvent) => {
      if (shake.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, shake.delayMs));
      if (isCut || nth !== present) return;
      frames += 1;
      const lied = lie !== undefined && frames === lie.at + 1;
      // Nothing follows the last event that could show that it is missing.
      const isLeftOut = lied && lie.kind === "gap" && event.type !== "RUN_FINISHED";
      if (!isLeftOut) peer.send(lied ? overlapping(event, log) : event);
      if (frames % shake.twice === 0) peer.send(event);
      if (frames <= shake.cutAfter) return;
      isCut = true;
      peer.cut();
    };
    return (event) => void (queue = queue.then(() => pass(event)));
  }

  return {
    opened: (peer: Peer) => void routes.set(peer, route(peer)),
    deliver(events: readonly RunEvent[], peer: Peer) {
      const together = shakes[used - 1]?.together ?? 1;
      for (const event of coalesced(events, together)) routes.get(peer)!(event);
    },
  };
}

/** Words that follow each other told as one, as a server does for a slow reader. */
export function coalesced(events: readonly RunEvent[], together: number): RunEvent[] {
  const told: RunEvent[] = [];
  for (const event of events) {
    const last = told.at(-1);
    const isWord = event.type === "TEXT_MESSAGE_CONTENT" && last?.type === "TEXT_MESSAGE_CONTENT";
    const seqFrom = isWord ? (last.seqFrom ?? last.seq) : 0;
    if (isWord && event.seq - seqFrom < together) told[told.length - 1] = { ...event, seqFrom, delta: last.delta + event.delta };
    else told.push(event);
  }
  return told;
}

/** Tells the two events before it again, where all of them are words. */
function overlapping(event: RunEvent, log: readonly RunEvent[]): RunEvent {
  const before = log.slice(Math.max(0, event.seq - 3), event.seq);
  if (before.length === 0 || before.some(({ type }) => type !== "TEXT_MESSAGE_CONTENT")) return event;
  return coalesced(before, 3)[0]!;
}
