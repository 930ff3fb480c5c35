import type { SessionWatch, WatchBatch } from "../engine/index.ts";
import { frame } from "./protocol/frames.ts";
import { wireMessage } from "./protocol/wire-event.ts";

/** What a client needs besides the events it has missed. */
export function contextRestored(sessionId: string, { lastSeq, summary, recentMessages, activeTurnId }: SessionWatch): string {
  return frame({
    type: "CUSTOM",
    name: "context_restored",
    threadId: sessionId,
    timestamp: Date.now(),
    value: { lastSeq, summary: summary ?? undefined, recentMessages: recentMessages.map(wireMessage), activeRunId: activeTurnId ?? undefined },
  });
}

/** In place of events that the log does not have any more. */
export function messagesSnapshot(sessionId: string, { seq, messages, summary }: Extract<WatchBatch, { type: "snapshot" }>): string {
  return frame({
    type: "MESSAGES_SNAPSHOT",
    threadId: sessionId,
    timestamp: Date.now(),
    snapshotSeq: seq,
    summary: summary ?? undefined,
    messages: messages.map(wireMessage),
  });
}

/** Nothing more will come of the session. */
export function sessionDeleted(sessionId: string): string {
  return frame({ type: "CUSTOM", name: "session_deleted", threadId: sessionId, timestamp: Date.now(), value: {} });
}
