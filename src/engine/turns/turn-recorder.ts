import { type Latency, type TurnEvent, isTerminal } from "../events.ts";
import type { Match } from "../matching/match.ts";
import type { Log } from "../telemetry/log.ts";
import type { SessionBus } from "./session-bus.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

/** What could not be written is tried again at this pace, and for so long after the last event. */
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 5 * 60_000;

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
  /** Were to be in the log, and may be there: it did not answer. */
  let uncertain: TurnEvent[] = [];
  let seq = after;
  /** The number of the last event that was told on the bus. */
  let published = after;
  let ended = false;
  let writing: Promise<void> = Promise.resolve();
  let asked: Promise<number> | undefined;
  let pace = turnLog.flushMs;
  let timer: NodeJS.Timeout | undefined;
  let recordedAt = startedAt;
  const elapsed = () => performance.now() - startedAt;

  async function write(): Promise<void> {
    if (ended || uncertain.length + waiting.length === 0) return;
    const at = Date.now();
    try {
      if (uncertain.length > 0) await settle();
      uncertain.push(...waiting.splice(0));
      // Where the session has gone on without the end of this turn, its history has what these events tell.
      const unlessPast = pace === RETRY_MS && uncertain.some(isTerminal) ? published : undefined;
      const last = uncertain.length === 0 ? seq : await turnLog.append(sessionId, turnId, uncertain, seq, at, unlessPast);
      if (last === null) {
        ended = true;
        uncertain = [];
        return onEnded();
      }
      publish(last, at);
      seq = last;
      uncertain = [];
      // Others were told nothing while the log was away.
      if (pace === RETRY_MS) bus.publish(sessionId, { type: "changed" });
      pace = turnLog.flushMs;
      failing.delete(turnLog);
    } catch (error) {
      uncertain.push(...waiting.splice(0));
      if (!failing.has(turnLog)) {
        const reason = error instanceof Error ? error.name : "unknown";
        log.warn({ session: sessionId, turn: turnId, reason }, "The turn log cannot be written; turns go on.");
      }
      failing.add(turnLog);
      pace = RETRY_MS;
      publish(seq + uncertain.length, at);
      if (performance.now() - recordedAt < LONGEST_RETRY_MS) timer ??= setTimeout(() => void recorder.flush(), RETRY_MS).unref();
    }
  }

  /** Finds out how many of the uncertain events the log has. */
  async function settle(): Promise<void> {
    const logged = seq === after ? await turnLog.readTurn(sessionId, turnId) : await turnLog.read(sessionId, seq, uncertain.length);
    const own = logged.filter((event) => event.turnId === turnId);
    seq = own.at(-1)?.seq ?? seq;
    uncertain = uncertain.slice(own.length);
  }

  /** Tells the uncertain events, of which the last has this number, as far as they were not told. */
  function publish(last: number, at: number): void {
    const entries = uncertain.map((event, index): LoggedEvent => ({ seq: last - uncertain.length + 1 + index, turnId, at, event }));
    const untold = entries.filter((entry) => entry.seq > published);
    published = Math.max(published, last);
    if (untold.length > 0) bus.publish(sessionId, { type: "events", entries: untold });
  }

  /** What a reader waits for goes at once; the rest is collected. */
  function isUrgent(event: TurnEvent): boolean {
    const isFirstWord = event.type === "text-delta" && text === event.text;
    return isFirstWord || event.type === "turn-start" || event.type === "matches-found";
  }

  const recorder: TurnRecorder = {
    record(event) {
      firstEvent ??= elapsed();
      recordedAt = performance.now();
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
      // Not by a timer: the nodes of a turn can keep those waiting.
      if (pace === turnLog.flushMs && isUrgent(event)) void recorder.flush();
      else timer ??= setTimeout(() => void recorder.flush(), pace);
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
