import type { RunEvent, WireEvent, WireMessage } from "../protocol/events.ts";
import type { AnyFrame } from "./test-client.ts";

/** What of a message is told by events as well as by the history. */
export type Shown = Pick<WireMessage, "id" | "role" | "content" | "runId" | "payloadType" | "matches" | "citations"> & { status: string };

/**
 * A frontend as PROTOCOL.md describes it, and nothing more. It takes the document at its word: whatever comes in another order than is
 * promised is kept as a complaint.
 */
export interface PlainFrontend {
  /** For `afterSeq`; undefined before anything was told. */
  readonly lastSeq: number | undefined;
  readonly messages: readonly Shown[];
  /** Every number that was told and shown, in order. */
  readonly seqs: readonly number[];
  readonly snapshots: number;
  /** Ends of runs that were told, by run. */
  readonly ends: ReadonlyMap<string, RunEvent>;
  readonly complaints: readonly string[];
  /** `session.open` was answered: what follows was asked for after this number. */
  opened(afterSeq: number | undefined): void;
  take(frame: AnyFrame): void;
}

export function plainFrontend(): PlainFrontend {
  let messages: Shown[] = [];
  let last: number | undefined;
  /** The number that has to come next on this connection; null where a run may be told from its start. */
  let due: number | null = null;
  let isRestored = false;
  let snapshots = 0;
  const seqs: number[] = [];
  const ends = new Map<string, RunEvent>();
  /** A snapshot stands for whatever was told before it. */
  const endedSinceSnapshot = new Set<string>();
  const complaints: string[] = [];

  function change(id: string, patch: (message: Shown) => Partial<Shown>): void {
    messages = messages.map((message) => (message.id === id ? { ...message, ...patch(message) } : message));
  }

  function answer(id: string, runId: string): void {
    if (messages.some((message) => message.id === id)) return;
    messages = [...messages, { id, runId, role: "assistant", content: "", status: "streaming", payloadType: "text", matches: [], citations: [] }];
  }

  function follow(event: RunEvent): void {
    const { seq } = event;
    const seqFrom = event.type === "TEXT_MESSAGE_CONTENT" ? (event.seqFrom ?? seq) : seq;
    if (!isRestored) complaints.push(`${seq} came before context_restored`);
    if (due !== null && seqFrom !== due) complaints.push(`${seqFrom} came where ${due} was due`);
    due = seq + 1;
    if (last !== undefined && seq <= last) return;
    if (last !== undefined && seqFrom <= last) complaints.push(`${seqFrom} to ${seq} begins before ${last} ends`);
    last = seq;
    for (let number = seqFrom; number <= seq; number += 1) seqs.push(number);
    apply(event);
  }

  function apply(event: RunEvent): void {
    switch (event.type) {
      case "RUN_STARTED": {
        const { id, content } = event.message;
        if (messages.some((message) => message.id === id)) return;
        messages = [...messages, { id, runId: event.runId, role: "user", content, status: "complete", payloadType: "text", matches: [], citations: [] }];
        return;
      }
      case "ACTIVITY_SNAPSHOT": {
        const id = event.messageId.split(":matches:")[0]!;
        answer(id, event.runId);
        return change(id, ({ matches }) => ({ matches: [...matches, ...event.content.items], payloadType: event.content.payloadType }));
      }
      case "TEXT_MESSAGE_START":
        answer(event.messageId, event.runId);
        return change(event.messageId, () => ({ content: "" }));
      case "TEXT_MESSAGE_CONTENT":
        return change(event.messageId, ({ content }) => ({ content: content + event.delta }));
      case "RUN_FINISHED": {
        const { messageId, status, citations } = event.result;
        answer(messageId, event.runId);
        change(messageId, () => ({ status, citations }));
        return end(event);
      }
      case "RUN_ERROR": {
        const status = event.code === "interrupted" ? "interrupted" : "failed";
        const open = messages.find(({ runId, role }) => runId === event.runId && role === "assistant");
        if (open?.status === "streaming") change(open.id, () => ({ status }));
        return end(event);
      }
    }
  }

  function end(event: RunEvent): void {
    if (endedSinceSnapshot.has(event.runId)) complaints.push(`the run ${event.runId} ended twice`);
    endedSinceSnapshot.add(event.runId);
    ends.set(event.runId, event);
  }

  return {
    get lastSeq() {
      return last;
    },
    get messages() {
      return messages;
    },
    seqs,
    get snapshots() {
      return snapshots;
    },
    ends,
    complaints,
    opened(afterSeq) {
      last ??= afterSeq;
      due = afterSeq === undefined ? null : afterSeq + 1;
      isRestored = false;
    },
    take(frame) {
      const event = frame as WireEvent;
      if ("seq" in event) follow(event);
      else if (event.type === "MESSAGES_SNAPSHOT") {
        snapshots += 1;
        endedSinceSnapshot.clear();
        messages = event.messages.map(shown);
        last = event.snapshotSeq;
        due = last + 1;
      } else if (event.type === "CUSTOM" && event.name === "context_restored") {
        isRestored = true;
        if (last !== undefined) return;
        messages = event.value.recentMessages.map(shown);
        if (event.value.activeRunId !== undefined) return;
        last = event.value.lastSeq;
        due = last + 1;
      }
    },
  };
}

/** What two sides have to agree on. */
export function shown({ id, role, content, runId, status, payloadType, matches, citations }: Shown): Shown {
  return { id, role, content, runId, status, payloadType, matches, citations };
}
