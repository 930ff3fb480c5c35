import type { LeveledLog } from "./log.ts";
import { ratingLine } from "./rating-line.ts";
import type { Tracing } from "./tracing.ts";
import { turnLine } from "./turn-line.ts";
import { watched } from "./turn-runs.ts";

/** Tells of every turn and every rating in one line of the log, at level `info`; at a higher level turns are not watched at all. */
export function logTracing(log: LeveledLog): Tracing {
  return {
    turn: (turn) => (log.isLevelEnabled("info") ? watched(turn, log, [turnLine(turn, log)]) : {}),
    feedback: (feedback) => ratingLine(feedback, log),
    flush: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
