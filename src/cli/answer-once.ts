import { type Actor, RolecallError, asRolecallError } from "../engine/index.ts";
import { addEvent, emptyDocument } from "./chat-document.ts";
import { errorDocument, sentence } from "./failure.ts";
import type { OutputFormat } from "./output-format.ts";
import { plainWriter } from "./plain-answer.ts";
import { type CliSession, type GlobalOptions, printDocument } from "./session.ts";
import type { ChatEngine } from "./ui/chat-engine.ts";

interface Question {
  actor: Actor;
  sessionId?: string;
  text: string;
  format: OutputFormat;
  /** Stops the answer; the reason is a `RolecallError`. */
  signal: AbortSignal;
}

export type Limits = GlobalOptions & { timeout?: number; maxCost?: number };

/** Answers one message on stdout in the format asked for. Returns the exit code. */
export async function answerOnce(
  session: CliSession,
  options: Limits,
  engine: ChatEngine,
  { actor, sessionId, text, format, signal }: Question,
): Promise<number> {
  using limit = timeLimit(options.timeout);
  const stop = AbortSignal.any([signal, limit.signal]);
  const document = emptyDocument(actor);
  const writer = format === "text" ? plainWriter(session, options) : null;
  let failure: RolecallError | null = null;
  for await (const event of engine.send({ ...actor, sessionId, text, signal: stop, maxCostUsd: options.maxCost })) {
    addEvent(document, event);
    if (event.type === "turn-error") failure = new RolecallError(event.code, event.message, { hint: event.hint });
    if (format === "stream-json") session.stdout.write(`${JSON.stringify(event)}\n`);
    writer?.write(event);
  }
  if (stop.aborted) failure = asRolecallError(stop.reason);
  if (failure !== null) document.error = errorDocument(failure);
  if (format === "json") printDocument(session, document);
  else if (format === "stream-json") printDocument(session, { type: "result", ...document });
  else if (failure !== null) session.stderr.write(`${sentence(failure)}\n`);
  return failure?.exitCode ?? 0;
}

function timeLimit(seconds: number | undefined): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const error = () => new RolecallError("time_limit", `The answer took longer than ${seconds} s and was stopped.`, { hint: "Raise --timeout." });
  const timer = seconds === undefined ? undefined : setTimeout(() => controller.abort(error()), seconds * 1000);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}
