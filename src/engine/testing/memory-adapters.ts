import { memorySessionLock } from "../turns/memory-session-lock.ts";
import { memorySessionBus } from "../turns/memory-session-bus.ts";
import type { SessionBus } from "../turns/session-bus.ts";
import type { SessionLock } from "../turns/session-lock.ts";
import type { Adapter } from "./adapters.ts";

export const memorySessionLocks: Adapter<SessionLock>[] = [
  {
    name: "memory",
    open: async () => memorySessionLock(),
    async openTwo() {
      const lock = memorySessionLock();
      return { one: lock, other: lock, [Symbol.asyncDispose]: () => lock[Symbol.asyncDispose]() };
    },
  },
];

export const memorySessionBuses: Adapter<SessionBus>[] = [
  {
    name: "memory",
    open: async () => memorySessionBus(),
    async openTwo() {
      const bus = memorySessionBus();
      return { one: bus, other: bus, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
    },
  },
];
