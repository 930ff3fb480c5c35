import type { CommandType } from "../protocol/commands.ts";
import type { RunEvent, WireEvent } from "../protocol/events.ts";

export type Fields = Record<string, unknown>;
/** The type of an event, with the name of one that is `CUSTOM`. */
type KeyOf<E> = E extends { type: "CUSTOM"; name: infer N extends string } ? `CUSTOM ${N}` : E extends { type: infer T extends string } ? T : never;

/** The paths of what this client, or whoever listens to it, reads without asking: text, a whole number after `#`, a list after `*`. */
const LOGGED: Record<KeyOf<RunEvent>, string> = {
  RUN_STARTED: "message.id message.clientMessageId message.content",
  STEP_STARTED: "stepName",
  STEP_FINISHED: "stepName",
  ACTIVITY_SNAPSHOT: "messageId content.payloadType *content.items",
  TEXT_MESSAGE_START: "messageId",
  TEXT_MESSAGE_CONTENT: "messageId delta",
  TEXT_MESSAGE_END: "messageId",
  TOOL_CALL_CHUNK: "toolCallId toolCallName delta",
  TOOL_CALL_RESULT: "toolCallId toolCallName content",
  "CUSTOM intent": "value.intent.kind *value.assumptions",
  "CUSTOM notice": "value.code value.text",
  "CUSTOM title": "value.title",
  RUN_FINISHED: "result.messageId result.status *result.citations",
  RUN_ERROR: "code message",
};

const UNLOGGED: Record<KeyOf<Exclude<WireEvent, RunEvent>>, string> = {
  "CUSTOM context_restored": "#value.lastSeq *value.recentMessages",
  "CUSTOM session_deleted": "name",
  MESSAGES_SNAPSHOT: "#snapshotSeq *messages",
};

export const RESULT_SHAPES: Partial<Record<CommandType, string>> = {
  "session.open": "sessionId #lastSeq",
  "session.list": "*sessions",
  "message.send": "runId messageId",
  "auth.refresh": "#tokenExpiresAt",
};

export const ACK_SHAPE = "connectionId userId role #heartbeatMs #tokenExpiresAt #limits.maxFrameBytes";
export const MESSAGE_SHAPE = "id role content runId status *matches *citations";
/** Of every event that is in the log. */
export const LOGGED_SHAPE = "runId #seq #timestamp";

export const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Null for an event that is not known here: a newer server's. */
export function shapeOf({ type, name }: Fields): { isLogged: boolean; shape: string } | null {
  const key = type === "CUSTOM" ? `CUSTOM ${String(name)}` : String(type);
  for (const shapes of [LOGGED, UNLOGGED]) {
    if (Object.hasOwn(shapes, key)) return { isLogged: shapes === LOGGED, shape: shapes[key as never] };
  }
  return null;
}

export function has(value: unknown, shape: string): boolean {
  return shape.split(" ").every((path) => {
    const found = path
      .replace(/^\W/, "")
      .split(".")
      .reduce((inner, name) => (inner as Fields | undefined | null)?.[name], value);
    if (path.startsWith("#")) return isCount(found);
    return path.startsWith("*") ? Array.isArray(found) : typeof found === "string";
  });
}
