import type { Latency, TurnEvent } from "../events.ts";
import type { Match } from "../matching/match.ts";
import type { Log } from "../telemetry/log.ts";
import type { TurnLog } from "./turn-log.ts";

/** Events wait this long at most before they are written to the log together. */
const FLUSH_MS = 250;

/** Keeps what a turn has told: in the turn log for others, and as the partial answer a cancelled or failed turn leaves. */
export interface TurnRecorder {
  record(event: TurnEvent): void;
  flush(): Promise<number>;
  latency(): Latency;
  /** Everything told so far, without the words. */
  readonly events: readonly TurnEvent[];
  readonly text: string;
  readonly matches: Match[];
  readonly accepted: boolean;
}

/** `after` is the sequence number that the session's events go on from where the log has lost them. */
export function turnRecorder(options: { turnLog: TurnLog; log: Log; sessionId: string; turnId: string; after: number }): TurnRecorder {
  const { turnLog, log, sessionId, turnId, after } = options;
  const startedAt = performance.now();
  let firstEvent: number | null = null;
  let firstToken: number | null = null;
  let text = "";
  let matches: Match[] = [];
  const events: TurnEvent[] = [];
  let accepted = false;
  let waiting: TurnEvent[] = [];
  let writing: Promise<number> = Promise.resolve(after);
  let timer: NodeJS.Timeout | undefined;
  const elapsed = () => performance.now() - startedAt;

  const recorder: TurnRecorder = {
    record(event) {
      firstEvent ??= elapsed();
      if (event.type === "turn-start") accepted = true;
      if (event.type === "matches-found") matches = [...matches, ...event.items];
      if (event.type === "text-delta") {
        firstToken ??= elapsed();
        text += event.text;
      } else events.push(event);
      const last = waiting.at(-1);
      if (event.type === "text-delta" && last?.type === "text-delta") waiting[waiting.length - 1] = { type: "text-delta", text: last.text + event.text };
      else waiting.push(event);
      timer ??= setTimeout(() => void recorder.flush(), FLUSH_MS);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      const due = waiting;
      waiting = [];
      writing = writing.then(async (seq) => {
        if (due.length === 0) return seq;
        try {
          return await turnLog.append(sessionId, turnId, due, seq);
        } catch (error) {
          log.warn(
            { session: sessionId, turn: turnId, reason: error instanceof Error ? error.name : "unknown" },
            "The turn log cannot be written; the turn goes on.",
          );
          return seq + due.length;
        }
      });
      return writing;
    },
    latency: () => ({ first_event: round(firstEvent ?? elapsed()), first_token: firstToken === null ? null : round(firstToken), total: round(elapsed()) }),
    events,
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
