import type { EventOf, TurnEvent } from "../../../engine/index.ts";

export interface Collected {
  /** Everything told so far. */
  events: TurnEvent[];
  words(): string;
  of<T extends TurnEvent["type"]>(type: T): EventOf<T>[];
  /** Settles when the turn has been told. */
  done: Promise<void>;
}

export function collected(turn: AsyncIterable<TurnEvent>): Collected {
  const events: TurnEvent[] = [];
  const of = <T extends TurnEvent["type"]>(type: T) => events.filter((event): event is EventOf<T> => event.type === type);
  const read = async () => {
    for await (const event of turn) events.push(event);
  };
  return {
    events,
    of,
    words: () =>
      of("text-delta")
        .map(({ text }) => text)
        .join(""),
    done: read(),
  };
}
