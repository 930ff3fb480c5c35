import type { WireEvent } from "../client/index.ts";
import { part } from "./element.ts";

export type Announce = (text: string) => void;

/** Says something to those who listen, once and when it is convenient. */
export function announcer(): Announce {
  const place = part("announcements", HTMLDivElement);
  return (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    place.replaceChildren(line);
  };
}

/** What is worth to be said of an event; words only when all of them are there. */
export function spokenEvent(event: WireEvent, answerText: (runId: string) => string): string | null {
  if ("replayed" in event && event.replayed && event.type === "ACTIVITY_SNAPSHOT") return null;
  switch (event.type) {
    case "ACTIVITY_SNAPSHOT": {
      const { items, payloadType } = event.content;
      const one = payloadType === "jobs" ? "job" : "candidate";
      return items.length === 0 ? null : `${items.length} ${items.length === 1 ? one : `${one}s`} found. The answer follows.`;
    }
    case "RUN_FINISHED": {
      const text = answerText(event.runId);
      return event.result.status === "cancelled" ? `Stopped. ${text}` : `Answer: ${text}`;
    }
    case "RUN_ERROR":
      return event.message;
    default:
      return null;
  }
}
