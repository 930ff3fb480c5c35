import type { SessionSummary } from "../../engine/index.ts";
import type { Handler } from "./context.ts";

export const sessionList: Handler<"session.list"> = async ({ engine, actor }, { cursor }) => {
  const { sessions, nextCursor } = await engine.sessions.page(actor, { cursor });
  return { sessions: sessions.map(line), nextCursor };
};

function line({ session_id, role, title, status, last_interaction_at }: SessionSummary) {
  return { sessionId: session_id, role, title, status, lastInteractionAt: last_interaction_at };
}
