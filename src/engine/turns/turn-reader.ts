import type { TurnEvent } from "../events.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

const READ_AT_ONCE = 500;

/** Reads what one turn logs, as it grows. */
export interface TurnReader {
  /** What the turn has told since the last call. `ended`: it will tell no more. Never throws: a log that is away has nothing new. */
  next(ended: boolean): Promise<TurnEvent[]>;
  /** Its start was read, and nothing is missing since. */
  readonly unbroken: boolean;
}

/** `after` is a number before the turn's first event, where it runs still. */
export function turnReader({ turnLog, sessionId, turnId, after }: { turnLog: TurnLog; sessionId: string; turnId: string; after: number }): TurnReader {
  let last: number | null = null;
  let broken = false;
  const ofTurn = (events: readonly LoggedEvent[]) => events.filter((event) => event.turnId === turnId);

  /** The turn from its start on. Numbers the log gave again after a loss can hide it behind `after`, so that all of it is looked through. */
  async function start(ended: boolean): Promise<LoggedEvent[]> {
    const recent = ofTurn(await turnLog.read(sessionId, after, READ_AT_ONCE));
    if (recent[0]?.event.type === "turn-start") return recent;
    if (recent.length === 0 && !ended) return [];
    const whole = await turnLog.readTurn(sessionId, turnId);
    broken = whole[0]?.event.type !== "turn-start";
    return broken ? [] : whole;
  }

  async function more(since: number): Promise<LoggedEvent[]> {
    const events = await turnLog.read(sessionId, since, READ_AT_ONCE);
    broken = events.length > 0 && events[0]!.seq !== since + 1;
    return broken ? [] : events;
  }

  return {
    async next(ended) {
      if (broken) return [];
      const events = await (last === null ? start(ended) : more(last)).catch(() => []);
      last = events.at(-1)?.seq ?? last;
      return ofTurn(events).map(({ event }) => event);
    },
    get unbroken() {
      return last !== null && !broken;
    },
  };
}
