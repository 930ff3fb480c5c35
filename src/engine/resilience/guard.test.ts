import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ErrorCode, RolecallError } from "../errors.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import type { Policy } from "./dependency.ts";
import { type Guard, createGuard } from "./guard.ts";

const POLICY: Policy = { label: "MongoDB", serves: ["catalogue", "history"], code: "storage_unavailable", timeoutMs: 1_000, failures: 3, restMs: 2_000 };

const failing =
  (code: ErrorCode, facts = {}) =>
  async (): Promise<never> => {
    throw new RolecallError(code, "It failed.", { facts });
  };
const down = failing("storage_unavailable");
const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "answered",
    (error: unknown) => (error instanceof RolecallError ? (error.facts.reason ?? error.code) : error),
  );

let log: ReturnType<typeof recordedLog>;
let guard: Guard;
beforeEach(() => {
  vi.useFakeTimers();
  log = recordedLog();
  guard = createGuard("mongodb", POLICY, log);
});
afterEach(() => void vi.useRealTimers());

async function breakDown(): Promise<void> {
  for (let failure = 0; failure < POLICY.failures; failure += 1) await codeOf(guard.run(down));
}

describe("a dependency that fails", () => {
  test("is asked until it has failed three times in a row, and then left alone", async () => {
    const work = vi.fn<typeof down>(down);
    for (let call = 0; call < 5; call += 1) await codeOf(guard.run(work));
    expect(work).toHaveBeenCalledTimes(3);
    await expect(guard.run(async () => 1)).rejects.toMatchObject({
      code: "storage_unavailable",
      retryable: true,
      message: "MongoDB failed several times in a row and is left alone for a moment.",
      hint: "It is tried again in 2 s.",
      facts: { dependency: "mongodb", retryAfterMs: 2_000 },
    });
  });

  test("is asked on while an answer comes between its failures, a refusal included", async () => {
    for (const answer of [async () => 1, failing("not_found"), failing("usage")]) {
      await codeOf(guard.run(down));
      await codeOf(guard.run(down));
      await codeOf(guard.run(answer));
    }
    expect(guard.health()).toMatchObject({ state: "up" });
  });

  test.each(["credentials", "configuration", "storage_newer", "storage_corrupt"] as const)(
    "one that cannot be used is down, and asked on: %s",
    async (code) => {
      for (let call = 0; call < 10; call += 1) expect(await codeOf(guard.run(failing(code)))).toBe(code);
      expect(guard.health()).toMatchObject({ state: "down", lastError: code });
      await guard.run(async () => 1);
      expect(guard.health().state).toBe("up");
    },
  );

  test.each(["not_found", "usage", "internal"] as const)("a refusal is passed on and never counts: %s", async (code) => {
    for (let call = 0; call < 10; call += 1) expect(await codeOf(guard.run(failing(code)))).toBe(code);
    expect(guard.health().state).toBe("up");
  });

  test.each(["storage_unavailable", "storage_full", "model_unavailable"] as const)("counts by its code: %s", async (code) => {
    for (let call = 0; call < 3; call += 1) await codeOf(guard.run(failing(code)));
    expect(guard.health()).toMatchObject({ state: "down", lastError: code });
  });

  test("counts by a driver's network error, too", async () => {
    const refused = async (): Promise<never> => {
      throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    };
    for (let call = 0; call < 3; call += 1) await expect(guard.run(refused)).rejects.toThrow("connect");
    expect(guard.health().state).toBe("down");
  });

  test("what its callers cancelled does not count", async () => {
    const cancelled = async (): Promise<never> => {
      throw new DOMException("The operation was aborted", "AbortError");
    };
    for (let call = 0; call < 10; call += 1) await expect(guard.run(cancelled)).rejects.toThrow("aborted");
    expect(guard.health().state).toBe("up");
  });
});

