import { setTimeout as sleep } from "node:timers/promises";
import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { ownSession } from "../sessions/own-session.ts";
import { endInLog, settleSession, unansweredMessage } from "../sessions/recover.ts";
import type { Session } from "../sessions/session.ts";
import type { TurnRequest } from "./turn-state.ts";

/** A lease outlives a slow moment of its holder, and ends soon after its death. */
export const LEASE_MS = 4_000;
/** Longer than a dead holder's lease, and the doubt about it, can keep others waiting. */
const PATIENCE_MS = 12_000;
/** Longer than a holder takes to let go once its answer is stored; who has not by then died in between, or could not say so. */
const LETTING_GO_MS = 1_000;
const RETRY_MS = 50;

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
  const { lock, bus, history } = deps;
  const { sessionId, turnId, userId, clientMessageId } = request;
  const startedAt = performance.now();
  for (;;) {
    const { running } = await settleSession(deps, await ownSession(history, request, sessionId));
    if (running === null && (await lock.acquire(sessionId, turnId, LEASE_MS))) {
      const session = await whereAnswered(deps, request);
      if (session !== null) {
        await endDeadTurn(deps, session);
        return session;
      }
    }
    if ((await history.byClientMessageId(userId, clientMessageId)) !== null) return null;
    const holder = running ?? (await lock.holder(sessionId).catch(() => null));
    const waited = performance.now() - startedAt;
    if (holder !== null && holder !== turnId) {
      if (await isAnswered(history, sessionId, holder)) {
        if (waited > LETTING_GO_MS) await lock.release(sessionId, holder);
      } else if (onBusy === "reject") {
        throw new RolecallError("session_busy", "An answer is still being written in this session.", { hint: "Wait for it, or stop it first." });
      } else if (await lock.requestCancel(sessionId, holder)) bus.publish(sessionId, { type: "cancel" });
    }
    if (signal.aborted) throw new RolecallError("interrupted", "The message was withdrawn before it was accepted.", { hint: "Send it again." });
    if (waited > PATIENCE_MS) throw new RolecallError("session_busy", "The session stayed busy.", { hint: "Try again in a moment." });
    await sleep(RETRY_MS);
  }
}

/** A turn whose process died with its answer stored has no end in the log yet: it gets it before the next one begins there. */
async function endDeadTurn(deps: TurnDeps, session: Session): Promise<void> {
  const extent = await deps.turnLog.extent(session.session_id).catch(() => null);
  if (extent?.openTurn) await endInLog(deps, session, extent.openTurn).catch(() => {});
}

/** The session, where its lock is held with nothing left open. Somebody can have been there between the look and the lock. */
async function whereAnswered({ lock, history }: TurnDeps, request: TurnRequest): Promise<Session | null> {
  const { sessionId, turnId } = request;
  try {
    if ((await unansweredMessage(history, sessionId)) === null) return await ownSession(history, request, sessionId);
  } catch (error) {
    await lock.release(sessionId, turnId).catch(() => {});
    throw error;
  }
  await lock.release(sessionId, turnId).catch(() => {});
  return null;
}

/** Then its holder is only just letting go. */
async function isAnswered(history: TurnDeps["history"], sessionId: string, turnId: string): Promise<boolean> {
  return (await history.turn(sessionId, turnId)).some(({ role }) => role === "assistant");
}
