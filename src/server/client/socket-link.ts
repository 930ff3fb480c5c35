import type { ClientFrame } from "../protocol/commands.ts";
import { SUBPROTOCOL } from "../protocol/connection.ts";
import type { ConnectionAck } from "../protocol/replies.ts";
import { parseFrame, type ServerFrame } from "./frames.ts";

/** One network connection, from its opening to its end. */
export interface SocketLink {
  send(frame: ClientFrame): void;
  /** Ends it from this side, at once: a peer that does not answer is not waited for. */
  drop(): void;
}

export interface LinkOptions {
  url: string;
  token: string;
  WebSocket: typeof WebSocket;
  handshakeMs: number;
  ready: (ack: ConnectionAck) => void;
  frame: (frame: ServerFrame) => void;
  /** Called once. 1006 where there was no close from the other side. */
  ended: (code: number, reason: string) => void;
}

/** Frames without an answer before the connection counts as dead. */
const MISSED = 2;

export function socketLink({ url, token, WebSocket, handshakeMs, ready, frame, ended }: LinkOptions): SocketLink {
  const socket = new WebSocket(url, SUBPROTOCOL);
  const deadline = setTimeout(() => end(1006, "No answer to the first frame"), handshakeMs);
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let silent = 0;
  let isReady = false;
  let over = false;

  const send = (frame: ClientFrame) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  function end(code: number, reason: string): void {
    if (over) return;
    over = true;
    clearTimeout(deadline);
    clearInterval(heartbeat);
    socket.close(1000);
    ended(code, reason);
  }

  /** A page cannot see the pings of the protocol below, so it sends its own. */
  function beat(): void {
    if (silent >= MISSED) return end(1006, "No sign of life");
    silent += 1;
    send({ type: "ping" });
  }

  socket.onopen = () => send({ type: "connection_init", payload: { token } });
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }) => end(code, reason);
  socket.onmessage = ({ data }) => {
    if (over) return;
    silent = 0;
    const received = parseFrame(data);
    if (received === null) return;
    if (received.kind === "ping") send({ type: "pong" });
    else if (received.kind !== "ready") {
      if (isReady) frame(received);
    } else if (!isReady) {
      isReady = true;
      clearTimeout(deadline);
      heartbeat = setInterval(beat, received.ack.heartbeatMs);
      ready(received.ack);
    }
  };
  return { send, drop: () => end(1006, "Dropped") };
}
