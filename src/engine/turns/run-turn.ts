import type { TurnDeps } from "../deps.ts";
import { RolecallError, asRolecallError } from "../errors.ts";
import type { TurnEvent } from "../events.ts";
import type { TurnGraph } from "../graph.ts";
import { DuplicateMessage } from "../nodes/accept.ts";
import { recoverSession } from "../sessions/recover.ts";
import { saveAnswer } from "../sessions/save-answer.ts";
import { followTurn } from "./follow-turn.ts";
import { type TurnRecorder, turnRecorder } from "./turn-recorder.ts";
import type { TurnRequest } from "./turn-state.ts";

/** A lease outlives a slow moment of its holder, and ends soon after its death. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 1_000;
const RETRY_MS = 25;
/** Enough steps for every node of one turn, and no more. */
const RECURSION_LIMIT = 20;

interface TurnOptions {
  request: TurnRequest;
  onBusy: "reject" | "interrupt";
  /** Aborts the turn; the reason of the abort tells why. */
  controller: AbortController;
  tell: (event: TurnEvent) => void;
  /** Called once the terminal event was told; what follows is off the critical path. */
  ended: () => void;
}

/** Runs one turn to its end: lock, graph, and what is left to do where the graph fails. Never throws. */
export async function runTurn(deps: TurnDeps, graph: TurnGraph, options: TurnOptions): Promise<void> {
  const { request, controller, tell, ended } = options;
  const fail = (error: unknown) => {
    const { code, message, hint, retryable } = asRolecallError(error);
    tell({ type: "turn-error", code, message, hint, retryable });
    ended();
  };
  try {
    const known = await deps.history.byClientMessageId(request.userId, request.clientMessageId);
    if (known !== null) return await follow(deps, options, known.session_id, known.turn_id);
    if (!request.opens && !(await lockSession(deps, options))) {
      const first = await deps.history.byClientMessageId(request.userId, request.clientMessageId);
      return await follow(deps, options, first?.session_id ?? request.sessionId, request.turnId);
    }
  } catch (error) {
    return fail(error);
  }
  if (request.opens) await deps.lock.acquire(request.sessionId, request.turnId, LEASE_MS).catch(() => false);
  const heartbeat = keepLock(deps, request, controller);
  const recorder = turnRecorder({ turnLog: deps.turnLog, log: deps.log, sessionId: request.sessionId, turnId: request.turnId, lastSeq: () => 0 });
  try {
    await runGraph(deps, graph, options, recorder);
  } catch (error) {
    if (error instanceof DuplicateMessage) return await follow(deps, options, error.sessionId, error.turnId).catch(fail);
    await leavePartial(deps, options, recorder, error).catch(fail);
  } finally {
    clearInterval(heartbeat);
    await recorder.flush();
    await deps.lock.release(request.sessionId, request.turnId).catch(() => {});
  }
}

async function runGraph({ lock }: TurnDeps, graph: TurnGraph, { request, controller, tell, ended }: TurnOptions, recorder: TurnRecorder): Promise<void> {
  const runtime = { signal: controller.signal, flush: () => recorder.flush(), latency: () => recorder.latency() };
  const events = await graph.stream({ request }, { streamMode: "custom", configurable: { runtime }, recursionLimit: RECURSION_LIMIT });
  for await (const event of events as AsyncIterable<TurnEvent>) {
    recorder.record(event);
    if (event.type !== "turn-end") {
      tell(event);
      continue;
    }
    // Whoever sees the end may send the next message at once.
    await recorder.flush();
    await lock.release(request.sessionId, request.turnId);
    tell(event);
    ended();
  }
}

/**
 * Takes the session's lock, waiting where the same message is already being accepted elsewhere. False when that one won.
 * @throws {RolecallError} `session_busy`
 */
async function lockSession({ lock, history, log, turnLog }: TurnDeps, { request, onBusy }: TurnOptions): Promise<boolean> {
  const { sessionId, turnId, userId, clientMessageId } = request;
  const deadline = performance.now() + LEASE_MS;
  for (;;) {
    if (await lock.acquire(sessionId, turnId, LEASE_MS)) {
      const session = await history.session(sessionId);
      if (session !== null && session.user_id === userId) await recoverSession({ history, turnLog, lock, log }, session);
      return true;
    }
    if ((await history.byClientMessageId(userId, clientMessageId)) !== null) return false;
    const holder = await lock.holder(sessionId);
    if (holder !== null && holder !== turnId) {
      if (onBusy === "reject") throw new RolecallError("session_busy", "An answer is still being written in this session.", { hint: "Wait for it, or stop it first." });
      await lock.requestCancel(sessionId, holder);
    }
    if (performance.now() > deadline) throw new RolecallError("session_busy", "The session stayed busy.", { hint: "Try again in a moment." });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Extends the lease while the turn runs, and stops the turn when somebody asks for it or the lease is lost. */
function keepLock({ lock, log }: TurnDeps, { sessionId, turnId }: TurnRequest, controller: AbortController): NodeJS.Timeout {
  const timer = setInterval(() => {
    lock.renew(sessionId, turnId, LEASE_MS).then(
      (held) => {
        if (held === null || held.cancelRequested) controller.abort(new RolecallError("interrupted", "The turn was stopped."));
      },
      () => log.warn({ session: sessionId }, "The session lock cannot be renewed."),
    );
  }, RENEW_EVERY_MS);
  timer.unref();
  return timer;
}

/** The turn stopped half-way: what was said so far is kept, as cancelled where the user stopped it and as failed otherwise. */
async function leavePartial(deps: TurnDeps, { request, controller, tell, ended }: TurnOptions, recorder: TurnRecorder, error: unknown): Promise<void> {
  if (!recorder.accepted) throw error;
  const cancelled = controller.signal.aborted;
  const failure = asRolecallError(error);
  if (!cancelled) deps.log.error({ turn: request.turnId, code: failure.code, reason: failure.message }, "The turn failed.");
  const usage = { input: 0, output: 0, cached: 0 };
  const answer = { text: recorder.text, status: cancelled ? ("cancelled" as const) : ("failed" as const), usage, costUsd: 0, model: deps.chatModel.name, citations: [] };
  const seq = await recorder.flush();
  const message = await saveAnswer(deps.history, { ...request, answer, matches: recorder.matches, patch: { last_event_seq: seq + 1 } });
  const end: TurnEvent = cancelled
    ? {
        type: "turn-end",
        message: { id: message.message_id, text: message.text, status: message.status, matches: recorder.matches },
        usage,
        costUsd: 0,
        latency: recorder.latency(),
        cache: "off",
        degraded: [],
        citations: [],
        model: answer.model,
      }
    : { type: "turn-error", code: failure.code, message: failure.message, hint: failure.hint, retryable: failure.retryable };
  recorder.record(end);
  tell(end);
  ended();
}

async function follow(deps: TurnDeps, { controller, tell, ended, request }: TurnOptions, sessionId: string, turnId: string): Promise<void> {
  for await (const event of followTurn(deps, { sessionId, turnId, userId: request.userId, signal: controller.signal })) tell(event);
  ended();
}
