import { SOCKET_PATH } from "../protocol/connection.ts";
import type { ConnectionAck, Result } from "../protocol/replies.ts";
import { calls } from "./calls.ts";
import type { ChatClient, Closed, ConnectionState, ConnectOptions } from "./chat-client.ts";
import { ChatError } from "./chat-error.ts";
import { lifeCycle } from "./life-cycle.ts";
import { listeners } from "./listeners.ts";
import { sessions } from "./sessions.ts";
import { TIMING, type Timing } from "./timing.ts";
import { tokenRefresh } from "./token-refresh.ts";

/**
 * Connects to the chat, and stays connected until `close`, or until the server says that there is no use.
 *
 * ```ts
 * const session = await connect({ url: "wss://chat.example.com", token: () => accessToken() }).open();
 * session.onEvent(() => render(session.messages));
 * await session.send("Remote Rust jobs in Berlin");
 * ```
 */
export function connect(options: ConnectOptions): ChatClient {
  return connectWith(options, TIMING);
}

/** {@link connect}, with a time of its own. */
export function connectWith({ url, token: given, maxPauseMs = 30_000, WebSocket = globalThis.WebSocket }: ConnectOptions, timing: Timing): ChatClient {
  const renewable = typeof given === "function";
  const token = async () => (renewable ? given() : given);
  const states = listeners<[state: ConnectionState, closed?: Closed]>();
  const asked = calls(timing);
  const open = sessions({ calls: asked, isConnected: () => life.state === "ready", sends: timing.sends });
  let connection: ConnectionAck | null = null;
  const refresh = tokenRefresh({ token, calls: asked, timing, refreshed: (tokenExpiresAt) => (connection = { ...connection!, tokenExpiresAt }) });

  const life = lifeCycle({
    url: addressOf(url),
    token,
    renewable,
    maxPauseMs,
    WebSocket,
    timing,
    ready(ack) {
      connection = ack;
      if (renewable) refresh.start(ack.tokenExpiresAt);
      asked.connected({ send: life.send, maxFrameBytes: ack.limits.maxFrameBytes }, open.connected);
    },
    frame(frame) {
      if (frame.kind === "answer") asked.answer(frame);
      else if ("sessionId" in frame) open.receive(frame);
    },
    lost() {
      refresh.stop();
      asked.lost();
    },
    changed(state, closed) {
      if (closed !== undefined) end(new ChatError("closed", `The connection is closed: ${closed.reason || closed.code}.`, HINT), closed.code === null);
      states.tell(state, closed);
    },
  });

  function end(error: ChatError, wanted: boolean): void {
    refresh.stop();
    asked.close(error);
    open.end(error, wanted);
  }

  return {
    get state() {
      return life.state;
    },
    get connection() {
      return connection;
    },
    onState: states.add,
    open: (sessionId, { afterSeq } = {}) => open.open(sessionId, afterSeq),
    sessions: async (cursor) => (await asked.request("session.list", { cursor })) as Result<"session.list">,
    drop: life.drop,
    close: life.close,
  };
}

const HINT = { hint: "Connect again, with a token that is valid.", retryable: false };

function addressOf(url: string): string {
  const address = new URL(url.replace(/^http/, "ws"));
  if (address.pathname === "/") address.pathname = SOCKET_PATH;
  return address.href;
}
