import { once } from "node:events";
import { WebSocket } from "ws";
import type { CommandType } from "../protocol/commands.ts";
import { SOCKET_PATH, SUBPROTOCOL } from "../protocol/connection.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- frames are read as a client reads them that has no types
export type AnyFrame = Record<string, any>;

export interface ConnectOptions {
  path?: string;
  headers?: Record<string, string>;
  subprotocols?: string[];
}

export interface TestClient {
  readonly socket: WebSocket;
  /** Everything that has come, in order. */
  readonly frames: AnyFrame[];
  /** With what the connection was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  send(frame: AnyFrame): void;
  /** The first frame of this type, or of this kind, whether it has come already or not. */
  next(wanted: string | ((frame: AnyFrame) => boolean)): Promise<AnyFrame>;
  /** Sends a command and gives back its answer. */
  command(type: CommandType, payload?: AnyFrame): Promise<AnyFrame>;
  /** Opens a session, a new one without an id, and gives back its id. */
  session(payload?: AnyFrame): Promise<string>;
  /** The words of the events that have come. */
  text(): string;
  terminate(): void;
}

let commands = 0;

export async function connectTo(port: number, { path = SOCKET_PATH, headers, subprotocols = [SUBPROTOCOL] }: ConnectOptions = {}): Promise<TestClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, subprotocols, { headers, maxPayload: 0 });
  const frames: AnyFrame[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
  });
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  await once(socket, "open");
  socket.on("error", () => {});

  async function next(wanted: string | ((frame: AnyFrame) => boolean)): Promise<AnyFrame> {
    const fits = typeof wanted === "string" ? ({ type }: AnyFrame) => type === wanted : wanted;
    const { promise, resolve } = Promise.withResolvers<AnyFrame>();
    let seen = 0;
    const look = () => {
      for (; seen < frames.length; seen += 1) if (fits(frames[seen]!)) resolve(frames[seen]!);
    };
    waiting.add(look);
    look();
    const ended = closed.then(({ code, reason }): never => {
      throw new Error(`The connection was closed with ${code} (${reason}) before ${String(wanted)} came.`);
    });
    try {
      return await Promise.race([promise, ended]);
    } finally {
      waiting.delete(look);
    }
  }

  const client: TestClient = {
    socket,
    frames,
    closed,
    next,
    send: (frame) => socket.send(JSON.stringify(frame)),
    command(type, payload) {
      const id = `c${(commands += 1)}`;
      client.send({ id, type, payload });
      return next((frame) => frame.id === id);
    },
    async session(payload) {
      const { result } = await client.command("session.open", payload);
      await next((frame) => frame.name === "context_restored" && frame.threadId === result.sessionId);
      return result.sessionId;
    },
    text: () =>
      frames
        .filter(({ type }) => type === "TEXT_MESSAGE_CONTENT")
        .map(({ delta }) => delta)
        .join(""),
    terminate: () => socket.terminate(),
  };
  return client;
}
