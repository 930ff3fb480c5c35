import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import { Citation, type TurnEvent } from "../events.ts";
import { Match } from "../matching/match.ts";
import { ownSession } from "../sessions/own-session.ts";
import { answerAsInterrupted } from "../sessions/recover.ts";
import type { StoredMessage } from "../sessions/session.ts";
import { turnPulse } from "./turn-pulse.ts";
import { turnReader } from "./turn-reader.ts";

const POLL_MS = 50;
/** The history is asked once in so many polls without an event. */
const QUIET_POLLS = 4;
/** The log has a turn's end this soon after the history has its answer, or never. */
const END_MS = 500;

const Structured = z.object({ matches: z.array(Match), citations: z.array(Citation).default([]) });

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
  deps: Pick<Ports, "history" | "turnLog" | "lock" | "log">,
  { actor, sessionId, turnId, signal }: Followed,
): AsyncGenerator<TurnEvent> {
  const { history, turnLog, lock } = deps;
  const startedAt = performance.now();
  const session = await ownSession(history, actor, sessionId);
  let { question, answer } = await storedTurn(history, sessionId, turnId);
  yield { type: "turn-start", sessionId, turnId, messageId: question.message_id, created: false, duplicate: true };

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
      yield event;
      if (event.type === "turn-end" || event.type === "turn-error") return;
    }
    if (answer !== undefined) {
      const endMayCome = reader.unbroken && answer.status !== "interrupted" && performance.now() - answeredAt < END_MS;
      if (!endMayCome) {
        yield* untold(answer, told);
        yield endOf(answer, performance.now() - startedAt);
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

async function storedTurn(history: Ports["history"], sessionId: string, turnId: string): Promise<{ question: StoredMessage; answer?: StoredMessage }> {
  const [question, answer] = await history.turn(sessionId, turnId);
  if (question === undefined) throw new RolecallError("not_found", "That message is unknown.", { hint: "Send it again." });
  return { question, answer };
}

/** What the stored answer holds beyond what was told: everything, where nothing was. */
function* untold(answer: StoredMessage, told: { text: string; matches: ReadonlySet<string> }): Generator<TurnEvent> {
  const items = structuredOf(answer).matches.filter(({ id }) => !told.matches.has(id));
  if (items.length > 0) yield { type: "matches-found", payloadType: answer.payload_type === "candidates" ? "candidates" : "jobs", indexVersion: "", items };
  const text = answer.text.startsWith(told.text) ? answer.text.slice(told.text.length) : "";
  if (text !== "") yield { type: "text-delta", text };
}

function endOf(answer: StoredMessage, ms: number): TurnEvent {
  if (answer.status === "failed") {
    return { type: "turn-error", code: "internal", message: "This message could not be answered.", hint: "Send it again as a new one.", retryable: false };
  }
  const { matches, citations } = structuredOf(answer);
  return {
    type: "turn-end",
    message: { id: answer.message_id, text: answer.text, status: answer.status, matches },
    usage: answer.usage ?? { input: 0, output: 0, cached: 0 },
    costUsd: answer.cost_usd,
    latency: { first_event: ms, first_token: ms, total: ms },
    cache: "off",
    degraded: [],
    citations,
    model: answer.model ?? "",
  };
}

function structuredOf({ structured }: StoredMessage): z.infer<typeof Structured> {
  return Structured.parse(structured ?? { matches: [] });
}
