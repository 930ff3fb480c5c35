import type { Actor, Engine, SendMessage } from "../engine.ts";
import type { EventOf, TurnEvent } from "../events.ts";
import type { Intent } from "../intent/intent.ts";
import type { Match } from "../matching/match.ts";

/** Everything one turn told. */
export interface Turn {
  said: string;
  events: TurnEvent[];
  intent: Intent;
  matches: Match[];
  /** The words as they were streamed. */
  streamed: string;
  end: EventOf<"turn-end"> | undefined;
  error: EventOf<"turn-error"> | undefined;
}

export interface Conversation {
  /** Sends a message and waits for the turn's end. */
  say(text: string, options?: Partial<SendMessage>): Promise<Turn>;
  readonly sessionId: string;
}

/** Speaks to the engine as one user in one session, which the first message opens. */
export function conversation(engine: Engine, actor: Actor, sessionId?: string): Conversation {
  let session = sessionId;
  return {
    async say(text, options = {}) {
      const events: TurnEvent[] = [];
      for await (const event of engine.send({ ...actor, text, sessionId: session, ...options })) {
        events.push(event);
        if (event.type === "turn-start") session = event.sessionId;
      }
      return turnOf(text, events);
    },
    get sessionId() {
      if (session === undefined) throw new Error("Nothing was said yet.");
      return session;
    },
  };
}

export function turnOf(said: string, events: TurnEvent[]): Turn {
  return {
    said,
    events,
    intent: ofType(events, "intent-understood")[0]?.intent ?? { kind: "unclear", reason: "empty" },
    matches: ofType(events, "matches-found").flatMap(({ items }) => items),
    streamed: ofType(events, "text-delta")
      .map(({ text }) => text)
      .join(""),
    end: ofType(events, "turn-end")[0],
    error: ofType(events, "turn-error")[0],
  };
}

export function ofType<T extends TurnEvent["type"]>(events: readonly TurnEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}
