import type { Command, CommandType } from "../protocol/commands.ts";
import { authRefresh } from "./auth-refresh.ts";
import type { CommandContext, Handler } from "./context.ts";
import { feedbackSet } from "./feedback-set.ts";
import { messageSend } from "./message-send.ts";
import { runCancel } from "./run-cancel.ts";
import { sessionClose } from "./session-close.ts";
import { sessionEnd } from "./session-end.ts";
import { sessionList } from "./session-list.ts";
import { sessionOpen } from "./session-open.ts";

const HANDLERS: { [T in CommandType]: Handler<T> } = {
  "session.open": sessionOpen,
  "session.close": sessionClose,
  "session.list": sessionList,
  "session.end": sessionEnd,
  "message.send": messageSend,
  "run.cancel": runCancel,
  "feedback.set": feedbackSet,
  "auth.refresh": authRefresh,
};

type AnyHandler = (context: CommandContext, payload: Command["payload"]) => Promise<Record<string, unknown> | void>;

export function carryOut(context: CommandContext, { type, payload }: Command): Promise<Record<string, unknown> | void> {
  return (HANDLERS[type] as AnyHandler)(context, payload);
}
