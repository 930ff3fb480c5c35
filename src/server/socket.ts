/** One open WebSocket, whatever library it comes from. Nothing here throws, also where the peer has gone. */
export interface Socket {
  /** `done` is called once the frame has left this process, or never will. */
  send(text: string, done: () => void): void;
  ping(): void;
  /** Stops and starts reading. What was read already may still be told. */
  pause(): void;
  resume(): void;
  /** Says goodbye; a peer that does not answer is cut off soon after. */
  close(code: number, reason: string): void;
  /** Cuts it off at once. */
  terminate(): void;
}

/** What a socket tells. */
export interface SocketListener {
  text(text: string): void;
  binary(): void;
  ping(): void;
  pong(): void;
  /** It is over; may be told again. */
  closed(code: number): void;
}

/** What is known of a connection before its first frame. */
export interface SocketFacts {
  /** Of the peer; a proxy's where there is one. */
  address: string;
  /** Whether the client speaks our subprotocol. */
  subprotocol: boolean;
  /** From an `Authorization` header. */
  token: string | null;
}
