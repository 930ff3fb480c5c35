import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryLimiter } from "./memory.ts";
import { ONE_OF_EACH } from "./testing/limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a minute after the first one a user may send again, as soon as the refusal has said", async () => {
  const limiter = memoryLimiter(ONE_OF_EACH);
  expect(await limiter.message("maria")).toBeNull();
  vi.advanceTimersByTime(45_000);
  const refused = await limiter.message("maria");
  expect(refused).toEqual({ retryAfterMs: 15_000 });
  vi.advanceTimersByTime(refused!.retryAfterMs);
  expect(await limiter.message("maria")).toBeNull();
});

test("nothing is kept of users who have been away for a minute", async () => {
  const limiter = memoryLimiter(ONE_OF_EACH);
  for (let user = 0; user < 100; user += 1) await limiter.connection(`user ${user}`);
  expect(vi.getTimerCount()).toBe(100);
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});
