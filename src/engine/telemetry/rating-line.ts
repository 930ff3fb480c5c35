import type { Log } from "./log.ts";
import type { TurnFeedback } from "./tracing.ts";
import { runIdOf } from "./turn-runs.ts";

/** Without the user's words. */
export function ratingLine(feedback: TurnFeedback, log: Log): void {
  const { turnId: turn, rating, text } = feedback;
  log.info({ turn, run: runIdOf(feedback), rating, commented: text !== undefined }, "An answer was rated.");
}
