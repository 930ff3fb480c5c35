import { Citation, type EventOf, type LoggedEvent, Match, type StoredMessage, type TurnEvent, answerIdOf } from "../../engine/index.ts";
import type { RunEvent, WireMessage } from "./events.ts";

/** Entry `seq` of the log, or entries `seqFrom` to `seq` as one. */
export interface WireEntry extends LoggedEvent {
  seqFrom?: number;
}

/** The one wire event of an entry of the turn log. */
export function wireEvent(sessionId: string, { seq, seqFrom, turnId, at, event }: WireEntry): RunEvent {
  const of = { threadId: sessionId, runId: turnId, seq, timestamp: at };
  switch (event.type) {
    case "turn-start":
      return { type: "RUN_STARTED", ...of, message: { id: event.messageId, clientMessageId: event.clientMessageId, content: event.text } };
    case "title":
      return { type: "CUSTOM", ...of, name: "title", value: { title: event.title } };
    case "step-start":
      return { type: "STEP_STARTED", ...of, stepName: event.step };
    case "step-end":
      return { type: "STEP_FINISHED", ...of, stepName: event.step };
    case "intent-understood":
      return { type: "CUSTOM", ...of, name: "intent", value: { intent: event.intent, assumptions: event.assumptions } };
    case "matches-found": {
      const { payloadType, indexVersion, degraded, items } = event;
      const activityType = payloadType === "jobs" ? "JOB_MATCHES" : "CANDIDATE_MATCHES";
      const messageId = `${answerIdOf(turnId)}:matches:${seq}`;
      return { type: "ACTIVITY_SNAPSHOT", ...of, messageId, activityType, content: { payloadType, indexVersion, degraded, items } };
    }
    case "text-start":
      return { type: "TEXT_MESSAGE_START", ...of, messageId: event.messageId, role: "assistant" };
    case "text-delta":
      return { type: "TEXT_MESSAGE_CONTENT", ...of, seqFrom, messageId: answerIdOf(turnId), delta: event.text };
    case "text-end":
      return { type: "TEXT_MESSAGE_END", ...of, messageId: event.messageId };
    case "tool-call":
      return { type: "TOOL_CALL_CHUNK", ...of, toolCallId: event.callId, toolCallName: event.name, delta: JSON.stringify(event.input) };
    case "tool-result": {
      const { callId, name, found } = event;
      return { type: "TOOL_CALL_RESULT", ...of, messageId: `${callId}:result`, toolCallId: callId, toolCallName: name, content: JSON.stringify({ found }) };
    }
    case "notice":
      return { type: "CUSTOM", ...of, name: "notice", value: { code: event.code, text: event.text } };
    case "turn-end":
      return { ...of, ...ending(event) };
    case "turn-error":
      return { type: "RUN_ERROR", ...of, code: event.code, message: event.message, hint: event.hint, retryable: event.retryable };
  }
}

type Ending = Pick<Extract<RunEvent, { type: "RUN_FINISHED" }>, "type" | "result" | "outcome"> | ReturnType<typeof failure>;

function ending(event: EventOf<"turn-end">): Ending {
  const { usage, costUsd, cache, citations, degraded, model, latency } = event;
  const { id: messageId, status } = event.message;
  if (status === "interrupted" || status === "failed") return failure(status);
  return {
    type: "RUN_FINISHED",
    result: {
      ...{ status, messageId, usage, costUsd, cache, citations, degraded, model },
      latency: { firstEvent: latency.first_event, firstToken: latency.first_token, total: latency.total },
    },
    outcome: { type: status === "cancelled" ? "cancelled" : "success" },
  };
}

/** Where a turn that did not end well is told of by its stored answer alone. */
function failure(status: "interrupted" | "failed") {
  const hint = "Send it again as a new message.";
  return status === "interrupted"
    ? { type: "RUN_ERROR" as const, code: "interrupted", message: "The answer was interrupted; what was said so far is kept.", hint, retryable: true }
    : { type: "RUN_ERROR" as const, code: "internal", message: "This message could not be answered.", hint, retryable: false };
}

/** A stored message as clients show it. What the portal stored in a shape of its own has no matches. */
export function wireMessage(message: StoredMessage): WireMessage {
  const { role, structured } = message;
  return {
    id: message.message_id,
    role,
    content: message.text,
    runId: message.turn_id,
    clientMessageId: role === "user" ? message.client_message_id : undefined,
    status: message.status,
    payloadType: message.payload_type,
    matches: Match.array().safeParse(structured?.matches).data ?? [],
    citations: Citation.array().safeParse(structured?.citations).data ?? [],
    feedback: message.feedback?.rating ?? null,
    createdAt: Date.parse(message.created_at),
  };
}

/** For a client that has fallen behind: neighbouring words of one turn as one entry. All else stays as it is. */
export function coalesce(entries: readonly LoggedEvent[]): WireEntry[] {
  const joined: WireEntry[] = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    const text = last && joinedText(last, entry);
    if (last === undefined || text === undefined) joined.push(entry);
    else joined[joined.length - 1] = { ...entry, seqFrom: last.seqFrom ?? last.seq, event: { type: "text-delta", text } };
  }
  return joined;
}

function joinedText(one: WireEntry, next: LoggedEvent): string | undefined {
  const areNeighbours = one.turnId === next.turnId && one.seq + 1 === next.seq;
  return areNeighbours && isText(one.event) && isText(next.event) ? one.event.text + next.event.text : undefined;
}

function isText(event: TurnEvent): event is EventOf<"text-delta"> {
  return event.type === "text-delta";
}
