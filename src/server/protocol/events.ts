import { z } from "zod";
import { AnswerMessage, Citation, Intent, Match, Step, Usage } from "../../engine/index.ts";

/** Of an event that is in the turn log. `seq` counts the events of a session from 1, without gaps. */
const Logged = {
  threadId: z.string(),
  runId: z.string(),
  seq: z.int().positive(),
  /** Epoch milliseconds of when it happened. */
  timestamp: z.int().min(0),
  /** It happened before the session was opened on this connection. */
  replayed: z.literal(true).optional(),
};
const logged = <T extends string, S extends z.core.$ZodLooseShape>(type: T, shape: S) => z.object({ type: z.literal(type), ...Logged, ...shape });

const Degraded = z.array(z.string());

/** A message of the history, as clients show it. AG-UI reads `id`, `role` and `content`. */
export const WireMessage = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  content: z.string(),
  runId: z.string(),
  /** Of a user's message alone. */
  clientMessageId: z.string().optional(),
  status: AnswerMessage.shape.status,
  payloadType: z.enum(["text", "jobs", "candidates"]),
  matches: z.array(Match),
  citations: z.array(Citation),
  feedback: z.enum(["up", "down"]).nullable(),
  /** Epoch milliseconds. */
  createdAt: z.int().min(0),
});
export type WireMessage = z.infer<typeof WireMessage>;

const custom = <N extends string, V extends z.ZodType>(name: N, value: V) => logged("CUSTOM", { name: z.literal(name), value });

/** What a tool found; null where it does not look for records. */
export const ToolResult = z.object({ found: z.int().nullable() });

/** What the turn log holds, one wire event for each of its entries. */
export const RunEvent = z.union([
  logged("RUN_STARTED", {
    /** The user's message, for the other connections of the user. */
    message: z.object({ id: z.string(), clientMessageId: z.string(), content: z.string() }),
  }),
  logged("STEP_STARTED", { stepName: Step }),
  logged("STEP_FINISHED", { stepName: Step }),
  logged("ACTIVITY_SNAPSHOT", {
    /** The answer's message id, `:matches:` and the event's own `seq`: a turn can find more than once. */
    messageId: z.string(),
    activityType: z.enum(["JOB_MATCHES", "CANDIDATE_MATCHES"]),
    content: z.object({ payloadType: z.enum(["jobs", "candidates"]), indexVersion: z.string(), degraded: Degraded, items: z.array(Match) }),
  }),
  logged("TEXT_MESSAGE_START", { messageId: z.string(), role: z.literal("assistant") }),
  logged("TEXT_MESSAGE_CONTENT", {
    messageId: z.string(),
    delta: z.string(),
    /** Where several were told as one: the first of them; `seq` is the last. */
    seqFrom: z.int().positive().optional(),
  }),
  logged("TEXT_MESSAGE_END", { messageId: z.string() }),
  logged("TOOL_CALL_CHUNK", {
    toolCallId: z.string(),
    toolCallName: z.string(),
    /** The whole input, as JSON. */
    delta: z.string(),
  }),
  logged("TOOL_CALL_RESULT", {
    messageId: z.string(),
    toolCallId: z.string(),
    toolCallName: z.string(),
    /** {@link ToolResult}, as JSON. */
    content: z.string(),
  }),
  custom("intent", z.object({ intent: Intent, assumptions: z.array(z.string()) })),
  custom("notice", z.object({ code: z.string(), text: z.string() })),
  custom("title", z.object({ title: z.string() })),
  logged("RUN_FINISHED", {
    result: z.object({
      status: z.enum(["complete", "cancelled"]),
      messageId: z.string(),
      usage: Usage,
      costUsd: z.number().nullable(),
      cache: z.enum(["hit", "miss", "off"]),
      citations: z.array(Citation),
      degraded: Degraded,
      model: z.string(),
      /** Milliseconds since the message was accepted. */
      latency: z.object({ firstEvent: z.number(), firstToken: z.number().nullable(), total: z.number() }),
    }),
    /** `result.status` as AG-UI has it: without it, its clients take a stopped run for a complete one. */
    outcome: z.object({ type: z.enum(["success", "cancelled"]) }),
  }),
  logged("RUN_ERROR", { code: z.string(), message: z.string(), hint: z.string().optional(), retryable: z.boolean() }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Follows the answer to `session.open`: what a client needs besides the events it has missed. */
export const ContextRestored = z.object({
  type: z.literal("CUSTOM"),
  name: z.literal("context_restored"),
  threadId: z.string(),
  timestamp: z.int().min(0),
  value: z.object({
    lastSeq: z.int().min(0),
    /** In short, what was said before; it can tell of `recentMessages` too. */
    summary: z.string().optional(),
    recentMessages: z.array(WireMessage),
    activeRunId: z.string().optional(),
  }),
});
export type ContextRestored = z.infer<typeof ContextRestored>;

/** In place of events that are not retained any more: the messages as they are stored. Events after `snapshotSeq` follow. */
export const MessagesSnapshot = z.object({
  type: z.literal("MESSAGES_SNAPSHOT"),
  threadId: z.string(),
  timestamp: z.int().min(0),
  snapshotSeq: z.int().min(0),
  summary: z.string().optional(),
  messages: z.array(WireMessage),
});
export type MessagesSnapshot = z.infer<typeof MessagesSnapshot>;

/** The session is gone for good, and is not watched any more. */
export const SessionDeleted = z.object({
  type: z.literal("CUSTOM"),
  name: z.literal("session_deleted"),
  threadId: z.string(),
  timestamp: z.int().min(0),
  value: z.object({}),
});
export type SessionDeleted = z.infer<typeof SessionDeleted>;

export const WireEvent = z.union([RunEvent, ContextRestored, MessagesSnapshot, SessionDeleted]);
export type WireEvent = z.infer<typeof WireEvent>;
