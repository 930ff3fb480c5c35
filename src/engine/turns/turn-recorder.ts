import type { Latency, TurnEvent } from "../events.ts";
import type { Match } from "../matching/match.ts";
import type { Log } from "../telemetry/log.ts";
import type { SessionBus } from "./session-bus.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

/** What could not be written is tried again with the events that follow, at this pace. */
const RETRY_MS = 500;

/** Logs that could not be written when last tried: an outage is told once, however many turns meet it. */
const failing = new WeakSet<TurnLog>();

/**
 * Keeps what a turn has told: in the turn log and then on the bus for others, and as the partial answer a cancelled or failed turn leaves.
 * What the log does not take is told on the bus all the same, with the numbers it will have there.
 */
export interface TurnRecorder {
  record(event: TurnEvent): void;
  /** Writes what waits, where that is possible. Returns the number that the last event has or would have. Never throws. */
  flush(): Promise<number>;
  /** False while the log does not take what is told. */
  readonly isLogged: boolean;
  latency(): Latency;
  /** Everything told so far, without the words. */
  readonly events: readonly TurnEvent[];
  readonly text: string;
  readonly matches: Match[];
  readonly accepted: boolean;
}

interface RecorderOptions {
  turnLog: TurnLog;
  bus: SessionBus;
  log: Log;
  sessionId: string;
  turnId: string;
  /** The number that the session's events go on from where the log has lost them. */
  after: number;
  /** Called when the log has an end of this turn that somebody else gave it. */
  onEnded: () => void;
}

export function turnRecorder({ turnLog, bus, log, sessionId, turnId, after, onEnded }: RecorderOptions): TurnRecorder {
  const startedAt = performance.now();
  let firstEvent: number | null = null;
  let firstToken: number | null = null;
  let text = "";
  let matches: Match[] = [];
  const events: TurnEvent[] = [];
  let accepted = false;
  let waiting: TurnEvent[] = [];
  /** Sent to the log without an answer: they may be there. */
  let uncertain: TurnEvent[] = [];
  let seq = after;
  /** The number of the last event that was told on the bus. */
  let published = after;
  let ended = false;
  let writing: Promise<void> = Promise.resolve();
  let asked: Promise<number> | undefined;
  let pace = turnLog.flushMs;
  let timer: NodeJS.Timeout | undefined;
  const elapsed = () => performance.now() - startedAt;

  async function write(): Promise<void> {
    if (ended || uncertain.length + waiting.length === 0) return;
    const at = Date.now();
    try {
      const there = uncertain.length > 0 ? await lastWritten() : undefined;
      if (there !== undefined) {
        seq = there;
        uncertain = [];
      }
      uncertain.push(...waiting);
      waiting = [];
      if (uncertain.length > 0) {
        const last = await turnLog.append(sessionId, turnId, uncertain, seq, at);
        if (last === null) {
          ended = true;
          uncertain = [];
          return onEnded();
        }
        publish(last, at);
        seq = last;
      }
      uncertain = [];
      pace = turnLog.flushMs;
      failing.delete(turnLog);
    } catch (error) {
      if (!failing.has(turnLog)) {
        const reason = error instanceof Error ? error.name : "unknown";
        log.warn({ session: sessionId, turn: turnId, reason }, "The turn log cannot be written; turns go on.");
      }
      failing.add(turnLog);
      pace = RETRY_MS;
      publish(seq + uncertain.length, at);
    }
  }

  /** Tells the uncertain events, of which the last has this number, as far as they were not told. */
  function publish(last: number, at: number): void {
    const entries = uncertain.map((event, index): LoggedEvent => ({ seq: last - uncertain.length + 1 + index, turnId, at, event }));
    const untold = entries.filter((entry) => entry.seq > published);
    published = Math.max(published, last);
    if (untold.length > 0) bus.publish(sessionId, { type: "events", entries: untold });
  }

  /** The number of the last uncertain event where the log has them. */
  async function lastWritten(): Promise<number | undefined> {
    const logged = seq === after ? await turnLog.readTurn(sessionId, turnId) : await turnLog.read(sessionId, seq, uncertain.length);
    return logged.findLast((event) => event.turnId === turnId)?.seq;
  }

  /** What a reader waits for goes at once; the rest is collected. */
  function isUrgent(event: TurnEvent): boolean {
    const isFirstWord = event.type === "text-delta" && text === event.text;
    return isFirstWord || event.type === "turn-start" || event.type === "matches-found";
  }

  const recorder: TurnRecorder = {
    record(event) {
      firstEvent ??= elapsed();
      if (event.type === "turn-start") accepted = true;
      if (event.type === "matches-found") matches = [...matches, ...event.items];
      if (event.type === "text-delta") {
        firstToken ??= elapsed();
        text += event.text;
      } else events.push(event);
      if (ended) return;
      const last = waiting.at(-1);
      if (event.type === "text-delta" && last?.type === "text-delta") waiting[waiting.length - 1] = { type: "text-delta", text: last.text + event.text };
      else waiting.push(event);
      if (pace === turnLog.flushMs && isUrgent(event)) {
        clearTimeout(timer);
        timer = setTimeout(() => void recorder.flush(), 0);
      } else timer ??= setTimeout(() => void recorder.flush(), pace);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      asked ??= writing.then(async () => {
        asked = undefined;
        writing = write();
        await writing;
        return seq + uncertain.length + waiting.length;
      });
      return asked;
    },
    latency: () => ({ first_event: round(firstEvent ?? elapsed()), first_token: firstToken === null ? null : round(firstToken), total: round(elapsed()) }),
    events,
    get isLogged() {
      return uncertain.length === 0;
    },
    get text() {
      return text;
    },
    get matches() {
      return matches;
    },
    get accepted() {
      return accepted;
    },
  };
  return recorder;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
