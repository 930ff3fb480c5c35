import { MAX_BUFFERED_BYTES } from "./protocol/connection.ts";
import type { Socket } from "./socket.ts";

/** What a waiting frame takes beside its text, as measured. */
const FRAME_OVERHEAD = 512;
/** So much is given to the socket at a time. What it has is flushed as one, so that less would be seen of a slow reader's progress with more. */
const IN_FLIGHT_BYTES = 64 * 1024;

/** What waits for one socket, in order. */
export interface Outbox {
  /** Takes a frame in any case: whoever can wait asks for room before. */
  push(frame: string): void;
  /** Whether what waits is below the mark. */
  readonly hasRoom: boolean;
  /** Settles when there is room, or nothing is sent any more. */
  room(): Promise<void>;
  /** What waits, overhead included. */
  readonly bytes: number;
  /** Drops what waits. */
  close(): void;
}

export interface OutboxOptions {
  socket: Pick<Socket, "send">;
  stallMs: number;
  /** A frame of so many bytes was given to the socket. */
  sent(bytes: number): void;
  /** A frame has left. `waited`: others waited behind it, so that the peer has taken something; else the system may have taken it for a peer that is gone. */
  progressed(waited: boolean): void;
  /** More waits than should, and for so long nothing has left. */
  stalled(): void;
}

export function openOutbox({ socket, stallMs, sent, progressed, stalled }: OutboxOptions): Outbox {
  const queue: string[] = [];
  let bytes = 0;
  let inFlight = 0;
  let closed = false;
  let waiting: PromiseWithResolvers<void> | null = null;
  let stall: NodeJS.Timeout | undefined;
  const isFull = () => bytes >= MAX_BUFFERED_BYTES;

  function flush(): void {
    while (queue.length > 0 && inFlight < IN_FLIGHT_BYTES) {
      const frame = queue.shift()!;
      const cost = costOf(frame);
      inFlight += cost;
      sent(cost - FRAME_OVERHEAD);
      socket.send(frame, () => left(cost));
    }
  }

  function left(cost: number): void {
    if (closed) return;
    inFlight -= cost;
    bytes -= cost;
    if (isFull()) stall?.refresh();
    else makeRoom();
    const waited = queue.length > 0;
    flush();
    progressed(waited);
  }

  function makeRoom(): void {
    clearTimeout(stall);
    stall = undefined;
    waiting?.resolve();
    waiting = null;
  }

  return {
    push(frame) {
      if (closed) return;
      bytes += costOf(frame);
      queue.push(frame);
      flush();
      if (isFull()) stall ??= setTimeout(stalled, stallMs);
    },
    get hasRoom() {
      return !isFull();
    },
    async room() {
      if (!isFull()) return;
      waiting ??= Promise.withResolvers();
      await waiting.promise;
    },
    get bytes() {
      return bytes;
    },
    close() {
      closed = true;
      queue.length = 0;
      bytes = 0;
      makeRoom();
    },
  };
}

function costOf(frame: string): number {
  return Buffer.byteLength(frame) + FRAME_OVERHEAD;
}
