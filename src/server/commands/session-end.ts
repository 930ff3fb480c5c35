import type { Handler } from "./context.ts";

export const sessionEnd: Handler<"session.end"> = async ({ engine, actor }, { sessionId }) => engine.sessions.end(actor, sessionId);
