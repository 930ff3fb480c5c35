import { memorySessionLock } from "../turns/memory-session-lock.ts";
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
