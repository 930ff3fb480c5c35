import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../deps.ts";
import { type TurnEvent, isTerminal } from "../events.ts";
import type { Match } from "../matching/match.ts";
import { endOf } from "../turns/stored-end.ts";
import { textAndSteps } from "../turns/text-and-steps.ts";
import { turnPulse } from "../turns/turn-pulse.ts";
import type { LoggedEvent } from "../turns/turn-log.ts";
import { answerIdOf } from "./answer-id.ts";
import type { ChatHistory } from "./chat-history.ts";
import { saveAnswer } from "./save-answer.ts";
import { searchAfter } from "./search-after.ts";
import type { Session, StoredMessage } from "./session.ts";

const NO_USAGE = { input: 0, output: 0, cached: 0 };
const LOOK_AGAIN_MS = 100;
const TRIES = 3;
/** Where the log was lost with a turn, numbers go on this far behind those that anybody can have seen: none is given twice. */
const LOST_EVENTS = 10_000;

export type RecoveryDeps = Pick<Ports, "history" | "turnLog" | "bus" | "lock" | "log">;

/** The last of a session's messages where it has no answer: its turn runs somewhere, or died. */
export function unansweredIn(messages: readonly StoredMessage[]): StoredMessage | null {
  const last = messages.at(-1);
  return last?.role === "user" ? last : null;
}

export async function unansweredMessage(history: ChatHistory, sessionId: string): Promise<StoredMessage | null> {
  return unansweredIn(await history.messages(sessionId, { limit: 1 }));
}

interface Settled {
  /** The turn that may still answer the last message. */
  running: string | null;
  /** The answer that was given here for a turn that died. */
  recovered: StoredMessage | null;
}

/** Sees to it that the last message of a session has an answer, or a turn that is giving one. Waits while that is in doubt. */
export async function settleSession(deps: RecoveryDeps, session: Session): Promise<Settled> {
  const last = await unansweredMessage(deps.history, session.session_id);
  if (last === null) return { running: null, recovered: null };
  const pulse = turnPulse(deps.lock, last);
  let now = await pulse();
  for (; now === "unsure"; now = await pulse()) await sleep(LOOK_AGAIN_MS);
  if (now === "runs") return { running: last.turn_id, recovered: null };
  return { running: null, recovered: await answerAsInterrupted(deps, session, last.turn_id) };
}

/** As {@link settleSession}; returns the answer it gave. */
export async function recoverSession(deps: RecoveryDeps, session: Session): Promise<StoredMessage | null> {
  return (await settleSession(deps, session)).recovered;
}

/** Answers for a turn that died: with the words that were already said, marked `interrupted`. Where it lives after all, with its own answer. */
export async function answerAsInterrupted(deps: RecoveryDeps, session: Session, turnId: string): Promise<StoredMessage> {
  const { history, turnLog, log } = deps;
  const logged = await readPatiently(() => turnLog.readTurn(session.session_id, turnId));
  const floor = logged.at(-1)?.seq ?? (await floorOfLost(deps, session));
  // A log that was lost in between has the end of the words only.
  const events = logged[0]?.event.type === "turn-start" ? logged.map(({ event }) => event) : [];
  const text = textOf(events);
  const matches = events.flatMap((event): Match[] => (event.type === "matches-found" ? event.items : []));
  log.info({ session: session.session_id, turn: turnId }, "A turn that died is kept as interrupted.");
  const message = await saveAnswer(history, {
    sessionId: session.session_id,
    userId: session.user_id,
    role: session.role,
    turnId,
    answer: { text, status: "interrupted", usage: NO_USAGE, costUsd: null, model: "", citations: [] },
    matches,
    patch: {
      search_state: searchAfter(session.search_state, events) ?? undefined,
      last_event_seq: Math.max(session.last_event_seq, floor + endingOf(logged, answerIdOf(turnId)).length + 1),
    },
  });
  // What the log cannot take now it is given by whoever tends.
  await endInLog(deps, { ...session, last_event_seq: Math.max(session.last_event_seq, floor) }, turnId).catch(() => {});
  return message;
}

/** The words of a turn are worth more than one try. */
async function readPatiently(read: () => Promise<LoggedEvent[]>): Promise<LoggedEvent[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch {
      if (tries === TRIES) return [];
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

/** The ends of what the events have begun. */
function endingOf(logged: readonly LoggedEvent[], messageId: string): TurnEvent[] {
  const whole = textAndSteps(messageId);
  for (const { event } of logged) whole.add(event);
  return whole.close();
}

/** A log that reaches what was told before the turn may have lost nothing: the turn died before its first event. */
async function floorOfLost({ turnLog }: RecoveryDeps, { session_id, last_event_seq }: Session): Promise<number> {
  const extent = await turnLog.extent(session_id).catch(() => null);
  return extent !== null && extent.last >= last_event_seq ? extent.last : last_event_seq + LOST_EVENTS;
}

/**
 * Gives a turn its end in the log, as its stored answer tells it, and tells the bus. Nothing where the turn has no answer, or its end already.
 * @throws {RolecallError} `storage_unavailable` when the log cannot take it now
 */
export async function endInLog({ history, turnLog, bus }: RecoveryDeps, { session_id, last_event_seq }: Session, turnId: string): Promise<void> {
  const [[question, answer], [newest]] = await Promise.all([history.turn(session_id, turnId), history.messages(session_id, { limit: 1 })]);
  // Where the session has gone on, its readers have been told.
  if (question === undefined || answer === undefined || newest?.turn_id !== turnId) return;
  const at = Date.now();
  const logged = await turnLog.readTurn(session_id, turnId);
  if (logged.some(({ event }) => isTerminal(event))) return;
  // Where what the log has does not lead to the end, a number is left out: readers get the answer as it is stored.
  const isTorn = logged.length > 0 && textOf(logged.map(({ event }) => event)) !== answer.text;
  const end = endOf(answer, at - Date.parse(question.created_at));
  const events = isTorn ? [end] : [...endingOf(logged, answer.message_id), end];
  const reached = logged.at(-1)?.seq;
  const floor = isTorn ? Math.max(last_event_seq, reached!) + 1 : (reached ?? last_event_seq);
  const last = await turnLog.append(session_id, turnId, events, floor, at);
  if (last === null) return;
  const entries = events.map((event, index) => ({ seq: last - events.length + 1 + index, turnId, at, event }));
  bus.publish(session_id, { type: "events", entries });
}

function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
}
