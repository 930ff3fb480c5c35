import type { LoggedEvent } from "./turn-log.ts";

/**
 * `events`: these were appended to the turn log, or will be as soon as it can be written. `cancel`: the running turn is asked to stop.
 * `deleted`: the session is gone. `changed`: something of this may have happened unheard.
 */
export type SessionSignal = { type: "events"; entries: readonly LoggedEvent[] } | { type: "cancel" } | { type: "deleted" } | { type: "changed" };

/** Tells at once, in this process and in others, what can be found out by looking. Nothing but speed depends on a signal's arrival. */
export interface SessionBus extends AsyncDisposable {
  /** Never waits and never fails. Listeners of this process are called before it returns. */
  publish(sessionId: string, signal: SessionSignal): void;
  /** Returns how to stop. */
  subscribe(sessionId: string, listener: (signal: SessionSignal) => void): () => void;
}
