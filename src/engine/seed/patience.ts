import { setTimeout as sleep } from "node:timers/promises";
import { RolecallError } from "../errors.ts";

export interface Patience {
  /** How long a service that cannot be reached is tried again. */
  patienceMs: number;
  signal?: AbortSignal;
  /** Called before each pause, with what is wrong. */
  onWait?: (reason: string) => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/**
 * Repeats a call while a store cannot be reached, for as long as a service takes to restart, and while a model takes no more requests.
 * The call must be one that may be repeated.
 */
export type Patiently = <T>(call: () => Promise<T>) => Promise<T>;

export function patiently({ patienceMs, signal, onWait }: Patience): Patiently {
  return async (call) => {
    let deadline: number | undefined;
    for (let backoff = FIRST_PAUSE_MS; ; backoff = Math.min(2 * backoff, LONGEST_PAUSE_MS)) {
      try {
        return await call();
      } catch (error) {
        signal?.throwIfAborted();
        if (!isTransient(error)) throw error;
        deadline ??= performance.now() + patienceMs;
        const pause = Math.max(backoff, Number(error.facts.retryAfterMs ?? 0));
        if (performance.now() + pause > deadline) throw error;
        onWait?.(error.message);
        await sleep(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
      }
    }
  };
}

const TOO_MANY_REQUESTS = 429;
const NO_CREDIT = "insufficient_quota";

function isTransient(error: unknown): error is RolecallError {
  if (!(error instanceof RolecallError)) return false;
  const { code, facts } = error;
  if (code === "storage_unavailable") return true;
  const isBusy = facts.status === TOO_MANY_REQUESTS && facts.providerCode !== NO_CREDIT;
  return code === "model_unavailable" && (isBusy || facts.reason === "left-alone");
}
