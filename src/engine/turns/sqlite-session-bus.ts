import type { DatabaseSync } from "node:sqlite";
import { memorySessionBus } from "./memory-session-bus.ts";
import type { SessionBus } from "./session-bus.ts";

const LOOK_EVERY_MS = 100;

/** Signals over a SQLite file: within the process as they are, to other processes as `changed`, or `cancel`, soon after they wrote anything. */
export function sqliteSessionBus(database: DatabaseSync): SessionBus {
  const own = memorySessionBus();
  // A number that changes with every commit of another connection, and with none of this one.
  const version = database.prepare("PRAGMA data_version");
  const stops = database.prepare("SELECT session_id AS sessionId FROM session_locks WHERE cancel_requested = 1");
  let seen: unknown;
  let timer: NodeJS.Timeout | undefined;

  /** A file that cannot be read now may have changed. */
  function currentVersion(): unknown {
    try {
      return (version.get() as { data_version: number }).data_version;
    } catch {
      return {};
    }
  }

  function tell(): void {
    for (const sessionId of [...own.sessions()]) own.publish(sessionId, { type: "changed" });
    try {
      for (const { sessionId } of stops.all() as { sessionId: string }[]) own.publish(sessionId, { type: "cancel" });
    } catch {
      // Whoever holds a lock looks at it again soon.
    }
  }

  function look(): void {
    const now = currentVersion();
    if (now !== seen) tell();
    seen = now;
    if ([...own.sessions()].length > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    publish: (sessionId, signal) => own.publish(sessionId, signal),
    subscribe(sessionId, listener) {
      const stop = own.subscribe(sessionId, listener);
      if (timer === undefined) {
        seen = currentVersion();
        timer = setInterval(look, LOOK_EVERY_MS).unref();
      }
      return stop;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await own[Symbol.asyncDispose]();
    },
  };
}
