import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import type { TurnEvent } from "../events.ts";
import type { TurnGraph } from "../graph.ts";
import { DuplicateMessage } from "../nodes/accept.ts";
import { saveAnswer } from "../sessions/save-answer.ts";
import { searchAfter } from "../sessions/search-after.ts";
import type { Session } from "../sessions/session.ts";
import { followTurn } from "./follow-turn.ts";
import { LEASE_MS, lockSession } from "./lock-session.ts";
import { type Spending, spending } from "./spending.ts";
import { loggedFailure, tellable, turnError } from "./turn-failure.ts";
import { type TurnRecorder, turnRecorder } from "./turn-recorder.ts";
import type { TurnRequest } from "./turn-state.ts";

/** Below every lock's time of doubt, so that a lock that was lost is back before anybody believes it. */
const RENEW_EVERY_MS = 500;
/** Enough steps for every node of one turn, and no more. */
const RECURSION_LIMIT = 20;

export interface TurnOptions {
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
  const { request } = options;
  const fail = failing(deps, options);
  let session: Session | null = null;
  try {
    const known = await deps.history.byClientMessageId(request.userId, request.clientMessageId);
    if (known !== null) return await follow(deps, options, known.session_id, known.turn_id);
    if (request.opens) await deps.lock.acquire(request.sessionId, request.turnId, LEASE_MS).catch(() => false);
    else session = await lockSession(deps, { request, onBusy: options.onBusy, signal: options.controller.signal });
    if (!request.opens && session === null) {
      const first = await deps.history.byClientMessageId(request.userId, request.clientMessageId);
      return await follow(deps, options, first?.session_id ?? request.sessionId, request.turnId);
    }
  } catch (error) {
    return fail(error);
  }
  await runLocked(deps, graph, options, session);
}

/** The part of a turn that holds the session's lock. */
async function runLocked(deps: TurnDeps, graph: TurnGraph, options: TurnOptions, session: Session | null): Promise<void> {
  const { request, controller } = options;
  const fail = failing(deps, options);
  const { sessionId, turnId } = request;
  const turn = {
    held: keepLock(deps, request, controller),
    recorder: turnRecorder({ turnLog: deps.turnLog, log: deps.log, sessionId, turnId, after: session?.last_event_seq ?? 0 }),
    spending: spending(deps.chatModel),
    session,
  };
  let first: DuplicateMessage | null = null;
  let deleted = false;
  try {
    await runGraph(deps, graph, options, turn);
  } catch (error) {
    if (error instanceof DuplicateMessage) first = error;
    else {
      await leavePartial(deps, options, turn, error).catch((reason: unknown) => {
        deleted = turn.recorder.accepted && reason instanceof RolecallError && reason.code === "not_found";
        fail(reason);
      });
    }
  } finally {
    await turn.recorder.flush();
    if (deleted) await deps.turnLog.forget(sessionId).catch(() => {});
    await turn.held.release();
  }
  if (first !== null) await follow(deps, options, first.sessionId, first.turnId).catch(fail);
}

interface RunningTurn {
  held: HeldLock;
  recorder: TurnRecorder;
  spending: Spending;
  /** As it was before the turn; null where the turn opens it. */
  session: Session | null;
}

async function runGraph(
  { tracing }: TurnDeps,
  graph: TurnGraph,
  { request, controller, tell, ended }: TurnOptions,
  { recorder, spending, held }: RunningTurn,
): Promise<void> {
  const runtime = { signal: controller.signal, spending, flush: () => recorder.flush(), isLogged: () => recorder.isLogged, latency: () => recorder.latency() };
  const watching = tracing.turn(request);
  const events = await graph.stream({ request }, { ...watching, streamMode: "custom", configurable: { runtime }, recursionLimit: RECURSION_LIMIT });
  for await (const event of events as AsyncIterable<TurnEvent>) {
    recorder.record(event);
    if (event.type !== "turn-end") {
      tell(event);
      continue;
    }
    // Whoever sees the end may send the next message at once.
    await recorder.flush();
    await held.release();
    tell(event);
    ended();
  }
}

interface HeldLock {
  /** Lets the lock go, for good. */
  release(): Promise<void>;
}

/**
 * Extends the lease while the turn runs, and stops the turn when somebody asks for it. A lock that was lost is taken again; where
 * somebody else has it by then, the turn stops.
 */
function keepLock({ lock, log }: TurnDeps, { sessionId, turnId }: TurnRequest, controller: AbortController): HeldLock {
  let beat = Promise.resolve();
  let failed = false;
  let released = false;

  async function renew(): Promise<void> {
    if (released) return;
    try {
      const held = await lock.renew(sessionId, turnId, LEASE_MS);
      const lost = held === null && !released && !(await lock.acquire(sessionId, turnId, LEASE_MS));
      if (lost || held?.cancelRequested) controller.abort(new RolecallError("interrupted", "The turn was stopped."));
      failed = false;
    } catch {
      if (!failed) log.warn({ session: sessionId }, "The session lock cannot be renewed.");
      failed = true;
    }
  }

  let renewing = false;
  const timer = setInterval(() => {
    // A slow lock is asked once at a time: what queued up would be waited for at the end.
    if (renewing) return;
    renewing = true;
    beat = renew().finally(() => (renewing = false));
  }, RENEW_EVERY_MS);
  timer.unref();
  return {
    async release() {
      released = true;
      clearInterval(timer);
      await beat;
      await lock.release(sessionId, turnId).catch(() => {});
    },
  };
}

/** The turn stopped half-way: what was said so far is kept, as cancelled where the user stopped it and as failed otherwise. */
async function leavePartial(
  deps: TurnDeps,
  { request, controller, tell, ended }: TurnOptions,
  { recorder, spending, session, held }: RunningTurn,
  error: unknown,
): Promise<void> {
  if (!recorder.accepted) throw error;
  const cancelled = controller.signal.aborted;
  const failure = tellable(error);
  if (!cancelled) deps.log.error({ turn: request.turnId, ...loggedFailure(failure) }, "The turn failed.");
  const { usage, costUsd } = spending;
  const answer = {
    text: recorder.text,
    status: cancelled ? ("cancelled" as const) : ("failed" as const),
    usage,
    costUsd,
    model: deps.chatModel.name,
    citations: [],
  };
  const seq = await recorder.flush();
  const search = searchAfter(session?.search_state ?? null, recorder.events);
  const message = await saveAnswer(deps.history, {
    ...request,
    answer,
    matches: recorder.matches,
    patch: { search_state: search ?? undefined, last_event_seq: seq + 1 },
  });
  const end: TurnEvent = cancelled
    ? {
        type: "turn-end",
        message: { id: message.message_id, text: message.text, status: message.status, matches: recorder.matches },
        usage,
        costUsd,
        latency: recorder.latency(),
        cache: "off",
        degraded: [],
        citations: [],
        model: answer.model,
      }
    : turnError(failure);
  recorder.record(end);
  await recorder.flush();
  await held.release();
  tell(end);
  ended();
}

async function follow(deps: TurnDeps, { controller, tell, ended, request }: TurnOptions, sessionId: string, turnId: string): Promise<void> {
  for await (const event of followTurn(deps, { actor: request, sessionId, turnId, signal: controller.signal })) tell(event);
  ended();
}

function failing({ log }: TurnDeps, { tell, ended, request }: TurnOptions): (error: unknown) => void {
  return (error) => {
    const failure = tellable(error);
    if (failure.code === "internal") log.error({ turn: request.turnId, ...loggedFailure(failure) }, "The turn failed.");
    tell(turnError(failure));
    ended();
  };
}
