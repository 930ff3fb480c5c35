import { type Actor, type Engine, RolecallError, type TurnEvent } from "../engine/index.ts";
import { type ChatDocument, addEvent, emptyDocument } from "./chat-document.ts";
import { errorDocument } from "./failure.ts";
import type { CliSession, GlobalOptions } from "./session.ts";
import { plainWriter } from "./plain-answer.ts";

export type OutputFormat = "text" | "json" | "stream-json";

interface Question {
  actor: Actor;
  sessionId?: string;
  text: string;
  format: OutputFormat;
}

type Limits = GlobalOptions & { timeout?: number; maxCost?: number };

/** Answers one message on stdout in the format asked for. Returns the exit code. */
export async function answerOnce(session: CliSession, options: Limits, engine: Engine, { actor, sessionId, text, format }: Question): Promise<number> {
  const stop = new AbortController();
  let stopped: RolecallError | null = null;
  const abort = (reason: RolecallError) => {
    stopped ??= reason;
    stop.abort(reason);
  };
  let exitCode = 0;
  const unlisten = session.onSignal((signal) => {
    exitCode = signal === "SIGINT" ? 130 : 143;
    abort(new RolecallError("interrupted", "Stopped; what was said so far is kept.", { hint: 'Go on with "rolecall chat -r latest".' }));
  });
  const timer = options.timeout === undefined ? undefined : setTimeout(() => abort(timeLimit(options.timeout!)), options.timeout * 1000);
  const document = emptyDocument(actor);
  const writer = format === "text" ? plainWriter(session, options) : null;
  let failure: (TurnEvent & { type: "turn-error" }) | null = null;
  try {
    for await (const event of engine.send({ ...actor, sessionId, text, signal: stop.signal, maxCostUsd: options.maxCost })) {
      addEvent(document, event);
      if (event.type === "turn-error") failure = event;
      if (format === "stream-json") session.stdout.write(`${JSON.stringify(event)}\n`);
      writer?.write(event);
    }
  } finally {
    clearTimeout(timer);
    unlisten();
  }
  const error = failure === null ? stopped : new RolecallError(failure.code, failure.message, { hint: failure.hint });
  if (error !== null) document.error = errorDocument(error);
  finish(session, format, document, error);
  return error === null ? 0 : exitCode || error.exitCode;
}

function finish({ stdout, stderr }: CliSession, format: OutputFormat, document: ChatDocument, error: RolecallError | null): void {
  if (format === "json") stdout.write(`${JSON.stringify(document)}\n`);
  else if (format === "stream-json") stdout.write(`${JSON.stringify({ type: "result", ...document })}\n`);
  else if (error !== null) stderr.write(`rolecall: ${error.message}${error.hint === undefined ? "" : ` ${error.hint}`}\n`);
}

function timeLimit(seconds: number): RolecallError {
  return new RolecallError("time_limit", `The answer took longer than ${seconds} s and was stopped.`, { hint: "Raise --timeout." });
}
