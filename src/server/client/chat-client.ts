import type { CloseName } from "../protocol/close-codes.ts";
import type { WireEvent, WireMessage } from "../protocol/events.ts";
import type { ConnectionAck, Result } from "../protocol/replies.ts";
import type { ChatError } from "./chat-error.ts";

export interface ConnectOptions {
  /** `ws://`, `wss://`, or as a page's own `http://` or `https://`; the path of the server is added where the URL has none. */
  url: string;
  /** A function is asked for each connection, and again before its token expires; where it fails, it is asked again after a pause. */
  token: string | (() => string | Promise<string>);
  /** Longest pause between two attempts, in milliseconds. Default 30,000. */
  maxPauseMs?: number;
  /** Where there is no global `WebSocket`, or another is wanted. */
  WebSocket?: typeof WebSocket;
}

/** `waiting`: the connection was lost, and is tried again. `closed`: for good. */
export type ConnectionState = "connecting" | "ready" | "waiting" | "closed";

/** Why the client gave up. `code` is the close code, or null where it was closed from this side. */
export interface Closed {
  code: number | null;
  name: CloseName | null;
  reason: string;
}

export interface ChatClient {
  readonly state: ConnectionState;
  /** Of the present connection, or of the last one; null before the first. */
  readonly connection: ConnectionAck | null;
  /** Told of every change of state; returns how to stop listening. */
  onState(listener: (state: ConnectionState, closed?: Closed) => void): () => void;
  /**
   * Opens a session, a new one without an id; one that is open already is given again. It stays open through every reconnect, and goes on
   * where it was. @throws {ChatError} `not_found`
   */
  open(sessionId?: string, options?: { afterSeq?: number }): Promise<ChatSession>;
  /** The user's sessions, newest first, a page at a time. @throws {ChatError} */
  sessions(cursor?: string): Promise<Result<"session.list">>;
  /** Drops the network connection as if it had failed; the client connects again. For demonstrations and tests. */
  drop(): void;
  close(): void;
}

export interface SendOptions {
  onBusy?: "reject" | "interrupt";
  /** The same id is the same message, however often it is sent. Default: a random one. */
  clientMessageId?: string;
}

/** A message as it is stored, or an answer while it is being written. */
export interface ChatMessage extends Omit<WireMessage, "status"> {
  status: WireMessage["status"] | "streaming";
}

export interface Run {
  runId: string;
  /** Of the user's message. */
  messageId: string;
  duplicate: boolean;
  /**
   * This run's events, from its first to its terminal one; as often as they are iterated. A run that ended beyond what the server retains
   * has no terminal one: its answer is in `messages` then. @throws {ChatError} when the connection is given up
   */
  events: AsyncIterable<WireEvent>;
  /** Stops the answer; the partial one is kept. False when it had ended before. @throws {ChatError} */
  cancel(): Promise<boolean>;
}

export interface ChatSession {
  readonly id: string;
  /** The last event that was told. */
  readonly lastSeq: number;
  /** The run that is answering, also one that was begun elsewhere. */
  readonly activeRunId: string | null;
  /**
   * The messages as far as they are known: restored ones, and those that events have told of since. An answer that is being written is
   * the last. Another array after each change.
   */
  readonly messages: readonly ChatMessage[];
  /** Every event once and in order, whatever happens to the connection; returns how to stop listening. Those after `open` wait for the caller to listen. */
  onEvent(listener: (event: WireEvent) => void): () => void;
  /** Told when the session cannot go on: it was deleted, or the connection was given up. Not after a `close`. */
  onLost(listener: (error: ChatError) => void): () => void;
  /** Settles when the server has the message for good; sends it again after a reconnect until then. @throws {ChatError} */
  send(text: string, options?: SendOptions): Promise<Run>;
  /** Stops a run, also one of another tab. @throws {ChatError} `not_found` */
  cancel(runId: string): Promise<boolean>;
  /** @throws {ChatError} */
  feedback(messageId: string, rating: "up" | "down", text?: string): Promise<void>;
  /** No messages are taken after that. @throws {ChatError} */
  end(): Promise<void>;
  /** Stops watching; the session stays. */
  close(): void;
}
