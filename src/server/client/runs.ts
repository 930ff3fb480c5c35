import type { MessagesSnapshot, RunEvent } from "../protocol/events.ts";
import type { ChatError } from "./chat-error.ts";
import { type RunRecord, runRecord } from "./run-events.ts";

/** The runs of a session that somebody reads, or may ask for: an answer to `message.send` can come after the run's first events. */
export interface Runs {
  /** The one that is answering. */
  active: string | null;
  /** The record of a run, from its first event where that was seen. */
  of(runId: string): RunRecord;
  has(runId: string): boolean;
  push(event: RunEvent): void;
  /** A snapshot stands in the place of events that will not come. */
  snapshot(event: MessagesSnapshot): void;
  /** Those whose end may have been missed. */
  doubtful(): RunRecord[];
  end(error?: ChatError): void;
}

export function runs(isAwaited: () => boolean): Runs {
  const records = new Map<string, RunRecord>();
  let begun = "";

  function of(runId: string): RunRecord {
    let record = records.get(runId);
    if (record === undefined) records.set(runId, (record = runRecord(runId)));
    return record;
  }

  /** A session has one run at a time. Whoever reads one that is over has it; who waits for the answer to a message may still ask for it. */
  function begin(runId: string): void {
    if (begun !== runId) records.get(begun)?.end();
    it.active = begun = runId;
    for (const { runId, isOver } of records.values()) if (isOver && !isAwaited()) records.delete(runId);
  }

  const it: Runs = {
    active: null,
    of,
    has: (runId) => records.has(runId),
    push(event) {
      if (event.type === "RUN_STARTED") begin(event.runId);
      const record = of(event.runId);
      record.push(event);
      if (record.isOver && it.active === event.runId) it.active = null;
    },
    snapshot(event) {
      for (const record of records.values()) record.push(event);
    },
    doubtful: () => [...records.values()].filter(({ isOver, isFollowed }) => !isOver && !isFollowed),
    end(error) {
      for (const record of records.values()) record.end(error);
    },
  };
  return it;
}
