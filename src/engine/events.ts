import { z } from "zod";
import { Intent } from "./intent/intent.ts";
import { Match } from "./matching/match.ts";
import { ERROR_CODES } from "./errors.ts";

export const Degradation = z.enum(["vector-index", "embeddings", "chat-model", "cache"]);
export type Degradation = z.infer<typeof Degradation>;

/** Tokens; `cached` is the part of `input` that the provider served from its prompt cache. */
export const Usage = z.object({ input: z.number().int(), output: z.number().int(), cached: z.number().int() });
export type Usage = z.infer<typeof Usage>;

/** `n` is the number in brackets in the answer, the rank of match `id`. */
export const Citation = z.object({ n: z.number().int().positive(), id: z.string() });
export type Citation = z.infer<typeof Citation>;

/** Milliseconds since the message was accepted. */
export const Latency = z.object({ first_event: z.number(), first_token: z.number().nullable(), total: z.number() });
export type Latency = z.infer<typeof Latency>;

/** The answer as it is stored: what a client shows when it loads the session again. */
export const AnswerMessage = z.object({
  id: z.string(),
  text: z.string(),
  status: z.enum(["complete", "cancelled", "interrupted", "failed"]),
  matches: z.array(Match),
});
export type AnswerMessage = z.infer<typeof AnswerMessage>;

export const Step = z.enum(["understand", "retrieve", "score", "answer"]);
export type Step = z.infer<typeof Step>;

/** What a turn tells, in this order; exactly one `turn-end` or `turn-error` closes it. Text and steps that were begun are ended before. */
export const TurnEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("turn-start"),
    sessionId: z.string(),
    turnId: z.string(),
    /** Of the user's message, whose words are `text`. */
    messageId: z.string(),
    clientMessageId: z.string(),
    text: z.string(),
    created: z.boolean(),
    duplicate: z.boolean(),
  }),
  z.object({ type: z.literal("title"), title: z.string() }),
  z.object({ type: z.literal("step-start"), step: Step }),
  z.object({ type: z.literal("step-end"), step: Step }),
  z.object({ type: z.literal("intent-understood"), intent: Intent, assumptions: z.array(z.string()) }),
  z.object({
    type: z.literal("matches-found"),
    payloadType: z.enum(["jobs", "candidates"]),
    indexVersion: z.string(),
    degraded: z.array(Degradation),
    items: z.array(Match),
  }),
  /** `messageId` is the answer's, as it will be stored. */
  z.object({ type: z.literal("text-start"), messageId: z.string() }),
  z.object({ type: z.literal("text-delta"), text: z.string() }),
  z.object({ type: z.literal("text-end"), messageId: z.string() }),
  z.object({ type: z.literal("tool-call"), callId: z.string(), name: z.string(), input: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal("tool-result"), callId: z.string(), name: z.string(), found: z.number().int().nullable() }),
  z.object({ type: z.literal("notice"), code: z.string(), text: z.string() }),
  z.object({
    type: z.literal("turn-end"),
    message: AnswerMessage,
    usage: Usage,
    /** Null when the model's price is unknown. */
    costUsd: z.number().nullable(),
    latency: Latency,
    cache: z.enum(["hit", "miss", "off"]),
    degraded: z.array(Degradation),
    citations: z.array(Citation),
    model: z.string(),
  }),
  z.object({ type: z.literal("turn-error"), code: z.enum(ERROR_CODES), message: z.string(), hint: z.string().optional(), retryable: z.boolean() }),
]);
export type TurnEvent = z.infer<typeof TurnEvent>;
export type EventOf<T extends TurnEvent["type"]> = Extract<TurnEvent, { type: T }>;

/** Whether nothing more comes of its turn. */
export function isTerminal({ type }: TurnEvent): boolean {
  return type === "turn-end" || type === "turn-error";
}
