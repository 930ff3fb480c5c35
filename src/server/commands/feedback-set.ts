import type { Handler } from "./context.ts";

export const feedbackSet: Handler<"feedback.set"> = async ({ engine, actor }, feedback) => engine.sessions.rate(actor, feedback);
