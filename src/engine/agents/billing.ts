import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import type { Usage } from "../events.ts";
import { estimateTokens, estimateUsd } from "../models/prices.ts";
import { usageOf } from "../models/usage.ts";
import type { Spending } from "../turns/spending.ts";

export interface Billing {
  chatModel: Ports["chatModel"];
  spending: Spending;
  /** USD the whole turn may cost; absent: no limit. */
  limit: number | undefined;
}

/** A cut stream reports no usage: the prompt and the words received are what was surely paid for. */
export function estimatedUsage(messages: readonly BaseMessage[], text: string): Usage {
  return { input: promptTokens(messages), output: estimateTokens(text), cached: 0 };
}

/** What the provider says an answer took, or an estimate where it says nothing. */
export function reportedUsage(messages: readonly BaseMessage[], answer: AIMessageChunk | undefined): Usage {
  return answer === undefined || answer.usage_metadata !== undefined ? usageOf(answer) : estimatedUsage(messages, answer.text);
}

/** @throws {RolecallError} `cost_limit` when another call with this prompt would pass the turn's limit. */
export function checkCost({ chatModel, spending, limit }: Billing, messages: readonly BaseMessage[]): void {
  if (limit === undefined || chatModel.offline || spending.costUsd === null) return;
  const next = spending.costUsd + (estimateUsd(chatModel.name, promptTokens(messages), 0) ?? 0);
  if (next > limit) {
    throw new RolecallError("cost_limit", `The turn reached its cost limit of ${limit} USD.`, {
      hint: "Raise --max-cost.",
      facts: { cost: spending.costUsd, limit },
    });
  }
}

function promptTokens(messages: readonly BaseMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message.text), 0);
}
