import type { RunEvent, WireEvent } from "../protocol/events.ts";
import type { ConnectionAck } from "../protocol/replies.ts";
import { ChatError } from "./chat-error.ts";
import { ACK_SHAPE, type Fields, has, isCount, isFields, LOGGED_SHAPE, MESSAGE_SHAPE, shapeOf } from "./shapes.ts";

/** What concerns one session. The event is null where its type is not known here. */
export type SessionFrame = { sessionId: string } & (
  | { kind: "logged"; seqFrom: number; seq: number; event: RunEvent | null }
  | { kind: "told"; event: Exclude<WireEvent, RunEvent> }
  /** Without the form it should have. */
  | { kind: "broken" }
);

export interface Answer {
  kind: "answer";
  id: unknown;
  error: ChatError | null;
  result: Fields;
}

export type ServerFrame = { kind: "ready"; ack: ConnectionAck } | { kind: "ping" } | Answer | SessionFrame;

/** Null for what means nothing here. What was lost with it shows as a gap in the numbers of the events. */
export function parseFrame(data: unknown): ServerFrame | null {
  const frame = parseFields(data);
  const { type, id, result, threadId } = frame;
  if (type === "ping") return { kind: "ping" };
  if (type === "connection_ack") return has(frame, ACK_SHAPE) ? { kind: "ready", ack: frame as unknown as ConnectionAck } : null;
  if (type === "ack") return { kind: "answer", id, error: null, result: isFields(result) ? result : {} };
  if (type === "error") return { kind: "answer", id, error: errorOf(frame), result: {} };
  return typeof threadId === "string" ? sessionFrame(frame, threadId) : null;
}

function parseFields(data: unknown): Fields {
  try {
    const value: unknown = JSON.parse(data as string);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function errorOf({ code, message, hint, retryable, retryAfterMs }: Fields): ChatError {
  return new ChatError(String(code), String(message), {
    hint: hint === undefined ? hint : String(hint),
    retryable: retryable === true,
    retryAfterMs: isCount(retryAfterMs) ? retryAfterMs : undefined,
  });
}

function sessionFrame(frame: Fields, sessionId: string): SessionFrame | null {
  const known = shapeOf(frame);
  const seq = frame.seq as number;
  const seqFrom = (frame.seqFrom ?? seq) as number;
  const isNumbered = has(frame, LOGGED_SHAPE) && isCount(seqFrom) && 0 < seqFrom && seqFrom <= seq;
  if (known === null) return isNumbered ? { sessionId, kind: "logged", seqFrom, seq, event: null } : null;
  const isWhole = has(frame, known.shape) && (known.isLogged ? isNumbered : messagesOf(frame).every((message) => has(message, MESSAGE_SHAPE)));
  if (!isWhole) return { sessionId, kind: "broken" };
  return known.isLogged ? { sessionId, kind: "logged", seqFrom, seq, event: frame as unknown as RunEvent } : { sessionId, kind: "told", event: frame as never };
}

function messagesOf({ messages, value }: Fields): unknown[] {
  return (messages ?? (value as Fields | undefined)?.recentMessages ?? []) as unknown[];
}
