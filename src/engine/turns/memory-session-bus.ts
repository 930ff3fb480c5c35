import type { SessionBus, SessionSignal } from "./session-bus.ts";

type Listener = (signal: SessionSignal) => void;

export interface MemorySessionBus extends SessionBus {
  /** The sessions somebody listens to. */
  sessions(): Iterable<string>;
  isHeard(sessionId: string): boolean;
}

/** Signals within one process. */
export function memorySessionBus(): MemorySessionBus {
  const listeners = new Map<string, Set<Listener>>();
  return {
    sessions: () => listeners.keys(),
    isHeard: (sessionId) => listeners.has(sessionId),
    publish(sessionId, signal) {
      for (const listener of listeners.get(sessionId) ?? []) listener(signal);
    },
    subscribe(sessionId, listener) {
      const own: Listener = (signal) => listener(signal);
      const all = listeners.get(sessionId) ?? new Set();
      listeners.set(sessionId, all.add(own));
      return () => {
        all.delete(own);
        if (all.size === 0 && listeners.get(sessionId) === all) listeners.delete(sessionId);
      };
    },
    async [Symbol.asyncDispose]() {
      listeners.clear();
    },
  };
}
