import { expect, test } from "vitest";
import { RolecallError } from "../errors.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { fallbackLock } from "./fallback-lock.ts";
import { memorySessionLock } from "./memory-session-lock.ts";
import type { SessionLock } from "./session-lock.ts";

const LONG = 60_000;

/** A shared lock that two processes reach through doors that can be shut. */
function shared() {
  const lock = memorySessionLock();
  const door = { open: true };
  const through = Object.fromEntries(
    Object.entries(lock).map(([name, value]) => [
      name,
      typeof value !== "function"
        ? value
        : async (...args: unknown[]) => {
            if (!door.open) throw new RolecallError("storage_unavailable", "away");
            return (value as (...args: unknown[]) => unknown)(...args);
          },
    ]),
  ) as unknown as SessionLock;
  const log = recordedLog();
  return { lock, door, log, one: fallbackLock(through, memorySessionLock(), log), other: fallbackLock(through, memorySessionLock(), log) };
}

test("while the shared lock is away a process keeps its own turns apart", async () => {
  const { door, one, log } = shared();
  door.open = false;
  expect(await one.acquire("chat", "first", LONG)).toBe(true);
  expect(await one.acquire("chat", "second", LONG)).toBe(false);
  expect(await one.renew("chat", "first", LONG)).toEqual({ cancelRequested: false });
  expect(await one.requestCancel("chat", "first")).toBe(true);
  expect(await one.renew("chat", "first", LONG)).toEqual({ cancelRequested: true });
  await one.release("chat", "first");
  expect(await one.acquire("chat", "second", LONG)).toBe(true);
  expect(log.lines).toHaveLength(1);
});

test("while it is away nobody knows who holds it, and nobody elsewhere can be stopped", async () => {
  const { door, one, other } = shared();
  await one.acquire("chat", "first", LONG);
  door.open = false;
  await expect(other.holder("chat")).rejects.toMatchObject({ code: "storage_unavailable" });
  expect(await other.requestCancel("chat")).toBe(false);
});

test("a turn that began without it gets it when it is back, unless somebody else has it", async () => {
  const { door, one, other, lock } = shared();
  door.open = false;
  await one.acquire("chat", "first", LONG);
  await one.acquire("another", "third", LONG);
  door.open = true;
  await other.acquire("another", "fourth", LONG);
  expect(await one.renew("chat", "first", LONG)).toBeNull();
  expect(await one.acquire("chat", "first", LONG)).toBe(true);
  expect(await lock.holder("chat")).toBe("first");
  expect(await other.acquire("chat", "second", LONG)).toBe(false);
  expect(await one.renew("another", "third", LONG)).toBeNull();
  expect(await one.acquire("another", "third", LONG)).toBe(false);
});

test("a lock that the shared store has forgotten still has its holder in this process", async () => {
  const { one, other, lock } = shared();
  await one.acquire("chat", "first", LONG);
  await lock.release("chat", "first");
  expect(await one.holder("chat")).toBe("first");
  expect(await one.acquire("chat", "second", LONG)).toBe(false);
  expect(await other.holder("chat")).toBeNull();
});

test("each outage is told when it begins and when it ends", async () => {
  const { door, one, log } = shared();
  for (const open of [true, false, false, true, true, false]) {
    door.open = open;
    await one.release("chat", "nobody");
  }
  expect(log.lines.map(({ level }) => level)).toEqual(["warn", "info", "warn"]);
});
