import { z } from "zod";
import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import { Citation, type TurnEvent } from "../events.ts";
import { Match } from "../matching/match.ts";
import { ownSession } from "../sessions/own-session.ts";
import { recoverSession } from "../sessions/recover.ts";
import type { StoredMessage } from "../sessions/session.ts";

const POLL_MS = 60;
const Structured = z.object({ matches: z.array(Match), citations: z.array(Citation).default([]) });

/**
 * Tells a turn that runs, or ran, somewhere else: its stored answer, waited for while it is being written.
 * A turn whose process died ends here as `interrupted`, one that failed as the error it failed with.
 */
export async function* followTurn(
  deps: Pick<Ports, "history" | "turnLog" | "lock" | "log">,
  { actor, sessionId, turnId, signal }: { actor: Actor; sessionId: string; turnId: string; signal: AbortSignal },
): AsyncGenerator<TurnEvent> {
  const startedAt = performance.now();
  await ownSession(deps.history, actor, sessionId);
  let told = 0;
  for (;;) {
    const [question, answer] = await deps.history.turn(sessionId, turnId);
    if (question === undefined) throw new RolecallError("not_found", "That message is unknown.", { hint: "Send it again." });
    if (told === 0) {
      yield { type: "turn-start", sessionId, turnId, messageId: question.message_id, created: false, duplicate: true };
      told = 1;
    }
    if (answer !== undefined) {
      yield* replay(answer, performance.now() - startedAt);
      return;
    }
    if (signal.aborted)
      throw new RolecallError("interrupted", "This request stopped waiting; the answer is still being written.", { hint: "Open the session to read it." });
    if ((await deps.lock.holder(sessionId)) !== turnId) {
      const session = await deps.history.session(sessionId);
      if (session !== null && (await recoverSession(deps, session)) !== null) continue;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function* replay(answer: StoredMessage, ms: number): Generator<TurnEvent> {
  const { matches, citations } = Structured.parse(answer.structured ?? { matches: [] });
  if (matches.length > 0) {
    yield { type: "matches-found", payloadType: answer.payload_type === "candidates" ? "candidates" : "jobs", indexVersion: "", items: matches };
  }
  if (answer.text !== "") yield { type: "text-delta", text: answer.text };
  if (answer.status === "failed") {
    yield { type: "turn-error", code: "internal", message: "This message could not be answered.", hint: "Send it again as a new one.", retryable: false };
    return;
  }
  yield {
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
