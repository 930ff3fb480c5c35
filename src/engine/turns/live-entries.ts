import type { SessionBus } from "./session-bus.ts";
import type { LoggedEvent } from "./turn-log.ts";

/** More than a reader who keeps up has waiting; what exceeds it is read from the log instead. */
const KEPT = 1_000;
const READ_AT_ONCE = 500;
/** A signal that went missing costs a watcher who looks again no more than this. */
const LOOK_AGAIN_MS = 2_000;

type Read = (seq: number, limit: number) => Promise<LoggedEvent[]>;

export interface LiveEntries extends Disposable {
  /** The entries that follow `cursor`, waiting for the first; or how far they are lost. `looksAgain`: also without a signal. */
  after(cursor: number, read: Read, looksAgain: boolean): Promise<{ entries: LoggedEvent[] } | { lostUpTo: number } | "deleted" | "ended">;
}

/** What the bus tells of a session's events, completed by the log wherever it tells too little. */
export function liveEntries(bus: SessionBus, sessionId: string, signal: AbortSignal): LiveEntries {
  let waiting: LoggedEvent[] = [];
  /** The log may hold what the bus has not told. */
  let unsure = true;
  let isDeleted = false;
  let wake = () => {};

  const stop = bus.subscribe(sessionId, (told) => {
    if (told.type === "cancel") return;
    if (told.type === "deleted") isDeleted = true;
    else if (told.type === "changed") unsure = true;
    else if (waiting.length + told.entries.length > KEPT) {
      waiting = [];
      unsure = true;
    } else waiting.push(...told.entries);
    wake();
  });
  const end = () => {
    stop();
    wake();
  };
  signal.addEventListener("abort", end);

  function taken(cursor: number): LoggedEvent[] {
    const entries: LoggedEvent[] = [];
    for (const entry of waiting) if (entry.seq === cursor + entries.length + 1) entries.push(entry);
    return entries;
  }

  async function woken(looksAgain: boolean): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (!looksAgain) return;
      timer = setTimeout(() => {
        unsure = true;
        resolve();
      }, LOOK_AGAIN_MS).unref();
    });
    wake = () => {};
    clearTimeout(timer);
  }

  return {
    async after(cursor, read, looksAgain) {
      for (;;) {
        if (signal.aborted) return "ended";
        if (isDeleted) return "deleted";
        waiting = waiting.filter(({ seq }) => seq > cursor);
        const entries = taken(cursor);
        if (entries.length > 0) {
          waiting = waiting.filter(({ seq }) => seq > entries.at(-1)!.seq);
          return { entries };
        }
        if (unsure || waiting.length > 0) {
          unsure = false;
          const logged = await read(cursor, READ_AT_ONCE).catch(() => []);
          if (logged[0]?.seq === cursor + 1) {
            unsure = logged.length === READ_AT_ONCE;
            return { entries: logged };
          }
          if (taken(cursor).length > 0) continue;
          const ahead = logged[0] ?? waiting[0];
          if (ahead !== undefined) return { lostUpTo: ahead.seq - 1 };
        }
        if (waiting.length === 0 && !unsure && !isDeleted && !signal.aborted) await woken(looksAgain);
      }
    },
    [Symbol.dispose]() {
      stop();
      signal.removeEventListener("abort", end);
      wake();
    },
  };
}
