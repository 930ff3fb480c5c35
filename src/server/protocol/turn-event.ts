import { ERROR_CODES, type EventOf, type Match, type TurnEvent } from "../../engine/index.ts";
import { type MessagesSnapshot, type RunEvent, ToolResult, type WireEvent } from "./events.ts";

type Degradation = EventOf<"turn-end">["degraded"][number];
type Failure = EventOf<"turn-error">["code"];

const DEGRADATIONS: Record<Degradation, true> = { "vector-index": true, embeddings: true, "chat-model": true, cache: true };

/**
 * Maps the events of one session back, in their order. The words and matches that a `turn-end` carries are gathered from the run's events, so
 * they are whole where the run was heard from its start. Null for what is no event of a turn: the connection's own, and types of a newer server.
 */
export function turnEvents(): (event: WireEvent) => TurnEvent | null {
  let heard: Heard = { runId: "", text: "", matches: [] };
  return (event) => {
    if (event.type === "MESSAGES_SNAPSHOT") heard = lastAnswer(event) ?? heard;
    if (!("seq" in event)) return null;
    if (event.runId !== heard.runId || event.type === "RUN_STARTED") heard = { runId: event.runId, text: "", matches: [] };
    if (event.type === "TEXT_MESSAGE_CONTENT") heard.text += event.delta;
    if (event.type === "ACTIVITY_SNAPSHOT") heard.matches.push(...event.content.items);
    return event.type === "RUN_FINISHED" ? turnEnd(event, heard) : turnEvent(event);
  };
}

interface Heard {
  runId: string;
  text: string;
  matches: Match[];
}

/** A run whose words were lost on the way ends with the stored ones. */
function lastAnswer({ messages }: MessagesSnapshot): Heard | undefined {
  const answer = messages.findLast(({ role }) => role === "assistant");
  return answer && { runId: answer.runId, text: answer.content, matches: [...answer.matches] };
}

function turnEvent(event: Exclude<RunEvent, { type: "RUN_FINISHED" }>): TurnEvent | null {
  switch (event.type) {
    case "RUN_STARTED": {
      const { id: messageId, clientMessageId, content: text } = event.message;
      return { type: "turn-start", sessionId: event.threadId, turnId: event.runId, messageId, clientMessageId, text, created: false, duplicate: false };
    }
    case "STEP_STARTED":
      return { type: "step-start", step: event.stepName };
    case "STEP_FINISHED":
      return { type: "step-end", step: event.stepName };
    case "ACTIVITY_SNAPSHOT": {
      const { payloadType, indexVersion, degraded, items } = event.content;
      return { type: "matches-found", payloadType, indexVersion, degraded: degraded.filter(isDegradation), items };
    }
    case "TEXT_MESSAGE_START":
      return { type: "text-start", messageId: event.messageId };
    case "TEXT_MESSAGE_CONTENT":
      return { type: "text-delta", text: event.delta };
    case "TEXT_MESSAGE_END":
      return { type: "text-end", messageId: event.messageId };
    case "TOOL_CALL_CHUNK":
      return { type: "tool-call", callId: event.toolCallId, name: event.toolCallName, input: JSON.parse(event.delta) };
    case "TOOL_CALL_RESULT":
      return { type: "tool-result", callId: event.toolCallId, name: event.toolCallName, found: ToolResult.parse(JSON.parse(event.content)).found };
    case "CUSTOM":
      return customEvent(event);
    case "RUN_ERROR":
      return {
        type: "turn-error",
        code: isFailure(event.code) ? event.code : "internal",
        message: event.message,
        hint: event.hint,
        retryable: event.retryable,
      };
    default:
      return null;
  }
}

function customEvent(event: Extract<RunEvent, { type: "CUSTOM" }>): TurnEvent | null {
  switch (event.name) {
    case "intent":
      return { type: "intent-understood", intent: event.value.intent, assumptions: event.value.assumptions };
    case "notice":
      return { type: "notice", code: event.value.code, text: event.value.text };
    case "title":
      return { type: "title", title: event.value.title };
    default:
      return null;
  }
}

function turnEnd({ result }: Extract<RunEvent, { type: "RUN_FINISHED" }>, heard: Heard): TurnEvent {
  const { status, messageId, usage, costUsd, cache, citations, degraded, model, latency } = result;
  return {
    type: "turn-end",
    message: { id: messageId, text: heard.text, status, matches: heard.matches },
    ...{ usage, costUsd, cache, citations, model },
    degraded: degraded.filter(isDegradation),
    latency: { first_event: latency.firstEvent, first_token: latency.firstToken, total: latency.total },
  };
}

function isDegradation(name: string): name is Degradation {
  return Object.hasOwn(DEGRADATIONS, name);
}

function isFailure(code: string): code is Failure {
  return (ERROR_CODES as string[]).includes(code);
}
