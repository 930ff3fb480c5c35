import { summaryMessages } from "../agents/summary-prompt.ts";
import type { TurnDeps } from "../deps.ts";
import { recentMessages } from "../sessions/recent-messages.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import type { TurnNode } from "../turns/turn-state.ts";

/** Folds older messages into the rolling summary, after the turn has ended. A failure changes nothing. */
export function summariseNode(deps: TurnDeps): TurnNode {
  const { history, chatModel, settings, log } = deps;
  const cached = recentMessages(deps);
  return async ({ request }, config) => {
    const { signal } = runtimeOf(config);
    try {
      const session = await history.session(request.sessionId);
      const newest = (await history.messages(request.sessionId, { limit: 1 }))[0]?.seq ?? 0;
      if (session === null || newest - session.summary_through_seq < settings.recentMessages + 2 * settings.summaryEvery) return {};
      const through = newest - settings.recentMessages;
      const older = await history.messages(request.sessionId, { before: through + 1, limit: through - session.summary_through_seq });
      let summary = "";
      for await (const chunk of await chatModel.model.stream(summaryMessages(session.summary, older), { ...config, signal, runName: "summary" }))
        summary += chunk.text;
      if (summary.trim() === "") return {};
      await history.patch(request.sessionId, { summary: summary.trim(), summary_through_seq: through });
      await cached.keepSummary(request.sessionId, summary.trim());
    } catch (error) {
      log.warn(
        { session: request.sessionId, reason: error instanceof Error ? error.name : "unknown" },
        "The session could not be summarised; its messages stay as they are.",
      );
    }
    return {};
  };
}
