import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { ClientFrame, Command } from "../../protocol/commands.ts";
import { SUBPROTOCOL } from "../../protocol/connection.ts";
import type { RunEvent } from "../../protocol/events.ts";
import type { ConnectionAck } from "../../protocol/replies.ts";
import { type ScriptedSession, scriptedSession } from "./scripted-session.ts";
import { questionId, type ScriptedEvent, turnEvents } from "./scripted-turn.ts";

/** One connection, as the server sees it. */
export interface Peer {
  /** What came first, with its token. */
  readonly token: string | undefined;
  send(frame: unknown): void;
  sendRaw(data: string | Buffer): void;
  close(code: number, reason?: string): void;
  /** As if the network was gone: no close frame. */
  cut(): void;
}

/** What a test wants otherwise. What returns false is done as usual. */
export interface Script {
  /** Before the acknowledgement of a connection. */
  init?: (peer: Peer, nth: number) => boolean;
  command?: (command: Command, peer: Peer) => boolean;
  /** How events reach one connection after a `session.open`: as they are, if it is left out. */
  deliver?: (events: readonly RunEvent[], peer: Peer) => void;
  /** The words a message is answered with; the run goes on where it is left out. */
  words?: readonly string[];
  ack?: Partial<ConnectionAck>;
}

/** A server that speaks the protocol by hand, on a real socket. It answers commands in order, and never fails by itself. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** May be changed while it runs. */
  script: Script;
  /** Connections that were opened. */
  readonly opened: number;
  /** Those that live. */
  readonly peers: readonly Peer[];
  readonly received: ClientFrame[];
  commands<T extends Command["type"]>(type: T): Extract<Command, { type: T }>[];
  session(id: string): ScriptedSession;
  /** Logs events, and tells those who watch. */
  append(sessionId: string, ...events: ScriptedEvent[]): void;
  close(code: number, reason?: string): void;
}

interface Connection extends Peer {
  watches: Set<string>;
}

export async function scriptedServer(initial: Script = {}): Promise<ScriptedServer> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false) });
  await once(server, "listening");
  const sessions = new Map<string, ScriptedSession>();
  /** Run ids by client message id: a message is one message, however often it comes. */
  const accepted = new Map<string, string>();
  const peers = new Set<Connection>();
  const received: ClientFrame[] = [];
  let script = initial;
  let opened = 0;

  const session = (id: string) => {
    if (!sessions.has(id)) sessions.set(id, scriptedSession(id));
    return sessions.get(id)!;
  };

  function deliver(events: readonly RunEvent[], peer: Peer): void {
    if (script.deliver !== undefined) script.deliver(events, peer);
    else for (const event of events) peer.send(event);
  }

  function append(sessionId: string, events: readonly ScriptedEvent[]): void {
    const logged = session(sessionId).append(events);
    for (const peer of peers) if (peer.watches.has(sessionId)) deliver(logged, peer);
  }

  function open({ id, payload }: Extract<Command, { type: "session.open" }>, peer: Connection): void {
    const { sessionId = `session-${sessions.size + 1}`, afterSeq } = payload;
    const created = payload.sessionId === undefined;
    if (!created && !sessions.has(sessionId)) return peer.send({ type: "error", id, code: "not_found", message: "That session is unknown.", retryable: false });
    const { log, restored, snapshot, activeRunId } = session(sessionId);
    peer.send({ type: "ack", id, result: { sessionId, lastSeq: log.length, created } });
    peer.send(restored());
    if (afterSeq !== undefined && afterSeq > log.length) peer.send(snapshot(log.length));
    const startOfActive = log.findIndex(({ runId }) => runId === activeRunId);
    const after = afterSeq ?? (startOfActive === -1 ? log.length : startOfActive);
    peer.watches.add(sessionId);
    deliver(
      log.slice(after).map((event) => ({ ...event, replayed: true as const })),
      peer,
    );
  }

  function send({ id, payload }: Extract<Command, { type: "message.send" }>, peer: Peer): void {
    const known = accepted.get(payload.clientMessageId);
    const runId = known ?? `run-${accepted.size + 1}`;
    accepted.set(payload.clientMessageId, runId);
    peer.send({ type: "ack", id, result: { runId, messageId: questionId(runId), duplicate: known !== undefined } });
    if (known !== undefined) return;
    const { clientMessageId, sessionId, text } = payload;
    append(sessionId, turnEvents({ runId, clientMessageId, text, words: script.words ?? [], end: script.words && "complete" }));
  }

  function obey(command: Command, peer: Connection): void {
    const { id } = command;
    switch (command.type) {
      case "session.open":
        return open(command, peer);
      case "message.send":
        return send(command, peer);
      case "session.close":
        peer.watches.delete(command.payload.sessionId);
        return peer.send({ type: "ack", id });
      case "session.list":
        return peer.send({ type: "ack", id, result: { sessions: [], nextCursor: null } });
      case "run.cancel": {
        const { sessionId, runId } = command.payload;
        const cancelled = session(sessionId).activeRunId === runId;
        peer.send({ type: "ack", id, result: { cancelled } });
        if (cancelled) append(sessionId, turnEvents({ runId, clientMessageId: "", text: "", words: [], end: "cancelled" }).slice(-2));
        return;
      }
      case "auth.refresh":
        return peer.send({ type: "ack", id, result: { tokenExpiresAt: Date.now() + 3_600_000 } });
      default:
        peer.send({ type: "ack", id });
    }
  }

  function welcome(peer: Connection): void {
    if (script.init?.(peer, opened)) return;
    peer.send({ ...ACK, connectionId: `connection-${opened}`, tokenExpiresAt: Date.now() + 3_600_000, ...script.ack });
  }

  server.on("connection", (socket: WebSocket) => {
    opened += 1;
    let token: string | undefined;
    const peer: Connection = {
      watches: new Set(),
      get token() {
        return token;
      },
      send: (frame) => socket.send(JSON.stringify(frame)),
      sendRaw: (data) => socket.send(data),
      close(code, reason) {
        peers.delete(peer);
        socket.close(code, reason);
      },
      cut() {
        peers.delete(peer);
        socket.terminate();
      },
    };
    peers.add(peer);
    socket.on("error", () => {});
    socket.on("close", () => peers.delete(peer));
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as ClientFrame;
      received.push(frame);
      if (frame.type === "connection_init") {
        token = frame.payload.token;
        welcome(peer);
      } else if (frame.type === "ping") {
        if (!script.command?.(frame as unknown as Command, peer)) peer.send({ type: "pong" });
      } else if (frame.type !== "pong" && !script.command?.(frame, peer)) obey(frame, peer);
    });
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get script() {
      return script;
    },
    set script(next) {
      script = next;
    },
    get opened() {
      return opened;
    },
    get peers() {
      return [...peers];
    },
    received,
    commands: <T extends Command["type"]>(type: T) => received.filter((frame): frame is Extract<Command, { type: T }> => frame.type === type),
    session,
    append: (sessionId, ...events) => append(sessionId, events),
    close(code, reason) {
      for (const peer of peers) peer.close(code, reason);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

const ACK = {
  type: "connection_ack",
  userId: "user",
  role: "job_seeker",
  heartbeatMs: 15_000,
  limits: { maxFrameBytes: 65_536, maxMessageChars: 4_000, messagesPerMinute: 30, concurrentRuns: 3, sockets: 10, openSessions: 20 },
  capabilities: { resumable: true },
};
