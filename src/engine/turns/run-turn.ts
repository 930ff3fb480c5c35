import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import type { TurnEvent } from "../events.ts";
import type { TurnGraph } from "../graph.ts";
import { DuplicateMessage } from "../nodes/accept.ts";
import { answerIdOf } from "../sessions/answer-id.ts";
import { saveAnswer } from "../sessions/save-answer.ts";
import { searchAfter } from "../sessions/search-after.ts";
import type { Session } from "../sessions/session.ts";
import { followTurn, repeatedStart } from "./follow-turn.ts";
import { keepLock, type HeldLock } from "./keep-lock.ts";
import { LEASE_MS, lockSession } from "./lock-session.ts";
import { type Spending, spending } from "./spending.ts";
import { interruption, isInterruption } from "./stopping.ts";
import { type TextAndSteps, textAndSteps } from "./text-and-steps.ts";
import { loggedFailure, tellable, turnError } from "./turn-failure.ts";
import { type TurnRecorder, turnRecorder } from "./turn-recorder.ts";
import type { Answer, TurnRequest } from "./turn-state.ts";

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
  /** Whether a message that was sent before is told to its turn's end, wherever that runs, or only that it is one. */
  follows: boolean;
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
  const lost = () => controller.abort(interruption("The turn was ended by another process, which had not heard of this one."));
  const turn: RunningTurn = {
    held: keepLock(deps, request, controller),
    recorder: turnRecorder({ ...deps, sessionId, turnId, after: session?.last_event_seq ?? 0, onEnded: lost }),
    whole: textAndSteps(answerIdOf(turnId)),
    spending: spending(deps.chatModel),
    session,
  };
  let first: DuplicateMessage | null = null;
  let deleted = false;
  let isLeft = false;
  try {
    await runGraph(deps, graph, options, turn);
  } catch (error) {
    if (error instanceof DuplicateMessage) first = error;
    else {
      await leavePartial(deps, options, turn, error).catch((reason: unknown) => {
        deleted = turn.recorder.accepted && reason instanceof RolecallError && reason.code === "not_found";
        isLeft = turn.recorder.accepted && !deleted;
        fail(reason);
      });
    }
  } finally {
    await turn.recorder.flush();
    if (deleted) await deps.turnLog.forget(sessionId).catch(() => {});
    // An answer that could not be kept is given by whoever tends the sessions, once that can be done.
    await (isLeft ? turn.held.abandon() : turn.held.release());
  }
  if (first !== null) await follow(deps, options, first.sessionId, first.turnId).catch(fail);
}

interface RunningTurn {
  held: HeldLock;
  recorder: TurnRecorder;
  whole: TextAndSteps;
  spending: Spending;
  /** As it was before the turn; null where the turn opens it. */
  session: Session | null;
}

async function runGraph(
  { tracing }: TurnDeps,
  graph: TurnGraph,
  { request, controller, tell, ended }: TurnOptions,
  { recorder, whole, spending, held }: RunningTurn,
): Promise<void> {
  const runtime = { signal: controller.signal, spending, flush: () => recorder.flush(), isLogged: () => recorder.isLogged, latency: () => recorder.latency() };
  const watching = tracing.turn(request);
  const events = await graph.stream({ request }, { ...watching, streamMode: "custom", configurable: { runtime }, recursionLimit: RECURSION_LIMIT });
  for await (const told of events as AsyncIterable<TurnEvent>) {
    for (const event of whole.add(told)) {
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
}

/** The turn stopped half-way: what was said so far is kept, as cancelled where the user stopped it and as failed otherwise. */
async function leavePartial(
  deps: TurnDeps,
  { request, controller, tell, ended }: TurnOptions,
  { recorder, whole, spending, session, held }: RunningTurn,
  error: unknown,
): Promise<void> {
  if (!recorder.accepted) throw error;
  const { signal } = controller;
  const stopped = signal.aborted ? (isInterruption(signal.reason) ? "interrupted" : "cancelled") : null;
  const failure = tellable(error);
  if (stopped === null) deps.log.error({ turn: request.turnId, ...loggedFailure(failure) }, "The turn failed.");
  const { usage, costUsd } = spending;
  const answer: Answer = {
    text: recorder.text,
    status: stopped ?? "failed",
    usage,
    costUsd,
    model: deps.chatModel.name,
    citations: [],
  };
  const closing = whole.close();
  for (const event of closing) recorder.record(event);
  const seq = await recorder.flush();
  const search = searchAfter(session?.search_state ?? null, recorder.events);
  const message = await saveAnswer(deps.history, {
    ...request,
    answer,
    matches: recorder.matches,
    patch: { search_state: search ?? undefined, last_event_seq: seq + 1 },
  });
  const { message_id: id, text, status } = message;
  const end: TurnEvent =
    status === "failed"
      ? turnError(failure)
      : {
          type: "turn-end",
          message: { id, text, status, matches: recorder.matches },
          usage,
          costUsd,
          latency: recorder.latency(),
          cache: "off",
          degraded: [],
          citations: [],
          model: answer.model,
        };
  recorder.record(end);
  await recorder.flush();
  await held.release();
  for (const event of [...closing, end]) tell(event);
  ended();
}

async function follow(deps: TurnDeps, { controller, tell, ended, request, follows }: TurnOptions, sessionId: string, turnId: string): Promise<void> {
  if (!follows) tell(await repeatedStart(deps.history, request, sessionId, turnId));
  else for await (const event of followTurn(deps, { actor: request, sessionId, turnId, signal: controller.signal })) tell(event);
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