describe("a dependency that is silent", () => {
  const silent = () => new Promise<never>(() => {});

  test("is given up after its time limit, or the call's own", async () => {
    const calls = [guard.run(silent), guard.run(silent, 300)].map((call) => call.catch((error: RolecallError) => ({ at: Date.now(), error })));
    const startedAt = Date.now();
    await vi.advanceTimersByTimeAsync(5_000);
    const [usual, brief] = await Promise.all(calls);
    expect(usual).toMatchObject({ at: startedAt + 1_000, error: { code: "storage_unavailable", message: "MongoDB did not answer within 1 s." } });
    expect(brief).toMatchObject({ at: startedAt + 300, error: { message: "MongoDB did not answer within 0.3 s." } });
  });

  test("is left alone after three such calls", async () => {
    const calls = Promise.all([1, 2, 3].map(() => codeOf(guard.run(silent))));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await calls).toEqual(["timeout", "timeout", "timeout"]);
    expect(await codeOf(guard.run(async () => 1))).toBe("left-alone");
  });

  test("a call without a limit is waited for", async () => {
    const call = guard.run(() => new Promise((resolve) => setTimeout(() => resolve("late"), 100_000)), null);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(await call).toBe("late");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("coming back", () => {
  test("one call tries it again; the others are refused at once until that is decided", async () => {
    await breakDown();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(guard.health().state).toBe("recovering");
    const answer = Promise.withResolvers<string>();
    const trial = guard.run(() => answer.promise);
    expect(await codeOf(guard.run(async () => 1))).toBe("left-alone");
    answer.resolve("back");
    expect(await trial).toBe("back");
    expect(await codeOf(guard.run(async () => 1))).toBe("answered");
    expect(guard.health()).toMatchObject({ state: "up", since: new Date() });
  });

  test("a trial that fails leaves it alone for another while", async () => {
    await breakDown();
    const beganAt = guard.health().since;
    for (let trial = 0; trial < 3; trial += 1) {
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await codeOf(guard.run(down))).toBe("storage_unavailable");
      expect(await codeOf(guard.run(down))).toBe("left-alone");
    }
    expect(guard.health()).toMatchObject({ state: "down", since: beganAt });
  });

  test("a trial that its caller cancelled decides nothing", async () => {
    await breakDown();
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(guard.run(() => Promise.reject(new DOMException("", "AbortError")))).rejects.toThrow();
    expect(await codeOf(guard.run(async () => 1))).toBe("left-alone");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await codeOf(guard.run(async () => 1))).toBe("answered");
  });

  test("a provider that asks for more time gets it, within a minute", async () => {
    for (const [asked, rest] of [
      [10_000, 10_000],
      [1_000, 2_000],
      [3_600_000, 60_000],
    ] as const) {
      guard = createGuard("chat-model", POLICY, log);
      for (let call = 0; call < 3; call += 1) await codeOf(guard.run(failing("model_unavailable", { retryAfterMs: asked })));
      await vi.advanceTimersByTimeAsync(rest - 1);
      expect(await codeOf(guard.run(async () => 1))).toBe("left-alone");
      await vi.advanceTimersByTimeAsync(1);
      expect(await codeOf(guard.run(async () => 1))).toBe("answered");
    }
  });

  test("an outage is two lines in the log, whatever lies between", async () => {
    for (let call = 0; call < 20; call += 1) {
      await codeOf(guard.run(down));
      await vi.advanceTimersByTimeAsync(700);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    for (let call = 0; call < 5; call += 1) await guard.run(async () => 1);
    expect(log.lines).toEqual([
      { level: "warn", facts: { dependency: "mongodb", code: "storage_unavailable" }, text: "MongoDB is down: it is left alone between trials." },
      { level: "warn", facts: { dependency: "mongodb", downForMs: expect.any(Number) }, text: "MongoDB answers again." },
    ]);
  });
});

test("whatever happens in whatever order, a dependency that is being tried gets one call at a time, and comes back", async () => {
  const step = fc.oneof(
    fc
      .constantFrom("answer", "fail", "cancel", "refuse")
      .chain((how) => fc.record({ kind: fc.constant("call" as const), how: fc.constant(how), ms: fc.nat(1_500) })),
    fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(3_000) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      vi.useFakeTimers();
      guard = createGuard("mongodb", POLICY, recordedLog());
      let [trials, most] = [0, 0];
      const calls: Promise<unknown>[] = [];
      for (const { ms, ...taken } of steps) {
        if (taken.kind === "wait") await vi.advanceTimersByTimeAsync(ms);
        else {
          const isTrial = guard.health().state === "recovering";
          const work = async () => {
            if (isTrial) most = Math.max(most, ++trials);
            try {
              await new Promise((resolve) => setTimeout(resolve, ms));
              if (taken.how === "fail") await down();
              if (taken.how === "refuse") await failing("not_found")();
              if (taken.how === "cancel") throw new DOMException("", "AbortError");
            } finally {
              if (isTrial) trials -= 1;
            }
          };
          calls.push(codeOf(guard.run(work, 2_000)));
        }
      }
      await vi.advanceTimersByTimeAsync(10_000);
      await Promise.all(calls);
      expect(most).toBeLessThanOrEqual(1);
      expect(await codeOf(guard.run(async () => 1))).toBe("answered");
      expect(guard.health().state).toBe("up");
    }),
    { numRuns: 200 },
  );
});
