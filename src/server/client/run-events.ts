import type { MessagesSnapshot, RunEvent } from "../protocol/events.ts";
import type { ChatError } from "./chat-error.ts";

/** What one run has told, for readers that come at any time. */
export interface RunRecord {
  readonly runId: string;
  readonly isOver: boolean;
  /** Its events are told from the first on without a loss, so that its end will be told. */
  readonly isFollowed: boolean;
  push(event: RunEvent | MessagesSnapshot): void;
  /** No more will come; readers get the error where there is one. */
  end(error?: ChatError): void;
  events: AsyncIterable<RunEvent | MessagesSnapshot>;
}

export function runRecord(runId: string): RunRecord {
  const told: (RunEvent | MessagesSnapshot)[] = [];
  let isOver = false;
  let isFollowed = false;
  let failure: ChatError | undefined;
  let waiting: (() => void)[] = [];

  function wake(): void {
    for (const resume of waiting) resume();
    waiting = [];
  }

  return {
    runId,
    get isOver() {
      return isOver;
    },
    get isFollowed() {
      return isFollowed;
    },
    push(event) {
      if (isOver) return;
      told.push(event);
      if (event.type === "RUN_STARTED") isFollowed = true;
      if (event.type === "MESSAGES_SNAPSHOT") isFollowed = false;
      isOver = event.type === "RUN_FINISHED" || event.type === "RUN_ERROR";
      wake();
    },
    end(error) {
      if (isOver) return;
      isOver = true;
      failure = error;
      wake();
    },
    events: {
      async *[Symbol.asyncIterator]() {
        for (let next = 0; ; next += 1) {
          while (next >= told.length && !isOver) await new Promise<void>((resume) => waiting.push(resume));
          if (next < told.length) yield told[next]!;
          else if (failure !== undefined) throw failure;
          else return;
        }
      },
    },
  };
}
