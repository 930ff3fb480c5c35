import type { AIMessage, AIMessageChunk, BaseMessage, MessageType } from "@langchain/core/messages";
import type { Generation } from "@langchain/core/outputs";
import type { Condition } from "../catalog/condition.ts";
import { costUsd } from "../models/prices.ts";
import { usageOf } from "../models/usage.ts";
import { legOf } from "./retrieval-runs.ts";
import { SHOWN, stateDigest } from "./state-digest.ts";
import { isNode, turnStateOf } from "./turn-line.ts";
import type { Run } from "./turn-runs.ts";

/** What a trace says of one run, not masked yet. */
export interface RunDigest {
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

/** The digest of each kind of run; null where there is nothing to say of a run but its time. */
export function runDigest(run: Run): RunDigest | null {
  if (run.parent_run_id === undefined) return turnDigest(run);
  if (run.run_type === "llm") return modelDigest(run);
  if (run.run_type === "tool") return toolDigest(run);
  if (isNode(run)) return { type: "chain", inputs: {}, outputs: stateDigest(run.outputs ?? {}) };
  return retrievalDigest(run);
}

function turnDigest(root: Run): RunDigest {
  const { request, ...state } = turnStateOf(root);
  return { type: "chain", inputs: stateDigest({ request }).request as Record<string, unknown>, outputs: stateDigest(state) };
}

function retrievalDigest(run: Run): RunDigest | null {
  const found = legOf(run);
  if (found === null) return null;
  const { collection, terms, text, where } = run.inputs as { collection: string; terms?: string[]; text?: string; where: Condition };
  return {
    type: "retriever",
    inputs: { collection, terms, text, conditions: [...new Set(fieldsOf(where))].toSorted() },
    outputs: found.hits === null ? {} : { hits: found.hits.length, top: found.hits.slice(0, SHOWN) },
  };
}

/** The fields that a condition asks about. Its values can tell where somebody lives. */
function fieldsOf(condition: Condition): string[] {
  switch (condition.op) {
    case "all":
    case "any":
      return condition.of.flatMap(fieldsOf);
    case "not":
      return fieldsOf(condition.of);
    case "includes":
    case "empty":
      return [condition.list];
    case "near":
      return ["distance"];
    case "id-in":
      return ["id"];
    default:
      return [condition.field];
  }
}

function toolDigest({ inputs, outputs }: Run): RunDigest {
  const output = outputs?.output as string | { content?: unknown } | undefined;
  const said = typeof output === "string" ? output : output?.content;
  return { type: "tool", inputs, outputs: typeof said === "string" ? { output: said } : {} };
}

const ROLES: Partial<Record<MessageType, string>> = { human: "user", ai: "assistant" };

function modelDigest({ inputs, outputs, extra }: Run): RunDigest {
  const prompt = (inputs.messages as BaseMessage[][] | undefined)?.[0] ?? [];
  const generation = (outputs?.generations as (Generation & { message?: AIMessageChunk })[][] | undefined)?.[0]?.[0];
  const answer = generation?.message;
  const known = extra?.metadata ?? {};
  return {
    type: "llm",
    inputs: { messages: prompt.map(messageDigest) },
    outputs: answer === undefined ? {} : { messages: [messageDigest(answer)], finish_reason: generation?.generationInfo?.finish_reason },
    metadata: {
      ls_provider: known.ls_provider,
      ls_model_name: known.ls_model_name,
      ls_model_type: known.ls_model_type,
      usage_metadata: answer && usageDigest(answer, known.ls_model_name),
    },
  };
}

function messageDigest(message: BaseMessage): Record<string, unknown> {
  const calls = (message as AIMessage).tool_calls ?? [];
  return {
    role: ROLES[message.type] ?? message.type,
    content: message.text,
    tool_calls: calls.length === 0 ? undefined : calls.map(({ id, name, args }) => ({ id, name, args })),
  };
}

/** Tokens and cost as LangSmith adds them up; our own prices, so that both bills agree. */
function usageDigest(answer: AIMessageChunk, model: unknown): Record<string, unknown> | undefined {
  if (answer.usage_metadata === undefined) return undefined;
  const usage = usageOf(answer);
  const cost = (part: Partial<typeof usage>) => costUsd(String(model), { ...usage, ...part }) ?? undefined;
  return {
    input_tokens: usage.input,
    output_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    input_token_details: { cache_read: usage.cached },
    input_cost: cost({ output: 0 }),
    output_cost: cost({ input: 0, cached: 0 }),
    total_cost: cost({}),
  };
}
