import type { ContextRestored, MessagesSnapshot, RunEvent, WireEvent } from "../protocol/events.ts";
import type { SessionFrame } from "./frames.ts";
import type { Messages } from "./messages.ts";
import { placeOf } from "./place.ts";
import type { RunRecord } from "./run-events.ts";
import type { Runs } from "./runs.ts";

/** So often a session is opened again where that brings nothing new; what is lost for good is passed over then. */
const REOPENS = 2;

/** Follows the events of one session: each once and in order, over several connections and whatever their frames look like. */
export interface Watch {
  /** The last event that was told. */
  readonly lastSeq: number;
  /** What `session.open` should ask for. */
  readonly afterSeq: number | undefined;
  readonly isOpening: boolean;
  /** A `session.open` goes out: what comes before its answer belongs to an earlier one. */
  reopens(): void;
  reopened(lastSeq: number): void;
  receive(frame: SessionFrame): void;
}

interface WatchOptions {
  /** Undefined: from where the session is. */
  afterSeq: number | undefined;
  messages: Messages;
  runs: Runs;
  tell: (event: WireEvent) => void;
  /** Asks for another `session.open`. */
  reopen: () => void;
}

export function watch({ afterSeq, messages, runs, tell, reopen }: WatchOptions): Watch {
  /** Null until the first event, where a run that is active may be told from its start. */
  let last: number | null = afterSeq ?? null;
  let known = 0;
  let isOpening = false;
  let fruitless = 0;
  /** Runs whose end may have been missed, and the event that must have come before they are given up. */
  let doubtful: { seq: number; runs: RunRecord[] } = { seq: 0, runs: [] };

  function settle(): void {
    if (last === null || last < doubtful.seq) return;
    for (const record of doubtful.runs) record.end();
    doubtful.runs = [];
  }

  /** True where the session is opened again. */
  function repairs(): boolean {
    fruitless += 1;
    if (fruitless <= REOPENS) reopen();
    else messages.tear();
    return fruitless <= REOPENS;
  }

  function follow({ seqFrom, seq, event }: Extract<SessionFrame, { kind: "logged" }>): void {
    last ??= Math.min(known, seqFrom - 1);
    const place = placeOf({ seqFrom, seq }, last);
    if (place === "seen" || (place === "broken" && repairs())) return;
    const isDoubled = seqFrom <= last;
    last = seq;
    fruitless = 0;
    if (event === null || isDoubled) return settle();
    const isTorn = isTerminal(event) && !messages.isWhole(event.runId);
    messages.apply(event);
    runs.push(event);
    settle();
    tell(event);
    if (isTorn) reopen();
  }

  function restore(event: ContextRestored): void {
    const { lastSeq, activeRunId } = event.value;
    known = lastSeq;
    if (activeRunId === undefined) last ??= lastSeq;
    messages.restore(event);
    runs.active = activeRunId ?? null;
    doubtful = { seq: lastSeq, runs: doubtful.runs.filter(({ runId }) => runId !== activeRunId) };
    settle();
    tell(event);
  }

  function replace(event: MessagesSnapshot): void {
    last = known = event.snapshotSeq;
    messages.replace(event);
    runs.snapshot(event);
    settle();
    tell(event);
    // It may stand for the end of a run; what is restored tells.
    if (runs.doubtful().some((run) => messages.isAnswered(run.runId) && !doubtful.runs.includes(run))) reopen();
  }

  return {
    get lastSeq() {
      return last ?? known;
    },
    get afterSeq() {
      return last ?? undefined;
    },
    get isOpening() {
      return isOpening;
    },
    reopens() {
      isOpening = true;
      doubtful = { seq: Infinity, runs: runs.doubtful() };
    },
    reopened(lastSeq) {
      isOpening = false;
      known = lastSeq;
    },
    receive(frame) {
      if (frame.kind === "logged") return follow(frame);
      if (frame.kind === "broken") return void repairs();
      const { event } = frame;
      if (event.type === "MESSAGES_SNAPSHOT") replace(event);
      else if (event.name === "context_restored") restore(event);
      else tell(event);
    },
  };
}

function isTerminal({ type }: RunEvent): boolean {
  return type === "RUN_FINISHED" || type === "RUN_ERROR";
}
