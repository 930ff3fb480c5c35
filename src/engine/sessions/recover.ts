import type { Ports } from "../deps.ts";
import type { Match } from "../matching/match.ts";
import { saveAnswer } from "./save-answer.ts";
import { searchAfter } from "./search-after.ts";
import type { Session, StoredMessage } from "./session.ts";

const NO_USAGE = { input: 0, output: 0, cached: 0 };

/**
 * Gives the last message of a session an answer where its turn died without one: the words that were already said, marked
 * `interrupted`. Does nothing while the turn's process lives. Returns the answer it gave.
 */
export async function recoverSession(
  { history, turnLog, lock, log }: Pick<Ports, "history" | "turnLog" | "lock" | "log">,
  session: Session,
): Promise<StoredMessage | null> {
  const last = (await history.messages(session.session_id, { limit: 1 }))[0];
  if (last === undefined || last.role !== "user" || (await lock.holder(session.session_id)) === last.turn_id) return null;
  const logged = await turnLog.readTurn(session.session_id, last.turn_id).catch(() => []);
  const events = logged.map(({ event }) => event);
  const text = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  const matches = events.flatMap((event): Match[] => (event.type === "matches-found" ? event.items : []));
  log.info({ session: session.session_id, turn: last.turn_id }, "A turn that died is kept as interrupted.");
  return saveAnswer(history, {
    sessionId: session.session_id,
    userId: session.user_id,
    role: session.role,
    turnId: last.turn_id,
    answer: { text, status: "interrupted", usage: NO_USAGE, costUsd: null, model: "", citations: [] },
    matches,
    patch: {
      search_state: searchAfter(session.search_state, events) ?? undefined,
      last_event_seq: Math.max(session.last_event_seq, logged.at(-1)?.seq ?? 0),
    },
  });
}
