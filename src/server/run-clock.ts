import type { LoggedEvent } from "../engine/index.ts";
import type { ServerMetrics } from "./metrics.ts";

/** Messages of one connection that are timed at once: their runs may be in sessions that it does not watch. */
const MOST = 64;

/** Measures how soon the sender of a message sees its first event and its first word. */
export interface RunClock {
  sent(clientMessageId: string): void;
  told(entry: LoggedEvent): void;
}

export function runClock(metrics: ServerMetrics): RunClock {
  const messages = new Map<string, number>();
  const runs = new Map<string, number>();
  return {
    sent(clientMessageId) {
      messages.set(clientMessageId, performance.now());
      if (messages.size > MOST) messages.delete(messages.keys().next().value!);
    },
    told({ turnId, event }) {
      const sentAt = event.type === "turn-start" ? messages.get(event.clientMessageId) : runs.get(turnId);
      if (sentAt === undefined) return;
      if (event.type === "turn-start") {
        metrics.firstEvent(performance.now() - sentAt);
        messages.delete(event.clientMessageId);
        runs.set(turnId, sentAt);
      }
      if (event.type === "text-delta") metrics.firstWord(performance.now() - sentAt);
      if (event.type === "text-delta" || event.type === "turn-end" || event.type === "turn-error") runs.delete(turnId);
    },
  };
}
