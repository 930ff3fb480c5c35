import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  type FailureReason,
  TaskCancelledError,
  TimeoutStrategy,
  circuitBreaker,
  handleWhen,
  timeout,
} from "cockatiel";
import { type ErrorCode, RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import type { Dependency, DependencyName, Policy } from "./dependency.ts";
import { outageOf, wasCancelled } from "./outage.ts";

/** The dependency answers, and cannot be used as it is set up: not ready, but nothing that leaving it alone would help. */
const UNUSABLE: ReadonlySet<ErrorCode> = new Set(["credentials", "configuration", "storage_newer", "storage_corrupt"]);

/** A provider may ask to be left alone for longer, up to this. */
const LONGEST_REST_MS = 60_000;

/** Stands before every call to one dependency: bounds it, and refuses it at once while the dependency is known to be down. */
export interface Guard {
  readonly name: DependencyName;
  /** Of one call; null where there is none. */
  readonly timeoutMs: number | null;
  /** What a call that takes longer fails with. */
  late(within: number): RolecallError;
  /**
   * Runs one call. `within` replaces the dependency's own time limit; null is none.
   * @throws {RolecallError} the dependency's code when it is left alone, or did not answer in time; else what `work` throws.
   */
  run<T>(work: () => Promise<T>, within?: number | null): Promise<T>;
  /** Begins a call that ends when its caller says so. @throws {RolecallError} when the dependency is left alone. */
  begin(longest: number): OpenCall;
  health(): Dependency;
  /** When it last answered; null before its first answer and after a failure. */
  readonly answeredAt: number | null;
}

export interface OpenCall {
  /** Whether it decides if the dependency is back. */
  readonly isTrial: boolean;
  /** Settles once the call counts: as a failure where the error is an outage, as an answer without one. */
  end(error?: unknown): Promise<void>;
}

/** What a call came to that is no outage: a refusal is an answer, too. */
type Outcome<T> = { value: T } | { refusal: unknown };

export function createGuard(name: DependencyName, policy: Policy, log: Log): Guard {
  const { label, code, serves, failures } = policy;
  let since = new Date();
  let isDown = false;
  let triedAgainAt = 0;
  let lastFailure: RolecallError | null = null;
  let answeredAt: number | null = null;

  const breaker = circuitBreaker(
    // A cancelled trial has shown nothing: the dependency stays as it was.
    handleWhen((error) => outageOf(error) !== null || (wasCancelled(error) && breaker.state === CircuitState.HalfOpen)),
    {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: new DelegateBackoff(({ result }: { result: FailureReason<unknown> }) => {
        const asked = "error" in result ? Number(outageOf(result.error)?.facts.retryAfterMs ?? 0) : 0;
        const rest = Math.max(policy.restMs, Math.min(asked, LONGEST_REST_MS));
        triedAgainAt = Date.now() + rest;
        return rest;
      }),
    },
  );
  breaker.onBreak(() => {
    if (isDown) return;
    isDown = true;
    log.warn({ dependency: name, code: lastFailure?.code, reason: lastFailure?.facts.reason }, `${label} is down: it is left alone between trials.`);
  });
  breaker.onReset(() => {
    isDown = false;
    log.warn({ dependency: name, downForMs: Date.now() - since.getTime() }, `${label} answers again.`);
    since = new Date();
  });

  const refused = (): RolecallError => {
    const wait = Math.max(0, triedAgainAt - Date.now());
    const hint = wait === 0 ? "It is being tried again now." : `It is tried again in ${Math.ceil(wait / 1000)} s.`;
    return new RolecallError(code, `${label} failed several times in a row and is left alone for a moment.`, {
      hint,
      facts: { dependency: name, retryAfterMs: wait, reason: "left-alone" },
    });
  };
  const late = (within: number): RolecallError =>
    new RolecallError(code, `${label} did not answer within ${within / 1000} s.`, {
      hint: "Try again in a moment.",
      facts: { dependency: name, reason: "timeout" },
    });

  const answered = () => {
    if (lastFailure !== null && !isDown) since = new Date();
    lastFailure = null;
    answeredAt = Date.now();
  };
  const failed = (failure: RolecallError) => {
    if (lastFailure === null && !isDown) since = new Date();
    lastFailure = failure;
    answeredAt = null;
  };

  async function bounded<T>(work: () => Promise<T>, within: number | null): Promise<Outcome<T>> {
    try {
      const value = await (within === null ? work() : timeout(within, TimeoutStrategy.Aggressive).execute(work));
      answered();
      return { value };
    } catch (caught) {
      const error = within !== null && caught instanceof TaskCancelledError ? late(within) : caught;
      const outage = outageOf(error);
      if (outage !== null) failed(outage);
      else if (!wasCancelled(error)) {
        if (error instanceof RolecallError && UNUSABLE.has(error.code)) failed(error);
        else answered();
        return { refusal: error };
      }
      throw error;
    }
  }

  async function run<T>(work: () => Promise<T>, within: number | null = policy.timeoutMs): Promise<T> {
    if (breaker.state === CircuitState.HalfOpen) throw refused();
    const outcome = await breaker
      .execute(() => bounded(work, within))
      .catch((error: unknown) => {
        throw error instanceof BrokenCircuitError ? refused() : error;
      });
    if ("refusal" in outcome) throw outcome.refusal;
    return outcome.value;
  }

  return {
    name,
    timeoutMs: policy.timeoutMs,
    late,
    run,
    begin(longest) {
      const ended = Promise.withResolvers<void>();
      let begun = false;
      const whole = run(() => {
        begun = true;
        return ended.promise;
      }, longest).catch(() => {});
      if (!begun) throw refused();
      return {
        isTrial: breaker.state === CircuitState.HalfOpen,
        end(error) {
          if (error === undefined) ended.resolve();
          else ended.reject(error);
          return whole;
        },
      };
    },
    health() {
      const isTried = breaker.state === CircuitState.HalfOpen || (breaker.state === CircuitState.Open && Date.now() >= triedAgainAt);
      const state = isTried ? "recovering" : isDown || lastFailure !== null ? "down" : "up";
      return { name, state, since, ...(lastFailure !== null && { lastError: lastFailure.code }), serves };
    },
    get answeredAt() {
      return answeredAt;
    },
  };
}
