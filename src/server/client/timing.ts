/** Everything about time and chance, in milliseconds, so that tests can be quick and repeatable. */
export interface Timing {
  /** The limit of the first pause before another connection; it doubles with each. */
  leastPauseMs: number;
  /** The limit of the pause where the server asks to come back at once. */
  atOncePauseMs: number;
  /** A connection that lasted this long makes the next pause a first one again. */
  stableMs: number;
  /** From the opening of a socket to `connection_ack`. */
  handshakeMs: number;
  /** From a command to its answer. */
  answerMs: number;
  /** The limits of pauses before a refused message is sent again, and how often it is sent. */
  leastResendMs: number;
  mostResendMs: number;
  sends: number;
  /** A token is refreshed this long before it expires, at half its time where that is later, but not more often than `leastRefreshMs`. */
  refreshAheadMs: number;
  leastRefreshMs: number;
  random: () => number;
  now: () => number;
}

export const TIMING: Timing = {
  leastPauseMs: 250,
  atOncePauseMs: 100,
  stableMs: 10_000,
  handshakeMs: 15_000,
  answerMs: 30_000,
  leastResendMs: 500,
  mostResendMs: 10_000,
  sends: 10,
  refreshAheadMs: 60_000,
  leastRefreshMs: 5_000,
  random: Math.random,
  now: () => performance.now(),
};
