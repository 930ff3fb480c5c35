import type { Match } from "../matching/match.ts";
import type { Answer, TurnRequest } from "../turns/turn-state.ts";
import { answerIdOf } from "./answer-id.ts";
import type { ChatHistory, SessionPatch } from "./chat-history.ts";
import type { StoredMessage } from "./session.ts";

interface AnswerOf extends Pick<TurnRequest, "sessionId" | "userId" | "role" | "turnId"> {
  answer: Answer;
  matches: readonly Match[];
  /** `last_interaction_at` is the answer's own. */
  patch: Omit<SessionPatch, "last_interaction_at">;
  /** When the question was taken, where that is known. */
  acceptedAt?: Date;
  /** The session's last moment before the turn, where that is known. */
  after?: string;
}

/**
 * Stores a turn's answer once: whoever comes second gets the first one's back. A session's `last_interaction_at` is the `created_at`
 * of its last message, and an answer is later than all before it, so that a copy of the last messages can be told from an outdated one.
 */
export async function saveAnswer(
  history: ChatHistory,
  { sessionId, userId, role, turnId, answer, matches, patch, acceptedAt, after }: AnswerOf,
): Promise<StoredMessage> {
  const { usage } = answer;
  const before = Math.max(acceptedAt?.getTime() ?? 0, after === undefined ? 0 : Date.parse(after));
  const at = new Date(Math.max(Date.now(), before + 1)).toISOString();
  const { message } = await history.append(
    {
      message_id: answerIdOf(turnId),
      session_id: sessionId,
      user_id: userId,
      turn_id: turnId,
      client_message_id: `${turnId}:answer`,
      role: "assistant",
      payload_type: matches.length === 0 ? "text" : role === "job_seeker" ? "jobs" : "candidates",
      text: answer.text,
      structured: { matches, citations: answer.citations },
      tokens_used: usage.input + usage.output,
      usage,
      cost_usd: answer.costUsd,
      model: answer.model,
      status: answer.status,
      feedback: null,
      created_at: at,
    },
    { ...patch, last_interaction_at: at },
  );
  return message;
}
