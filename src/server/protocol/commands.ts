import { z } from "zod";

/** Chosen by the client, given back with the answer. */
export const CommandId = z.union([z.string().min(1).max(128), z.int()], { error: "Give a string of 1 to 128 characters, or a whole number." });
export type CommandId = z.infer<typeof CommandId>;

const Token = z.string().min(1).max(16_384);
const SessionId = z.string().min(1).max(64);
const RunId = z.string().min(1).max(64);
const MessageId = z.string().min(1).max(128);

/** The first frame of a connection. Without a token where an `Authorization` header has brought it. */
export const ConnectionInit = z.object({ type: z.literal("connection_init"), payload: z.object({ token: Token.optional() }).default({}) });
export type ConnectionInit = z.infer<typeof ConnectionInit>;

/** Keeps an idle connection alive where the client cannot send WebSocket pings, as in a browser. */
export const Ping = z.object({ type: z.literal("ping") });
export const Pong = z.object({ type: z.literal("pong") });

const command = <T extends string, P extends z.ZodType>(type: T, payload: P) => z.object({ id: CommandId, type: z.literal(type), payload });

export const Command = z.discriminatedUnion("type", [
  command("session.open", z.object({ sessionId: SessionId.optional(), afterSeq: z.int().min(0).optional() }).default({})),
  command("session.close", z.object({ sessionId: SessionId })),
  command("session.list", z.object({ cursor: z.string().min(1).max(512).optional() }).default({})),
  command("session.end", z.object({ sessionId: SessionId })),
  command(
    "message.send",
    z.object({
      sessionId: SessionId,
      clientMessageId: z.string().min(1).max(128),
      /** Its length is checked against `limits.maxMessageChars`. */
      text: z.string(),
      onBusy: z.enum(["reject", "interrupt"]).optional(),
    }),
  ),
  command("run.cancel", z.object({ sessionId: SessionId, runId: RunId })),
  command("feedback.set", z.object({ sessionId: SessionId, messageId: MessageId, rating: z.enum(["up", "down"]), text: z.string().max(2_000).optional() })),
  command("auth.refresh", z.object({ token: Token })),
]);
export type Command = z.infer<typeof Command>;
export type CommandType = Command["type"];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** Everything a client sends. */
export const ClientFrame = z.union([ConnectionInit, Ping, Pong, Command]);
export type ClientFrame = z.infer<typeof ClientFrame>;
