import type { RunEvent } from "../../protocol/events.ts";

type Untold = "threadId" | "seq" | "timestamp" | "replayed";
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before it is in the log. */
export type ScriptedEvent = Without<RunEvent, Untold>;

export interface ScriptedTurn {
  runId: string;
  clientMessageId: string;
  text: string;
  words: readonly string[];
  /** Without one the turn goes on. */
  end?: "complete" | "cancelled" | "error";
}

export const answerId = (runId: string) => `${runId}:answer`;
export const questionId = (runId: string) => `${runId}:question`;

/** The events of one turn, in the order in which the server tells them. */
export function turnEvents({ runId, clientMessageId, text, words, end }: ScriptedTurn): ScriptedEvent[] {
  const messageId = answerId(runId);
  return [
    { type: "RUN_STARTED", runId, message: { id: questionId(runId), clientMessageId, content: text } },
    { type: "STEP_STARTED", runId, stepName: "retrieve" },
    matchesFound(runId),
    { type: "STEP_FINISHED", runId, stepName: "retrieve" },
    { type: "TEXT_MESSAGE_START", runId, messageId, role: "assistant" },
    ...words.map((delta) => ({ type: "TEXT_MESSAGE_CONTENT" as const, runId, messageId, delta })),
    ...(end === undefined ? [] : turnEnd(runId, end)),
  ];
}

function matchesFound(runId: string): ScriptedEvent {
  return {
    type: "ACTIVITY_SNAPSHOT",
    runId,
    messageId: `${answerId(runId)}:matches:3`,
    activityType: "JOB_MATCHES",
    content: { payloadType: "jobs", indexVersion: "1", degraded: [], items: [] },
  };
}

export function turnEnd(runId: string, end: "complete" | "cancelled" | "error"): ScriptedEvent[] {
  if (end === "error") return [{ type: "RUN_ERROR", runId, code: "interrupted", message: "The server that wrote this went away.", retryable: true }];
  const result = {
    status: end,
    messageId: answerId(runId),
    usage: { input: 1, output: 1, cached: 0 },
    costUsd: null,
    cache: "miss" as const,
    citations: [{ n: 1, id: "job" }],
    degraded: [],
    model: "scripted",
    latency: { firstEvent: 1, firstToken: 2, total: 3 },
  };
  return [
    { type: "TEXT_MESSAGE_END", runId, messageId: answerId(runId) },
    { type: "RUN_FINISHED", runId, result, outcome: { type: end === "complete" ? "success" : end } },
  ];
}
