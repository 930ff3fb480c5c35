import type { Client } from "langsmith";
import { maskingFor } from "./masking.ts";
import type { TurnFeedback } from "./tracing.ts";
import { runIdOf } from "./turn-runs.ts";

/** By which LangSmith's documentation calls what users think. */
const KEY = "user_score";

/** A rating as it is sent. */
export interface SentRating {
  runId: string;
  score: 0 | 1;
  comment: string | undefined;
}

export function turnRating(feedback: TurnFeedback): SentRating {
  const { rating, text, said } = feedback;
  const comment = text === undefined ? undefined : (maskingFor([text, ...said])(text) as string);
  return { runId: runIdOf(feedback), score: rating === "up" ? 1 : 0, comment };
}

/** Ratings go by the id of the project, which LangSmith is asked for once. */
export function ratings(client: Client, projectName: string): { send(rating: SentRating): Promise<void> } {
  let sessionId: string | undefined;
  return {
    async send({ runId, score, comment }) {
      sessionId ??= (await client.readProject({ projectName, includeStats: false })).id;
      // What is taken of a LangSmith that does not answer is empty.
      if (sessionId === undefined) return;
      // A run has one rating: by its own id the next takes the place of the last.
      await client.createFeedback({ runId, traceId: runId, sessionId, key: KEY, score, comment, feedbackId: runId });
    },
  };
}
