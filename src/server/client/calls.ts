import type { ClientFrame, CommandOf, CommandType } from "../protocol/commands.ts";
import { ChatError } from "./chat-error.ts";
import type { Answer } from "./frames.ts";
import { pauseBefore } from "./pause.ts";
import { type Fields, has, RESULT_SHAPES } from "./shapes.ts";
import type { Timing } from "./timing.ts";

export interface CallOptions {
  /** Sent again on the next connection where this one goes before the answer; rejected as `disconnected` otherwise. */
  persistent?: boolean;
  /** How often it is sent where it is refused for a while. Default 1. */
  sends?: number;
  /** Longer pauses are not waited for, but told. Default: that of the timing. */
  longestPauseMs?: number;
}

/** Called in the moment of the answer, before the next frame is looked at. */
type Settle = (error: ChatError | null, result: Fields) => void;

/** Commands and their answers. What is asked without a connection waits for one. */
export interface Calls {
  call<T extends CommandType>(type: T, payload: CommandOf<T>["payload"], settle: Settle, options?: CallOptions): void;
  request<T extends CommandType>(type: T, payload: CommandOf<T>["payload"], options?: CallOptions): Promise<Fields>;
  answer(answer: Answer): void;
  /** `first` is called before what waits is sent. */
  connected(connection: { send: (frame: ClientFrame) => void; maxFrameBytes: number }, first: () => void): void;
  lost(): void;
  /** Rejects what waits and what comes. */
  close(error: ChatError): void;
}

interface Call {
  type: CommandType;
  frame: { id: number } & ClientFrame;
  settle: Settle;
  options: Required<CallOptions>;
  /** How often it was refused for a while. */
  refusals: number;
  /** Waits for its answer, or for the end of a pause. */
  pending: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

/** Until another answer ends: the user decides what to do. */
const BUSY = new Set(["session_busy", "too_many_runs"]);
const encoder = new TextEncoder();

export function calls(timing: Timing): Calls {
  const open = new Map<unknown, Call>();
  let connection: { send: (frame: ClientFrame) => void; maxFrameBytes: number } | null = null;
  let closed: ChatError | null = null;
  let lastId = 0;

  function transmit(call: Call): void {
    if (connection === null) return;
    if (encoder.encode(JSON.stringify(call.frame)).length > connection.maxFrameBytes) {
      return done(call, new ChatError("message_too_long", "This is longer than the server takes.", { hint: "Shorten it.", retryable: false }));
    }
    call.pending = true;
    call.timer = setTimeout(
      () => refused(call, new ChatError("timeout", "The server did not answer.", { hint: "Try again.", retryable: true })),
      timing.answerMs,
    );
    connection.send(call.frame);
  }

  function done(call: Call, error: ChatError | null, result: Fields = {}): void {
    clearTimeout(call.timer);
    open.delete(call.frame.id);
    call.settle(error, result);
  }

  function refused(call: Call, error: ChatError): void {
    clearTimeout(call.timer);
    const { sends, longestPauseMs } = call.options;
    call.refusals += 1;
    const jittered = pauseBefore(call.refusals, { leastMs: timing.leastResendMs, mostMs: timing.mostResendMs, random: () => (1 + timing.random()) / 2 });
    const pauseMs = error.retryAfterMs ?? jittered;
    if (!error.retryable || BUSY.has(error.code) || call.refusals >= sends || pauseMs > longestPauseMs) return done(call, error);
    call.timer = setTimeout(() => transmit(call), pauseMs);
  }

  const it: Calls = {
    call(type, payload, settle, options) {
      const frame = { id: ++lastId, type, payload } as Call["frame"];
      const call: Call = {
        type,
        frame,
        settle,
        options: { persistent: false, sends: 1, longestPauseMs: timing.mostResendMs, ...options },
        refusals: 0,
        pending: false,
      };
      if (closed !== null) return settle(closed, {});
      open.set(frame.id, call);
      transmit(call);
    },
    request: (type, payload, options) =>
      new Promise((resolve, reject) => it.call(type, payload, (error, result) => (error === null ? resolve(result) : reject(error)), options)),
    answer({ id, error, result }) {
      const call = open.get(id);
      if (call === undefined) return;
      const shape = RESULT_SHAPES[call.type];
      if (error !== null) refused(call, error);
      else if (shape === undefined || has(result, shape)) done(call, null, result);
    },
    connected(to, first) {
      connection = to;
      first();
      for (const call of [...open.values()]) if (!call.pending) transmit(call);
    },
    lost() {
      connection = null;
      for (const call of [...open.values()]) {
        if (!call.pending) continue;
        clearTimeout(call.timer);
        call.pending = false;
        if (!call.options.persistent) {
          done(call, new ChatError("disconnected", "The connection was lost before the answer came.", { hint: "Try again.", retryable: true }));
        }
      }
    },
    close(error) {
      closed = error;
      for (const call of [...open.values()]) done(call, error);
    },
  };
  return it;
}
