import type { TurnEvent } from "../events.ts";
import { type Turn, turnOf } from "./conversation.ts";

/** A turn that is listened to while it runs. */
export interface Heard {
  readonly events: readonly TurnEvent[];
  /** Resolves with this many words heard, rejects when the turn ends before. */
  words(count: number): Promise<void>;
  readonly end: Promise<Turn>;
}

export function heard(events: AsyncIterable<TurnEvent>): Heard {
  const collected: TurnEvent[] = [];
  const waiting: { count: number; resolve: () => void; reject: (reason: Error) => void }[] = [];
  const said = () => turnOf("", collected).streamed.split(/\s+/).length - 1;
  const end = (async () => {
    for await (const event of events) {
      collected.push(event);
      for (const { count, resolve } of waiting) if (said() >= count) resolve();
    }
    const turn = turnOf("", collected);
    for (const { reject } of waiting) reject(new Error(`The turn ended early: ${JSON.stringify(collected.at(-1))}`));
    return turn;
  })();
  return {
    events: collected,
    words: (count) =>
      new Promise((resolve, reject) => {
        waiting.push({ count, resolve, reject });
        if (said() >= count) resolve();
      }),
    end,
  };
}
