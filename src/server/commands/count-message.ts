import { Refusal } from "../refusal.ts";
import type { CommandContext } from "./context.ts";

/** @throws {Refusal} `rate_limited` */
export async function countMessage({ actor, limiter, metrics }: Pick<CommandContext, "actor" | "limiter" | "metrics">): Promise<void> {
  const wait = await limiter.message(actor.userId);
  if (wait === null) return;
  metrics.limited("message");
  throw new Refusal("rate_limited", "You have sent as many messages as you may for now.", { hint: "Wait a moment, then send it again.", ...wait });
}
