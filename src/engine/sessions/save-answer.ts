import type { Match } from "../matching/match.ts";
import type { Answer, TurnRequest } from "../turns/turn-state.ts";
import type { ChatHistory, SessionPatch } from "./chat-history.ts";
import type { StoredMessage } from "./session.ts";

type AnswerOf = Pick<TurnRequest, "sessionId" | "userId" | "role" | "turnId"> & { answer: Answer; matches: readonly Match[]; patch: SessionPatch };

/** Stores a turn's answer once: whoever comes second gets the first one's back. */
export async function saveAnswer(history: ChatHistory, { sessionId, userId, role, turnId, answer, matches, patch }: AnswerOf): Promise<StoredMessage> {
  const { usage } = answer;
  const { message } = await history.append(
    {
      message_id: crypto.randomUUID(),
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
      created_at: new Date().toISOString(),
    },
    patch,
  );
  return message;
}
