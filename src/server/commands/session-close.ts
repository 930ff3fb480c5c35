import type { Handler } from "./context.ts";

export const sessionClose: Handler<"session.close"> = async ({ watching }, { sessionId }) => watching.close(sessionId);
