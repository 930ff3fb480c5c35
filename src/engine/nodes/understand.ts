import type { TurnDeps } from "../deps.ts";
import { askModelForFilters } from "../intent/ask-model.ts";
import { understand } from "../intent/understand.ts";
import { profileHints } from "../matching/ask.ts";
import { type TurnNode, emit } from "../turns/turn-state.ts";

/** Reads the message by rules; a real model is asked only about constraints they could not read. */
export function understandNode({ chatModel, settings, log }: TurnDeps): TurnNode {
  return async ({ request, search, profile }, config) => {
    let understanding = understand(request.text, { role: request.role, state: search, now: settings.now(), ...profileHints(profile) });
    const update: Awaited<ReturnType<TurnNode>> = {};
    const { intent, unparsed } = understanding;
    if (intent.kind === "search" && unparsed.length > 0) {
      if (!chatModel.offline) {
        const asked = await askModelForFilters(chatModel, request.text, intent.filters, config).catch((error: unknown) => {
          config.signal?.throwIfAborted();
          log.warn({ turn: request.turnId, reason: error instanceof Error ? error.name : "unknown" }, "The model could not be asked about unread constraints.");
          return null;
        });
        if (asked !== null) {
          understanding = { ...understanding, intent: { ...intent, filters: asked.filters }, unparsed: asked.unread };
          update.usage = asked.usage;
        }
      }
    }
    emit(config, { type: "intent-understood", intent: understanding.intent, assumptions: understanding.assumptions });
    return { ...update, understanding };
  };
}
