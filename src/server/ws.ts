import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { CLOSE } from "./protocol/close-codes.ts";
import { MAX_FRAME_BYTES, SUBPROTOCOL } from "./protocol/connection.ts";
import type { Socket, SocketListener } from "./socket.ts";

/** A frame in more pieces than this is an attack: `ws` closes with 1008. */
const MAX_FRAGMENTS = 128;
/** Reads that one frame may come in: it is kept as so many pieces until it is whole. */
const MAX_CHUNKS = 1_024;
/** A WebSocket close frame has no room for more. */
const MAX_REASON_BYTES = 123;

export interface SocketUpgrade {
  request: IncomingMessage;
  stream: Duplex;
  head: Buffer;
}

/** Turns HTTP upgrades into sockets, by `ws`. */
export function webSockets({ closingMs }: { closingMs: number }): (upgrade: SocketUpgrade, accept: (socket: Socket) => SocketListener) => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_CHUNKS,
    // A browser fails without a code where none of what it offered is chosen: it is to see our 4406.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : [...offered][0]!),
  });
  return ({ request, stream, head }, accept) => server.handleUpgrade(request, stream, head, (socket) => bind(socket, closingMs, accept));
}

function bind(socket: WebSocket, closingMs: number, accept: (socket: Socket) => SocketListener): void {
  /** Of a close from this side: what comes back is often another one, or none. */
  let own: number | null = null;
  let cutOff: NodeJS.Timeout | undefined;

  function closing(code: number): void {
    own ??= code;
    // A paused socket would not see the peer's goodbye.
    socket.resume();
    cutOff ??= setTimeout(() => socket.terminate(), closingMs);
  }

  const listener = accept({
    send: (text, done) => socket.send(text, () => done()),
    ping: () => socket.ping(() => {}),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close(code, reason) {
      socket.close(code, shortened(reason));
      closing(code);
    },
    terminate: () => socket.terminate(),
  });

  socket.on("message", (data: RawData, isBinary) => (isBinary ? listener.binary() : listener.text(String(data))));
  socket.on("ping", () => listener.ping());
  socket.on("pong", () => listener.pong());
  // The peer broke the protocol, and `ws` has closed by itself; or the network failed.
  socket.on("error", (error: NodeJS.ErrnoException) => {
    closing(CLOSED_BY_WS[error.code ?? ""] ?? 1006);
    listener.closed(own!);
  });
  socket.on("close", (code) => {
    clearTimeout(cutOff);
    listener.closed(own ?? code);
  });
}

const CLOSED_BY_WS: Record<string, number> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: CLOSE.frameTooLarge.code,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_INVALID_UTF8: 1007,
};

function shortened(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = text.slice(0, -1);
  return text;
}
