import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RolecallError } from "../errors.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { type Dependencies, createDependencies } from "./dependencies.ts";

const AT = new Date("2026-03-01T12:00:00.000Z");
const down = async (): Promise<never> => {
  throw new RolecallError("storage_unavailable", "It cannot be reached.");
};

let dependencies: Dependencies;
beforeEach(() => {
  vi.useFakeTimers({ now: AT });
  dependencies = createDependencies(recordedLog());
});
afterEach(() => void vi.useRealTimers());

test("an engine that depends on nothing is ready", async () => {
  expect(await dependencies.readiness()).toEqual({ ready: true, degraded: [], dependencies: [] });
});

test("each dependency tells how it is, since when, and what it serves", async () => {
  dependencies.add("mongodb", { ping: async () => {} });
  dependencies.add("chroma", { ping: down });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await dependencies.readiness()).toEqual({
    ready: true,
    degraded: ["vector-index"],
    dependencies: [
      { name: "mongodb", state: "up", since: AT, serves: ["catalogue", "history"] },
      { name: "chroma", state: "down", since: new Date(AT.getTime() + 1_000), lastError: "storage_unavailable", serves: ["vector-index"] },
    ],
  });
});

test("without the catalogue and the history it is not ready; without the cache it is", async () => {
  dependencies.add("redis", { ping: down });
  expect(await dependencies.readiness()).toMatchObject({ ready: true, degraded: ["cache", "turn-log", "session-lock"] });
  dependencies.add("mongodb", { ping: down });
  expect(await dependencies.readiness()).toMatchObject({ ready: false });
});

test("a question that fails for any reason tells that a dependency is of no use", async () => {
  for (const error of [new RolecallError("credentials", "No."), new TypeError("A reply that cannot be read")]) {
    dependencies = createDependencies(recordedLog());
    dependencies.add("mongodb", { ping: () => Promise.reject(error) });
    expect(await dependencies.readiness()).toMatchObject({ ready: false, dependencies: [{ state: "down" }] });
  }
});

test("nobody is asked who has just answered", async () => {
  const ping = vi.fn<() => Promise<void>>(async () => {});
  const guard = dependencies.add("mongodb", { ping });
  await guard.run(async () => {});
  await dependencies.readiness();
  expect(ping).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5_000);
  await dependencies.readiness();
  expect(ping).toHaveBeenCalledOnce();
});

test("askers at the same time share one question, and a silent dependency costs them a second", async () => {
  const ping = vi.fn<() => Promise<never>>(() => new Promise(() => {}));
  dependencies.add("mongodb", { ping });
  const asked = Promise.all([1, 2, 3, 4, 5].map(() => dependencies.readiness()));
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await asked).map(({ ready }) => ready)).toEqual([false, false, false, false, false]);
  expect(ping).toHaveBeenCalledOnce();
});

test("asking brings a dependency back that nobody uses meanwhile", async () => {
  let isDown = true;
  dependencies.add("mongodb", { ping: async () => (isDown ? await down() : undefined) });
  for (let asked = 0; asked < 5; asked += 1) expect((await dependencies.readiness()).ready).toBe(false);
  isDown = false;
  expect((await dependencies.readiness()).ready).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect((await dependencies.readiness()).ready).toBe(true);
});

test("what has no question of its own is told by its calls alone", async () => {
  const guard = dependencies.add("chat-model");
  expect((await dependencies.readiness()).degraded).toEqual([]);
  for (let call = 0; call < 2; call += 1) await guard.run(down).catch(() => {});
  expect((await dependencies.readiness()).degraded).toEqual(["chat-model"]);
});
