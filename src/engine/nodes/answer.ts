import { streamAnswer } from "../agents/answer.ts";
import { composeAnswer } from "../agents/compose.ts";
import type { Agent } from "../agents/agent.ts";
import type { Role } from "../catalog/records.ts";
import type { TurnDeps } from "../deps.ts";
import { describeFilters } from "../intent/describe.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnNode, type TurnState, emit } from "../turns/turn-state.ts";
import { needsRecords } from "./scope.ts";

/** Says the answer: by the role's agent from the facts, or straight away where no record is asked for. */
export function answerNode(deps: TurnDeps, agents: Record<Role, Agent>): TurnNode {
  return async (state, config) => {
    runtimeOf(config).signal.throwIfAborted();
    if (needsRecords(state.understanding.intent)) return streamAnswer(deps, agents[state.request.role], state, config);
    const text = composeAnswer(factsWithoutRecords(state));
    emit(config, { type: "text-delta", text });
    return {
      page: [],
      answer: { text, status: "complete", usage: { input: 0, output: 0, cached: 0 }, costUsd: 0, model: deps.chatModel.name, citations: [] },
    };
  };
}

function factsWithoutRecords({ request, understanding, search }: TurnState): TurnState["facts"] {
  return {
    role: request.role,
    intent: understanding.intent,
    filters: search === null ? [] : describeFilters(search.filters, request.role),
    query: search?.query ?? "",
    assumptions: [],
    left_out: [],
    matches: [],
    total: 0,
    capped: false,
    wider: [],
    from_profile: false,
  };
}
