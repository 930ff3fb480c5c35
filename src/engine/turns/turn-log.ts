import type { TurnEvent } from "../events.ts";

export interface LoggedEvent {
  /** Per session, contiguous from 1. */
  seq: number;
  turnId: string;
  /** Epoch milliseconds. */
  at: number;
  event: TurnEvent;
}

/** What the log holds of a session: events `first` to `last`. */
export interface LogExtent {
  first: number;
  last: number;
  /** The turn of the last event, where that is not its end. */
  openTurn: string | null;
}

/**
 * The events of running and recent turns, so that others can follow a turn and a crash keeps the words already said.
 * It may be lost as a whole without harm to the history; what it holds of a session is contiguous.
 */
export interface TurnLog extends AsyncDisposable {
  /** How long the events of a turn may be collected before they are appended together, in milliseconds. */
  readonly flushMs: number;
  /**
   * Appends all or nothing, in order, and returns the `seq` of the last one. All before `after` have been told: a log that does not reach it
   * lacks some of them, and begins anew behind it. `at` is when they happened (now). Null, and nothing is appended, where the turn has its end in
   * the log, so that it ends once however many processes believe that it is theirs, and where the log goes beyond `unlessPast`.
   */
  append(sessionId: string, turnId: string, events: readonly TurnEvent[], after: number, at?: number, unlessPast?: number): Promise<number | null>;
  /** Null where it holds nothing of the session. */
  extent(sessionId: string): Promise<LogExtent | null>;
  /** The events after `seq`, oldest first, at most `limit`. */
  read(sessionId: string, seq: number, limit: number): Promise<LoggedEvent[]>;
  /** The events of one turn, oldest first. */
  readTurn(sessionId: string, turnId: string): Promise<LoggedEvent[]>;
  forget(sessionId: string): Promise<void>;
}
