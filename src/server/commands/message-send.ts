import type { Submitted } from "../../engine/index.ts";
import { Refusal } from "../refusal.ts";
import type { CommandContext, Handler } from "./context.ts";
import { countMessage } from "./count-message.ts";

export const messageSend: Handler<"message.send"> = async (context, payload) => {
  const { actor, limiter, metrics } = context;
  if (context.isDraining())
    throw new Refusal("draining", "This server is going away.", { hint: "Connect again, and send the message again with the same id." });
  await countMessage(context);
  // A session answers one message at a time, so that one that is sent again, or takes another's place, needs no slot of its own.
  const slot = await limiter.run(actor.userId, payload.sessionId);
  if ("retryAfterMs" in slot) {
    metrics.limited("run");
    throw new Refusal("too_many_runs", "As many of your messages are being answered as may be at a time.", {
      hint: "Wait for an answer to end, or stop one.",
      ...slot,
    });
  }
  const { turnId, messageId, duplicate, ended } = await submit(context, payload).catch(async (error: unknown) => {
    await slot[Symbol.asyncDispose]();
    throw error;
  });
  context.until(ended.then(() => slot[Symbol.asyncDispose]()));
  return { runId: turnId, messageId, duplicate };
};

async function submit({ engine, actor, clock, metrics }: CommandContext, payload: Parameters<typeof messageSend>[1]): Promise<Submitted> {
  clock.sent(payload.clientMessageId);
  const submitted = await engine.submit({ ...actor, ...payload });
  if (!submitted.duplicate) {
    metrics.runStarted();
    void submitted.ended.then(() => metrics.runEnded());
  }
  return submitted;
}
