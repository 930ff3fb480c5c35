import type { CommandContext, Handler } from "./context.ts";
import { countMessage } from "./count-message.ts";

export const sessionOpen: Handler<"session.open"> = async (context, payload) => {
  const { watching, afterwards } = context;
  const created = payload.sessionId === undefined;
  const sessionId = payload.sessionId ?? (await create(context));
  const { lastSeq, begin } = await watching.open(sessionId, payload.afterSeq);
  afterwards(begin);
  return { sessionId, lastSeq, created };
};

/** A new session is stored, so that it counts as a message. */
async function create({ engine, actor, watching, limiter, metrics }: CommandContext): Promise<string> {
  watching.checkRoom();
  await countMessage({ actor, limiter, metrics });
  return engine.sessions.create(actor);
}
