import type { TurnEvent } from "../../engine/index.ts";
import type { WireMessage } from "../../server/client/index.ts";

type Stored = Pick<WireMessage, "content" | "matches" | "payloadType">;

/** Remembers what was told of an answer, so that the stored one can tell the rest. */
export interface ToldAnswer {
  add(event: TurnEvent): void;
  /** What a stored answer has beyond that. It counts as told then. */
  rest(stored: Stored): TurnEvent[];
}

export function toldAnswer(): ToldAnswer {
  let text = "";
  const matches = new Set<string>();

  function add(event: TurnEvent): void {
    if (event.type === "text-delta") text += event.text;
    if (event.type === "matches-found") for (const { id } of event.items) matches.add(id);
  }

  return {
    add,
    rest(stored) {
      const events: TurnEvent[] = [];
      const items = stored.matches.filter(({ id }) => !matches.has(id));
      const payloadType = stored.payloadType === "candidates" ? "candidates" : "jobs";
      if (items.length > 0) events.push({ type: "matches-found", payloadType, indexVersion: "", degraded: [], items });
      if (stored.content.startsWith(text) && stored.content !== text) events.push({ type: "text-delta", text: stored.content.slice(text.length) });
      events.forEach(add);
      return events;
    },
  };
}
