import { CLOSE, type CloseName, reconnectAfter } from "../protocol/close-codes.ts";
import type { ClientFrame } from "../protocol/commands.ts";
import type { ConnectionAck } from "../protocol/replies.ts";
import type { Closed, ConnectionState } from "./chat-client.ts";
import type { ServerFrame } from "./frames.ts";
import { pauseBefore } from "./pause.ts";
import { type SocketLink, socketLink } from "./socket-link.ts";
import type { Timing } from "./timing.ts";

/** Keeps one connection after another until it is closed, or the server says that there is no use. */
export interface LifeCycle {
  readonly state: ConnectionState;
  send(frame: ClientFrame): void;
  drop(): void;
  close(): void;
}

export interface LifeCycleOptions {
  url: string;
  token: () => Promise<string>;
  /** Whether another token can be had than the one that was refused. */
  renewable: boolean;
  maxPauseMs: number;
  WebSocket: typeof WebSocket;
  timing: Timing;
  ready: (ack: ConnectionAck) => void;
  frame: (frame: ServerFrame) => void;
  /** A connection that was ready is not any more; there will be another. */
  lost: () => void;
  changed: (state: ConnectionState, closed?: Closed) => void;
}

export function lifeCycle({ url, token, renewable, maxPauseMs, WebSocket, timing, ready, frame, lost, changed }: LifeCycleOptions): LifeCycle {
  let state: ConnectionState = "connecting";
  let link: SocketLink | null = null;
  let readyAt = 0;
  let attempt = 0;
  let refused = false;
  let wake = () => {};

  function become(next: ConnectionState, closed?: Closed): void {
    state = next;
    changed(next, closed);
  }

  async function start(): Promise<void> {
    let given: string;
    try {
      given = await token();
    } catch {
      return again();
    }
    if (state !== "connecting") return;
    try {
      link = socketLink({ url, token: given, WebSocket, handshakeMs: timing.handshakeMs, ready: opened, frame, ended });
    } catch (error) {
      finish({ code: null, name: null, reason: String(error) });
    }
  }

  function opened(ack: ConnectionAck): void {
    readyAt = timing.now();
    refused = false;
    state = "ready";
    ready(ack);
    if (state === "ready") changed("ready");
  }

  function ended(code: number, reason: string): void {
    link = null;
    if (state === "closed") return;
    const wasReady = state === "ready";
    if (wasReady && timing.now() - readyAt >= timing.stableMs) attempt = 0;
    const renews = code === CLOSE.unauthenticated.code && renewable && !refused;
    refused ||= renews;
    const reconnect = renews ? "now" : reconnectAfter(code);
    if (reconnect === "never") return finish({ code, name: nameOf(code), reason });
    if (wasReady) lost();
    again(reconnect === "now");
  }

  /** At once means so only once: a server that keeps saying it is met with growing pauses. */
  function again(atOnce = false): void {
    if (state === "closed") return;
    const pauseMs =
      atOnce && attempt === 0
        ? timing.random() * timing.atOncePauseMs
        : pauseBefore(attempt, { leastMs: timing.leastPauseMs, mostMs: maxPauseMs, random: timing.random });
    attempt += 1;
    wake = afterPause(pauseMs, () => {
      if (state !== "waiting") return;
      become("connecting");
      void start();
    });
    become("waiting");
  }

  function finish(closed: Closed): void {
    wake();
    become("closed", closed);
  }

  void start();
  return {
    get state() {
      return state;
    },
    send: (frame) => link?.send(frame),
    drop: () => link?.drop(),
    close() {
      if (state === "closed") return;
      finish({ code: null, name: null, reason: "Closed from this side" });
      link?.drop();
    },
  };
}

/** Waits, or until the browser says that the network is back. Returns how to stop waiting. */
function afterPause(ms: number, go: () => void): () => void {
  const page = globalThis as Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;
  const stop = () => {
    clearTimeout(timer);
    page.removeEventListener?.("online", now);
  };
  const now = () => {
    stop();
    go();
  };
  const timer = setTimeout(now, ms);
  page.addEventListener?.("online", now);
  return stop;
}

function nameOf(code: number): CloseName | null {
  const found = Object.entries(CLOSE).find(([, close]) => close.code === code);
  return found === undefined ? null : (found[0] as CloseName);
}
