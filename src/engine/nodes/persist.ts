import { type CachedAnswer } from "../cache/answers.ts";
import { describeDegradation } from "../degradation.ts";
import type { TurnDeps } from "../deps.ts";
import type { Degradation, EventOf } from "../events.ts";
import { recentMessages } from "../sessions/recent-messages.ts";
import { saveAnswer } from "../sessions/save-answer.ts";
import type { StoredMessage } from "../sessions/session.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnNode, type TurnState, emit } from "../turns/turn-state.ts";

/** Makes the answer durable, then ends the turn: what a client saw end is stored. */
export function persistNode(deps: TurnDeps): TurnNode {
  const cached = recentMessages(deps);
  return async (state, config) => {
    const runtime = runtimeOf(config);
    const seq = await runtime.flush();
    const degraded: Degradation[] = runtime.isLogged() ? state.degraded : [...new Set([...state.degraded, "cache" as const])];
    const notices = state.cache === "hit" ? [] : noticesOf({ ...state, degraded });
    const { request, session, answer, page, search } = state;
    const message = await saveAnswer(deps.history, {
      ...request,
      answer,
      matches: page,
      after: session.last_interaction_at,
      patch: { search_state: search ?? undefined, last_event_seq: seq + notices.length + 1 },
    });
    const told = message.status === answer.status ? answer.text : message.text;
    const remembered = message.status === answer.status ? remember(deps, state, notices) : undefined;
    for (const notice of notices) emit(config, notice);
    emit(config, {
      type: "turn-end",
      message: { id: message.message_id, text: told, status: message.status, matches: page },
      usage: answer.usage,
      costUsd: answer.costUsd,
      latency: runtime.latency(),
      cache: state.cache ?? "off",
      degraded,
      citations: answer.citations,
      model: answer.model,
    });
    // Nobody waits for the cache: the turn has been told to its end.
    await remembered;
    await cached.keep(request.sessionId, await whole(deps, state));
    return {};
  };
}

/** The conversation to its end, as it is stored; empty where it cannot be read now. */
async function whole({ history, settings }: TurnDeps, { request, recent }: TurnState): Promise<StoredMessage[]> {
  if (settings.recentTtlMs === 0) return [];
  const turn = await history.turn(request.sessionId, request.turnId).catch(() => []);
  return turn.length === 0 ? [] : [...recent, ...turn];
}

function noticesOf({ facts, degraded, modelFailure, understanding }: TurnState): EventOf<"notice">[] {
  const why = modelFailure === undefined ? [] : [modelFailure.message, modelFailure.hint ?? ""];
  const text = (part: Degradation) => [describeDegradation(part), ...(part === "chat-model" ? why : [])].join(" ").trimEnd();
  return [
    ...degraded.map((part): EventOf<"notice"> => ({ type: "notice", code: `degraded:${part}`, text: text(part) })),
    ...understanding.assumptions.map((text): EventOf<"notice"> => ({ type: "notice", code: "assumption", text })),
    ...(facts?.left_out ?? []).map((text): EventOf<"notice"> => ({ type: "notice", code: "left-out", text })),
  ];
}

/** A whole, undegraded answer may be given again. */
async function remember(
  { cache, settings, log }: TurnDeps,
  { cacheKey, answer, degraded, page, search }: TurnState,
  notices: EventOf<"notice">[],
): Promise<void> {
  if (cacheKey === null || cacheKey === undefined || answer.status !== "complete" || degraded.length > 0) return;
  const { text, model, citations } = answer;
  const kept: CachedAnswer = { text, model, matches: page, citations, search, notices: notices.map(({ code, text }) => ({ code, text })) };
  await cache.set(cacheKey, JSON.stringify(kept), settings.answerTtlMs).catch((error: unknown) => {
    log.warn({ reason: error instanceof Error ? error.name : "unknown" }, "The answer could not be cached.");
  });
}
