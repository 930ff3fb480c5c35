import type { ContextRestored, MessagesSnapshot, RunEvent, WireMessage } from "../../protocol/events.ts";
import { answerId, type ScriptedEvent } from "./scripted-turn.ts";

/** What the server of a test knows of one session: its log, and its messages as a history would store them. */
export interface ScriptedSession {
  readonly id: string;
  readonly log: readonly RunEvent[];
  readonly messages: readonly WireMessage[];
  append(events: readonly ScriptedEvent[]): RunEvent[];
  /** The run that has no end yet. */
  readonly activeRunId: string | undefined;
  restored(): ContextRestored;
  snapshot(seq: number): MessagesSnapshot;
}

export function scriptedSession(id: string): ScriptedSession {
  const log: RunEvent[] = [];
  const stored: WireMessage[] = [];
  let activeRunId: string | undefined;

  function textOf(runId: string): string {
    const start = log.findLastIndex((event) => event.runId === runId && event.type === "TEXT_MESSAGE_START");
    const words = log.slice(start + 1).filter((event) => event.runId === runId);
    return words.map((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? event.delta : "")).join("");
  }

  function store(message: Pick<WireMessage, "id" | "role" | "runId" | "content"> & Partial<WireMessage>): void {
    stored.push({ status: "complete", payloadType: "text", matches: [], citations: [], feedback: null, createdAt: log.length, ...message });
  }

  function keep(event: RunEvent): void {
    const { runId } = event;
    if (event.type === "RUN_STARTED") {
      activeRunId = runId;
      store({ ...event.message, runId, role: "user" });
    } else if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") {
      activeRunId = undefined;
      const status = event.type === "RUN_FINISHED" ? event.result.status : "interrupted";
      const citations = event.type === "RUN_FINISHED" ? event.result.citations : [];
      store({ id: answerId(runId), runId, role: "assistant", content: textOf(runId), payloadType: "jobs", status, citations });
    }
  }

  return {
    id,
    log,
    messages: stored,
    append(events) {
      return events.map((event) => {
        const logged = { ...event, threadId: id, seq: log.length + 1, timestamp: log.length + 1 } as RunEvent;
        log.push(logged);
        keep(logged);
        return logged;
      });
    },
    get activeRunId() {
      return activeRunId;
    },
    restored: () => ({
      type: "CUSTOM",
      name: "context_restored",
      threadId: id,
      timestamp: 1,
      value: { lastSeq: log.length, recentMessages: [...stored], activeRunId },
    }),
    snapshot: (snapshotSeq) => ({ type: "MESSAGES_SNAPSHOT", threadId: id, timestamp: 1, snapshotSeq, messages: [...stored] }),
  };
}
