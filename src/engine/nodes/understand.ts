import type { TurnDeps } from "../deps.ts";
import { askModelForFilters } from "../intent/ask-model.ts";
import type { Understanding } from "../intent/intent.ts";
import { understand } from "../intent/understand.ts";
import { profileHints } from "../matching/ask.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnNode, type TurnState, emit } from "../turns/turn-state.ts";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { forOpening } from "./restore.ts";

/** Reads the message by rules; a real model is asked only about constraints they could not read. */
export function understandNode(deps: TurnDeps): TurnNode {
  return async ({ request, search, profile, openings }, config) => {
    const asked = { text: request.text, running: search?.opening };
    const hints = profileHints(forOpening(profile, openings, asked));
    const read = understand(request.text, { role: request.role, state: search, now: deps.settings.now(), ...hints });
    const understanding = deps.chatModel.offline ? read : await completedByModel(deps, request, read, config);
    emit(config, { type: "intent-understood", intent: understanding.intent, assumptions: understanding.assumptions });
    return { understanding, profile: forOpening(profile, openings, { ...asked, intent: understanding.intent }) };
  };
}

async function completedByModel(
  { chatModel, log }: TurnDeps,
  request: TurnState["request"],
  read: Understanding,
  config: LangGraphRunnableConfig,
): Promise<Understanding> {
  const { intent, unparsed } = read;
  if (intent.kind !== "search" || unparsed.length === 0) return read;
  const { signal, spending } = runtimeOf(config);
  try {
    const { filters, unread, usage } = await askModelForFilters(chatModel, request.text, intent.filters, { ...config, signal });
    spending.add(usage);
    return { ...read, intent: { ...intent, filters }, unparsed: unread };
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ turn: request.turnId, reason: error instanceof Error ? error.name : "unknown" }, "The model could not be asked about unread constraints.");
    return read;
  }
}
