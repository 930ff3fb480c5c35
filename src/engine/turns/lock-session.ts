import { setTimeout as sleep } from "node:timers/promises";
import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { ownSession } from "../sessions/own-session.ts";
import { recoverSession } from "../sessions/recover.ts";
import type { Session } from "../sessions/session.ts";
import type { TurnRequest } from "./turn-state.ts";

/** A lease outlives a slow moment of its holder, and ends soon after its death. */
export const LEASE_MS = 10_000;
const RETRY_MS = 25;

interface Entry {
  request: TurnRequest;
  onBusy: "reject" | "interrupt";
  signal: AbortSignal;
}

/**
 * Takes the lock of the user's own session and completes what a dead turn left there, waiting where the same message is already
 * being accepted elsewhere. Null when that one won.
 * @throws {RolecallError} `not_found`, `session_busy`, `interrupted`
 */
export async function lockSession(deps: TurnDeps, { request, onBusy, signal }: Entry): Promise<Session | null> {
  const { lock, history } = deps;
  const { sessionId, turnId, userId, clientMessageId } = request;
  await ownSession(history, request, sessionId);
  const deadline = performance.now() + LEASE_MS;
  for (;;) {
    if (await lock.acquire(sessionId, turnId, LEASE_MS)) return await recovered(deps, request);
    if ((await history.byClientMessageId(userId, clientMessageId)) !== null) return null;
    const holder = await lock.holder(sessionId);
    if (holder !== null && holder !== turnId && !(await isAnswered(history, sessionId, holder))) {
      if (onBusy === "reject")
        throw new RolecallError("session_busy", "An answer is still being written in this session.", { hint: "Wait for it, or stop it first." });
      await lock.requestCancel(sessionId, holder);
    }
    if (signal.aborted) throw new RolecallError("interrupted", "The message was withdrawn before it was accepted.", { hint: "Send it again." });
    if (performance.now() > deadline) throw new RolecallError("session_busy", "The session stayed busy.", { hint: "Try again in a moment." });
    await sleep(RETRY_MS);
  }
}

async function recovered(deps: TurnDeps, request: TurnRequest): Promise<Session> {
  try {
    const session = await ownSession(deps.history, request, request.sessionId);
    return (await recoverSession(deps, session)) === null ? session : await ownSession(deps.history, request, request.sessionId);
  } catch (error) {
    await deps.lock.release(request.sessionId, request.turnId).catch(() => {});
    throw error;
  }
}

/** Its answer is stored: the holder is only just letting go. */
async function isAnswered(history: TurnDeps["history"], sessionId: string, turnId: string): Promise<boolean> {
  return (await history.turn(sessionId, turnId)).some(({ role }) => role === "assistant");
}
