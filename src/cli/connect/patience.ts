/** How long is waited for the server, in milliseconds. */
export interface Patience {
  /** For the first connection, and for what is asked between turns. */
  answerMs: number;
  /** For another connection in the middle of a turn. */
  lostMs: number;
  /** For the end of an answer that was told to stop. */
  cancelMs: number;
}

export const PATIENCE: Patience = { answerMs: 15_000, lostMs: 60_000, cancelMs: 5_000 };
