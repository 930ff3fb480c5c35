import { expect, test } from "vitest";
import type { StoredMessage } from "../sessions/session.ts";
import { message } from "../testing/messages.ts";
import { memorySessionLock } from "./memory-session-lock.ts";
import type { SessionLock } from "./session-lock.ts";
import { turnPulse } from "./turn-pulse.ts";

const LONG = 60_000;
const DOUBT_MS = 60;

const asked = (ageMs = 0): StoredMessage => ({
  ...message("chat", "question", { turn_id: "turn", created_at: new Date(Date.now() - ageMs).toISOString() }),
  seq: 1,
});
const lossy = (lock: SessionLock): SessionLock => ({ ...lock, doubtMs: DOUBT_MS });
const away = (lock: SessionLock): SessionLock => ({ ...lock, holder: () => Promise.reject(new Error("away")) });

test("who holds the lock runs, and where locks are never lost who does not is gone", async () => {
  const lock = memorySessionLock();
  const pulse = turnPulse(lock, asked());
  await lock.acquire("chat", "turn", LONG);
  expect(await pulse()).toBe("runs");
  await lock.release("chat", "turn");
  expect(await pulse()).toBe("gone");
  await lock.acquire("chat", "another turn", LONG);
  expect(await pulse()).toBe("gone");
});

test("a lock that can be lost has to be missing for a while without a break", async () => {
  const lock = lossy(memorySessionLock());
  const pulse = turnPulse(lock, asked());
  expect(await pulse()).toBe("unsure");
  await lock.acquire("chat", "turn", LONG);
  expect(await pulse()).toBe("runs");
  await lock.release("chat", "turn");
  const startedAt = performance.now();
  await expect.poll(pulse, { interval: 5 }).toBe("gone");
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(DOUBT_MS);
});

test("while nobody can be asked a turn is taken to run, but not for ever", async () => {
  const lock = away(lossy(memorySessionLock()));
  const young = turnPulse(lock, asked(4 * 60_000));
  expect([await young(), await young()]).toEqual(["runs", "runs"]);
  expect(await turnPulse(lock, asked(6 * 60_000))()).toBe("gone");
});
