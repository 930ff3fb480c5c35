import { RolecallError, type TurnEvent } from "../../engine/index.ts";
import type { ChatMessage, ChatSession, Run } from "../../server/client/index.ts";
import { turnEvents } from "../../server/protocol/turn-event.ts";
import { toldAnswer } from "./told-answer.ts";
import { turnError } from "./turn-error.ts";

/** What a run tells, as the engine would tell it. What the server has not kept comes from the stored answer. */
export async function* runEvents(session: ChatSession, run: Run): AsyncGenerator<TurnEvent, void, undefined> {
  const startedAt = performance.now();
  const mapped = turnEvents();
  const told = toldAnswer();
  for await (const wire of run.events) {
    if (wire.type === "MESSAGES_SNAPSHOT") {
      const stored = wire.messages.find((message) => isAnswer(message, run));
      if (stored !== undefined) yield* told.rest(stored);
    }
    const event = mapped(wire);
    // The caller tells the start, which a run that is long over has no event for.
    if (event === null || event.type === "turn-start") continue;
    told.add(event);
    yield event;
    if (event.type === "turn-end" || event.type === "turn-error") return;
  }
  const stored = session.messages.find((message) => isAnswer(message, run));
  if (stored !== undefined) yield* told.rest(stored);
  yield endOf(stored, performance.now() - startedAt);
}

function isAnswer({ role, runId }: Pick<ChatMessage, "role" | "runId">, run: Run): boolean {
  return role === "assistant" && runId === run.runId;
}

/** What the answer took is not stored where it could be asked for. */
function endOf(stored: ChatMessage | undefined, ms: number): TurnEvent {
  if (stored?.status !== "complete" && stored?.status !== "cancelled") {
    return turnError(
      new RolecallError("interrupted", "The answer was interrupted; what was said so far is kept.", { hint: "Send it again as a new message." }),
    );
  }
  const { id, content: text, status, matches, citations } = stored;
  return {
    type: "turn-end",
    message: { id, text, status, matches },
    usage: { input: 0, output: 0, cached: 0 },
    costUsd: null,
    latency: { first_event: ms, first_token: null, total: ms },
    cache: "off",
    degraded: [],
    citations,
    model: "",
  };
}
