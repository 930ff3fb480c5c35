import type { WireMessage } from "../protocol/events.ts";
import type { ChatMessage } from "./chat-client.ts";

/**
 * What was known, with the last messages as they are stored: those count where both have one. The rest stays before them, but for
 * what was known to follow one of them, and for the answer that is being written.
 */
export function mergeMessages(known: readonly ChatMessage[], stored: readonly WireMessage[], activeRunId: string | undefined): ChatMessage[] {
  const keys = new Set(stored.map(keyOf));
  const lastShared = known.findLastIndex((message) => keys.has(keyOf(message)));
  const isNewer = (message: ChatMessage, index: number) =>
    (lastShared >= 0 && index > lastShared) || (message.status === "streaming" && message.runId === activeRunId);
  const before: ChatMessage[] = [];
  const after: ChatMessage[] = [];
  known.forEach((message, index) => {
    if (!keys.has(keyOf(message))) (isNewer(message, index) ? after : before).push(message);
  });
  return [...before, ...stored, ...after];
}

/** A run has one message of each role. */
function keyOf({ runId, role }: ChatMessage): string {
  return `${role} ${runId}`;
}
