import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import { type EventOf, type TurnEvent, isTerminal } from "../events.ts";
import { answerIdOf } from "../sessions/answer-id.ts";
import { ownSession } from "../sessions/own-session.ts";
import { answerAsInterrupted } from "../sessions/recover.ts";
import type { StoredMessage } from "../sessions/session.ts";
import { endOf, structuredOf } from "./stored-end.ts";
import { textAndSteps } from "./text-and-steps.ts";
import { turnPulse } from "./turn-pulse.ts";
import { turnReader } from "./turn-reader.ts";

const POLL_MS = 50;
/** The history is asked once in so many polls without an event. */
const QUIET_POLLS = 4;
/** The log has a turn's end this soon after the history has its answer, or never. */
const END_MS = 500;

interface Followed {
  actor: Actor;
  sessionId: string;
  turnId: string;
  signal: AbortSignal;
}

/**
 * Tells a turn that runs, or ran, somewhere else: its events as the turn log gets them, and what the log has lost from the stored
 * answer. A turn whose process died ends here as `interrupted`, one that failed as the error it failed with.
 */
export async function* followTurn(
  deps: Pick<Ports, "history" | "turnLog" | "bus" | "lock" | "log">,
  { actor, sessionId, turnId, signal }: Followed,
): AsyncGenerator<TurnEvent> {
  const { history, turnLog, lock } = deps;
  const startedAt = performance.now();
  const session = await ownSession(history, actor, sessionId);
  let { question, answer } = await storedTurn(history, sessionId, turnId);
  yield startOf(question);
  const whole = textAndSteps(answerIdOf(turnId));

  const pulse = turnPulse(lock, question);
  const reader = turnReader({ turnLog, sessionId, turnId, after: session.last_event_seq });
  const told = { text: "", matches: new Set<string>() };
  let answeredAt = startedAt;
  for (let quiet = 0; ; quiet += 1) {
    for (const event of await reader.next(answer !== undefined)) {
      quiet = 0;
      if (event.type === "turn-start") continue;
      if (event.type === "text-delta") told.text += event.text;
      if (event.type === "matches-found") for (const { id } of event.items) told.matches.add(id);
      yield* whole.add(event);
      if (isTerminal(event)) return;
    }
    if (answer !== undefined) {
      const endMayCome = reader.unbroken && answer.status !== "interrupted" && performance.now() - answeredAt < END_MS;
      if (!endMayCome) {
        for (const event of [...untold(answer, told), endOf(answer, performance.now() - startedAt)]) yield* whole.add(event);
        return;
      }
    } else if (quiet > 0 && quiet % QUIET_POLLS === 0) {
      ({ answer } = await storedTurn(history, sessionId, turnId));
      if (answer === undefined && (await pulse()) === "gone") answer = await answerAsInterrupted(deps, await ownSession(history, actor, sessionId), turnId);
      if (answer !== undefined) {
        answeredAt = performance.now();
        continue;
      }
    }
    if (signal.aborted)
      throw new RolecallError("interrupted", "This request stopped waiting; the answer is still being written.", { hint: "Open the session to read it." });
    await sleep(POLL_MS);
  }
}

/** What a message that was taken before is answered with at once. @throws {RolecallError} `not_found` */
export async function repeatedStart(history: Ports["history"], actor: Actor, sessionId: string, turnId: string): Promise<EventOf<"turn-start">> {
  await ownSession(history, actor, sessionId);
  return startOf((await storedTurn(history, sessionId, turnId)).question);
}

function startOf({ session_id, turn_id, message_id, client_message_id, text }: StoredMessage): EventOf<"turn-start"> {
  return {
    type: "turn-start",
    sessionId: session_id,
    turnId: turn_id,
    messageId: message_id,
    clientMessageId: client_message_id,
    text,
    created: false,
    duplicate: true,
  };
}

async function storedTurn(history: Ports["history"], sessionId: string, turnId: string): Promise<{ question: StoredMessage; answer?: StoredMessage }> {
  const [question, answer] = await history.turn(sessionId, turnId);
  if (question === undefined) throw new RolecallError("not_found", "That message is unknown.", { hint: "Send it again." });
  return { question, answer };
}

/** What the stored answer holds beyond what was told: everything, where nothing was. */
function* untold(answer: StoredMessage, told: { text: string; matches: ReadonlySet<string> }): Generator<TurnEvent> {
  const items = structuredOf(answer).matches.filter(({ id }) => !told.matches.has(id));
  const payloadType = answer.payload_type === "candidates" ? "candidates" : "jobs";
  if (items.length > 0) yield { type: "matches-found", payloadType, indexVersion: "", degraded: [], items };
  const text = answer.text.startsWith(told.text) ? answer.text.slice(told.text.length) : "";
  if (text !== "") yield { type: "text-delta", text };
}
