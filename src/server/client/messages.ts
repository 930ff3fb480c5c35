import type { ContextRestored, MessagesSnapshot, RunEvent } from "../protocol/events.ts";
import type { ChatMessage } from "./chat-client.ts";
import { mergeMessages } from "./merge-messages.ts";

/** The messages of a session, put together from what the server tells of it. */
export interface Messages {
  readonly all: readonly ChatMessage[];
  apply(event: RunEvent): void;
  restore(event: ContextRestored): void;
  replace(event: MessagesSnapshot): void;
  /** Something was lost: the words that follow do not fit to those before. */
  tear(): void;
  /** Whether all of this run's words are here: told from its first event on, or as they are stored. */
  isWhole(runId: string): boolean;
  isAnswered(runId: string): boolean;
  rate(messageId: string, feedback: "up" | "down"): void;
}

export function messages(): Messages {
  let all: readonly ChatMessage[] = [];
  /** The run that is told without a loss, from its first event. */
  let whole: string | null = null;

  const answerOf = (runId: string) => all.find((message) => message.runId === runId && message.role === "assistant");
  const change = (changed: ChatMessage, patch: Partial<ChatMessage>) => {
    all = all.map((message) => (message === changed ? { ...message, ...patch } : message));
  };
  const isAnswered = (runId: string) => (answerOf(runId)?.status ?? "streaming") !== "streaming";

  /** Changes an answer that is being written. One that is stored stays as it is, however often it is told again. */
  function write({ runId, timestamp }: RunEvent, id: string, patch: (answer: ChatMessage) => Partial<ChatMessage>): void {
    if (answerOf(runId) === undefined) all = [...all, { ...EMPTY, id, runId, role: "assistant", status: "streaming", createdAt: timestamp }];
    const answer = answerOf(runId)!;
    if (answer.status === "streaming") change(answer, patch(answer));
  }

  return {
    get all() {
      return all;
    },
    apply(event) {
      switch (event.type) {
        case "RUN_STARTED": {
          whole = event.runId;
          const { runId, timestamp, message } = event;
          if (all.some(({ id }) => id === message.id)) return;
          all = [...all, { ...EMPTY, ...message, runId, role: "user", status: "complete", createdAt: timestamp }];
          return;
        }
        case "ACTIVITY_SNAPSHOT": {
          const { items, payloadType } = event.content;
          return write(event, event.messageId.split(":matches:")[0]!, ({ matches }) => ({ matches: [...matches, ...items], payloadType }));
        }
        case "TEXT_MESSAGE_START":
          return write(event, event.messageId, () => ({ content: "" }));
        case "TEXT_MESSAGE_CONTENT":
          return write(event, event.messageId, ({ content }) => (whole === event.runId ? { content: content + event.delta } : {}));
        case "RUN_FINISHED": {
          const { messageId, status, citations } = event.result;
          return write(event, messageId, () => ({ status, citations }));
        }
        case "RUN_ERROR": {
          const answer = answerOf(event.runId);
          if (answer?.status === "streaming") change(answer, { status: event.code === "interrupted" ? "interrupted" : "failed" });
        }
      }
    },
    restore({ value }) {
      all = mergeMessages(all, value.recentMessages, value.activeRunId);
    },
    replace(event) {
      all = event.messages;
      whole = null;
    },
    tear() {
      whole = null;
    },
    isWhole: (runId) => whole === runId || isAnswered(runId),
    isAnswered,
    rate(messageId, feedback) {
      const message = all.find(({ id }) => id === messageId);
      if (message !== undefined) change(message, { feedback });
    },
  };
}

const EMPTY = { content: "", payloadType: "text", matches: [], citations: [], feedback: null } satisfies Partial<ChatMessage>;
