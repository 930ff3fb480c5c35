import type { SessionBus } from "./session-bus.ts";
import type { LoggedEvent } from "./turn-log.ts";

/** More than a reader who keeps up has waiting; what exceeds it is read from the log instead. */
const KEPT = 1_000;
const READ_AT_ONCE = 500;
/** A signal that went missing costs a watcher who looks again no more than this. */
const LOOK_AGAIN_MS = 2_000;
/** The log has what the history knows of this soon after, or not at all. */
const LATE_MS = 500;

export interface Sources {
  /** Of the log. */
  read(seq: number, limit: number): Promise<LoggedEvent[]>;
  /** The number of the last event, where nothing adds to them now; null while that cannot be said. */
  told(): Promise<number | "deleted" | null>;
}

export interface LiveEntries extends Disposable {
  /** The entries that follow `cursor`, waiting for the first; or how far they are lost. `looksAgain`: also without a signal. */
  after(cursor: number, looksAgain: boolean): Promise<{ entries: LoggedEvent[] } | { lostUpTo: number } | "deleted" | "ended">;
}

/** What the bus tells of a session's events, completed by the log wherever it tells too little. */
export function liveEntries(bus: SessionBus, sessionId: string, { read, told }: Sources, signal: AbortSignal): LiveEntries {
  let waiting: LoggedEvent[] = [];
  /** The log may hold what the bus has not told. */
  let unsure = true;
  let isDeleted = false;
  /** More or less has been told than there is, since when. */
  let doubtedSince: number | null = null;
  let givenUp = 0;
  /** The log, or the history, could not be asked. */
  let isBlind = false;
  let wake = () => {};

  const stop = bus.subscribe(sessionId, (signal) => {
    if (signal.type === "cancel") return;
    if (signal.type === "deleted") isDeleted = true;
    else if (signal.type === "changed") unsure = true;
    else if (waiting.length + signal.entries.length > KEPT) {
      waiting = [];
      unsure = true;
    } else waiting.push(...signal.entries);
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

  /**
   * The end of a turn that was told nowhere can be in the history alone, and numbers that were told can be lost with what was not logged yet:
   * the messages tell what it was.
   */
  async function lostAfter(cursor: number): Promise<number | "deleted" | null> {
    const last = await told().catch(() => {
      isBlind = true;
      return null;
    });
    if (last === "deleted") return last;
    if (last === null || last === cursor || last === givenUp) doubtedSince = null;
    else if (doubtedSince === null) doubtedSince = performance.now();
    else if (performance.now() - doubtedSince >= LATE_MS) {
      doubtedSince = null;
      givenUp = last;
      return last - 1;
    }
    return null;
  }

  async function woken(withinMs: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (withinMs === null) return;
      timer = setTimeout(() => {
        unsure = true;
        resolve();
      }, withinMs).unref();
    });
    wake = () => {};
    clearTimeout(timer);
  }

  return {
    async after(cursor, looksAgain) {
      for (;;) {
        if (signal.aborted) return "ended";
        if (isDeleted) return "deleted";
        waiting = waiting.filter(({ seq }) => seq > cursor);
        const entries = taken(cursor);
        if (entries.length > 0) {
          waiting = waiting.filter(({ seq }) => seq > entries.at(-1)!.seq);
          doubtedSince = null;
          return { entries };
        }
        if (unsure || waiting.length > 0) {
          unsure = false;
          isBlind = false;
          const logged = await read(cursor, READ_AT_ONCE).catch(() => {
            isBlind = true;
            return [];
          });
          if (logged[0]?.seq === cursor + 1) {
            unsure = logged.length === READ_AT_ONCE;
            doubtedSince = null;
            return { entries: logged };
          }
          if (taken(cursor).length > 0) continue;
          const ahead = logged[0] ?? waiting[0];
          if (ahead !== undefined) {
            unsure = true;
            return { lostUpTo: ahead.seq - 1 };
          }
          const lostUpTo = await lostAfter(cursor);
          if (lostUpTo === "deleted") isDeleted = true;
          else if (lostUpTo !== null && waiting.length === 0) {
            unsure = true;
            return { lostUpTo };
          }
        }
        if (waiting.length > 0 || unsure || isDeleted || signal.aborted) continue;
        await woken(doubtedSince !== null ? LATE_MS : looksAgain || isBlind ? LOOK_AGAIN_MS : null);
      }
    },
    [Symbol.dispose]() {
      stop();
      signal.removeEventListener("abort", end);
      wake();
    },
  };
}
