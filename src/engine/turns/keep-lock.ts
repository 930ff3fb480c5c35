import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { LEASE_MS } from "./lock-session.ts";
import { interruption } from "./stopping.ts";
import type { TurnRequest } from "./turn-state.ts";

/** Below every lock's time of doubt, so that a lock that was lost is back before anybody believes it. */
const RENEW_EVERY_MS = 500;

export interface HeldLock {
  /** Lets the lock go, for good. */
  release(): Promise<void>;
  /** The same, with work left for whoever finds it. */
  abandon(): Promise<void>;
}

/**
 * Extends the lease while the turn runs, and stops the turn when somebody asks for it: at once where the bus tells, else with the next
 * renewal. A lock that was lost is taken again; where somebody else has it by then, the turn stops.
 */
export function keepLock({ lock, bus, log }: Pick<Ports, "lock" | "bus" | "log">, { sessionId, turnId }: TurnRequest, controller: AbortController): HeldLock {
  let failed = false;
  let over = false;

  async function renew(): Promise<void> {
    if (over) return;
    try {
      const held = await lock.renew(sessionId, turnId, LEASE_MS);
      if (held?.cancelRequested) controller.abort(new RolecallError("interrupted", "The turn was stopped."));
      else if (held === null && !over && !(await lock.acquire(sessionId, turnId, LEASE_MS))) {
        controller.abort(interruption("The session was taken by another turn."));
      }
      failed = false;
    } catch {
      if (!failed) log.warn({ session: sessionId }, "The session lock cannot be renewed.");
      failed = true;
    }
  }

  let beat: Promise<void> | null = null;
  let again = false;
  /** A slow lock is asked once at a time: what queued up would be waited for at the end. */
  function look(): void {
    if (beat !== null) return;
    beat = renew().finally(() => {
      beat = null;
      if (again && !over) look();
      again = false;
    });
  }
  const timer = setInterval(look, RENEW_EVERY_MS);
  timer.unref();
  const stopListening = bus.subscribe(sessionId, ({ type }) => {
    if (type !== "cancel") return;
    again = beat !== null;
    look();
  });

  async function stop(): Promise<void> {
    over = true;
    clearInterval(timer);
    stopListening();
    await beat;
  }

  return {
    async release() {
      await stop();
      await lock.release(sessionId, turnId).catch(() => {});
    },
    async abandon() {
      await stop();
      await lock.abandon(sessionId, turnId).catch(() => {});
    },
  };
}
