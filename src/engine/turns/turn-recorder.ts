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
  readonly text: string;
  readonly matches: Match[];
  readonly accepted: boolean;
}

export function turnRecorder(options: { turnLog: TurnLog; log: Log; sessionId: string; turnId: string; lastSeq: () => number }): TurnRecorder {
  const { turnLog, log, sessionId, turnId } = options;
  const startedAt = performance.now();
  let firstEvent: number | null = null;
  let firstToken: number | null = null;
  let text = "";
  let matches: Match[] = [];
  let accepted = false;
  let waiting: TurnEvent[] = [];
  let writing: Promise<number> = Promise.resolve(0);
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
      }
      const last = waiting.at(-1);
      if (event.type === "text-delta" && last?.type === "text-delta") waiting[waiting.length - 1] = { type: "text-delta", text: last.text + event.text };
      else waiting.push(event);
      timer ??= setTimeout(() => void recorder.flush(), FLUSH_MS);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      const events = waiting;
      waiting = [];
      writing = writing.then(async (seq) => {
        if (events.length === 0) return seq;
        try {
          return await turnLog.append(sessionId, turnId, events, Math.max(seq, options.lastSeq()));
        } catch (error) {
          log.warn({ session: sessionId, turn: turnId, reason: error instanceof Error ? error.name : "unknown" }, "The turn log cannot be written; the turn goes on.");
          return Math.max(seq, options.lastSeq()) + events.length;
        }
      });
      return writing;
    },
    latency: () => ({ first_event: round(firstEvent ?? elapsed()), first_token: firstToken === null ? null : round(firstToken), total: round(elapsed()) }),
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
