import { z } from "zod";
import { Role } from "../../engine/index.ts";

const Count = z.int().min(0);

/** What a user may do; what goes beyond is refused with `rate_limited`, `message_too_long` or a close. */
export const Limits = z.object({
  maxFrameBytes: Count,
  maxMessageChars: Count,
  messagesPerMinute: Count,
  concurrentRuns: Count,
  /** Connections of one user. */
  sockets: Count,
  /** Sessions one connection may watch. */
  openSessions: Count,
});
export type Limits = z.infer<typeof Limits>;

export const ConnectionAck = z.object({
  type: z.literal("connection_ack"),
  connectionId: z.string(),
  userId: z.string(),
  role: Role,
  /** Epoch milliseconds; the connection closes then, unless `auth.refresh` came before. */
  tokenExpiresAt: Count,
  heartbeatMs: Count,
  limits: Limits,
  capabilities: z.object({ resumable: z.literal(true) }),
});
export type ConnectionAck = z.infer<typeof ConnectionAck>;

const Id = z.union([z.string(), z.int()]);

const SessionLine = z.object({
  sessionId: z.string(),
  role: Role,
  title: z.string(),
  status: z.enum(["active", "ended"]),
  /** ISO 8601. */
  lastInteractionAt: z.string(),
});

/** The result of each command; those that are not named have none. */
export const Results = {
  "session.open": z.object({ sessionId: z.string(), lastSeq: Count, created: z.boolean() }),
  "session.list": z.object({ sessions: z.array(SessionLine), nextCursor: z.string().nullable() }),
  "message.send": z.object({ runId: z.string(), messageId: z.string(), duplicate: z.boolean() }),
  "run.cancel": z.object({ cancelled: z.boolean() }),
  "auth.refresh": z.object({ tokenExpiresAt: Count }),
} as const;
export type Result<T extends keyof typeof Results> = z.infer<(typeof Results)[T]>;

export const Ack = z.object({ type: z.literal("ack"), id: Id, result: z.record(z.string(), z.unknown()).optional() });
export type Ack = z.infer<typeof Ack>;

/** `code` is an error code of the engine, or one of the socket's own. @see SOCKET_ERRORS */
export const CommandError = z.object({
  type: z.literal("error"),
  /** Null where the frame had no id that could be read. */
  id: Id.nullable(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
  retryAfterMs: Count.optional(),
});
export type CommandError = z.infer<typeof CommandError>;
