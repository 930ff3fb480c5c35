import type { TurnDeps } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import { ownSession } from "./own-session.ts";
import { unsummarised } from "./recent-messages.ts";
import type { Feedback, Session, StoredMessage } from "./session.ts";
import type { Rating } from "./sessions.ts";

type RatingDeps = Pick<TurnDeps, "history" | "tracing" | "settings" | "log">;

/** @throws {RolecallError} `not_found`, `message_too_long` */
export async function rateAnswer(deps: RatingDeps, actor: Actor, { sessionId, messageId, rating, text = "" }: Rating): Promise<void> {
  const { maxMessageChars } = deps.settings;
  if (text.length > maxMessageChars) {
    throw new RolecallError("message_too_long", `The comment has ${text.length} characters; ${maxMessageChars} are allowed.`, { hint: "Shorten it." });
  }
  const session = await ownSession(deps.history, actor, sessionId);
  const feedback: Feedback = text.trim() === "" ? { rating } : { rating, text: text.trim() };
  const answer = await deps.history.setFeedback(sessionId, messageId, feedback);
  if (answer === null) {
    throw new RolecallError("not_found", `The session has no answer ${messageId}.`, {
      hint: "An answer can be rated once its turn has ended, by its message id.",
    });
  }
  await trace(deps, session, answer, feedback).catch((error: unknown) => {
    deps.log.warn({ turn: answer.turn_id, reason: error instanceof Error ? error.name : "unknown" }, "A rating is kept, and could not be traced.");
  });
}

async function trace({ history, tracing, settings }: RatingDeps, session: Session, answer: StoredMessage, feedback: Feedback): Promise<void> {
  const before = await history.messages(session.session_id, { before: answer.seq, limit: unsummarised(settings) });
  const questions = before.filter(({ role }) => role === "user");
  const question = questions.findLast(({ turn_id }) => turn_id === answer.turn_id);
  // Another backend's answer: no turn of ours was traced.
  if (question === undefined) return;
  const said = [...questions.map(({ text }) => text), session.summary ?? ""];
  tracing.feedback({ turnId: answer.turn_id, acceptedAt: new Date(question.created_at), ...feedback, said });
}
