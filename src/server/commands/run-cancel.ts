import type { Handler } from "./context.ts";

export const runCancel: Handler<"run.cancel"> = async ({ engine, actor }, { sessionId, runId }) => ({
  cancelled: await engine.cancel(actor, sessionId, runId),
});
