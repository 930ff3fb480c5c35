import { type LangSmithAccess, langsmithSender } from "./langsmith-sender.ts";
import { turnRating } from "./langsmith-rating.ts";
import { turnTrace } from "./langsmith-trace.ts";
import type { LeveledLog } from "./log.ts";
import { ratingLine } from "./rating-line.ts";
import type { TracedTurn, Tracing } from "./tracing.ts";
import { turnLine } from "./turn-line.ts";
import { watched } from "./turn-runs.ts";

export interface LangSmithOptions extends LangSmithAccess {
  /** Share of the turns that are traced, from 0 to 1. */
  samplingRate: number;
}

/** Sends one trace a turn to LangSmith, and the ratings of those, masked; and tells of every turn in the log as well where its level asks for that. */
export function langsmithTracing({ samplingRate, ...access }: LangSmithOptions, log: LeveledLog): Tracing {
  const { project } = access;
  const sender = langsmithSender(access, log);
  return {
    turn(turn) {
      const observers = [
        ...(isSampled(turn, samplingRate) ? [(root: Parameters<typeof turnTrace>[0]) => sender.send(turnTrace(root, { turn, project }))] : []),
        ...(log.isLevelEnabled("info") ? [turnLine(turn, log)] : []),
      ];
      return observers.length === 0 ? {} : watched(turn, log, observers);
    },
    feedback(feedback) {
      ratingLine(feedback, log);
      if (isSampled(feedback, samplingRate)) sender.rate(turnRating(feedback));
    },
    flush: () => sender.flush(),
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  };
}

/** A turn's id is a hash, so its first digits are as good as a dice, and fall the same way in every process. */
function isSampled({ turnId }: Pick<TracedTurn, "turnId">, rate: number): boolean {
  return Number.parseInt(turnId.slice(0, 8), 16) < rate * 2 ** 32;
}
