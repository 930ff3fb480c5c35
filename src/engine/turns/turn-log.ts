import type { TurnEvent } from "../events.ts";

export interface LoggedEvent {
  /** Per session, contiguous from 1. */
  seq: number;
  turnId: string;
  event: TurnEvent;
}

/**
 * The events of running and recent turns, so that others can follow a turn and a crash keeps the words already said.
 * It may be lost as a whole without harm to the history; what it holds of a session is contiguous.
 */
export interface TurnLog extends AsyncDisposable {
  /** How long the events of a turn may be collected before they are appended together, in milliseconds. */
  readonly flushMs: number;
  /** Appends all or nothing, in order, and returns the `seq` of the last one. `after` is the floor for the first seq when the log holds nothing of the session. */
  append(sessionId: string, turnId: string, events: readonly TurnEvent[], after: number): Promise<number>;
  /** The events after `seq`, oldest first, at most `limit`. */
  read(sessionId: string, seq: number, limit: number): Promise<LoggedEvent[]>;
  /** The events of one turn, oldest first. */
  readTurn(sessionId: string, turnId: string): Promise<LoggedEvent[]>;
  forget(sessionId: string): Promise<void>;
}
