import type { IncomingMessage, RequestListener } from "node:http";
import { isIPv6 } from "node:net";
import type { Duplex } from "node:stream";
import { within } from "./http/within.ts";
import { listen, refuseUpgrade } from "./listen.ts";
import { noMetrics } from "./metrics.ts";
import { type ChatServerOptions, NEWCOMERS, chatServer } from "./server.ts";
import { TIMINGS } from "./timings.ts";
import { decideUpgrade } from "./upgrade.ts";
import { webSockets } from "./ws.ts";

/** What is left of a drain for the last words of answers that had to be stopped. */
const LAST_WORDS_MS = 1_000;

export interface ServeOptions extends ChatServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  allowedOrigins: readonly string[];
  /** Answers what is no socket. */
  handler: RequestListener;
}

export interface RunningServer extends AsyncDisposable {
  /** Of pages; the sockets' is the same with `ws`. */
  readonly url: string;
  readonly port: number;
  readonly connections: number;
  readonly isDraining: boolean;
  /**
   * Goes away: takes no more connections and messages, lets running answers end, and stops those that have not by then. Settles within `timeoutMs`.
   * Asked again, it is the same drain.
   */
  drain(timeoutMs: number): Promise<void>;
}

/** Serves the chat on a port. The engine, the authenticator and the limiter stay the caller's. @throws {RolecallError} `configuration` */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { engine, host, allowedOrigins, settings, metrics = noMetrics } = options;
  const { closingMs, requestMs } = { ...TIMINGS, ...options.timings };
  const chat = chatServer(options);
  const open = webSockets({ closingMs });

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const address = request.socket.remoteAddress ?? "";
    const decision = decideUpgrade(request, { allowedOrigins, isDraining: chat.isDraining, hasRoom: chat.hasRoomFor(address) });
    if (!decision.accept) {
      if (decision.status === 503 && !chat.isDraining) metrics.limited("newcomer");
      return refuseUpgrade(stream, decision.status, decision.reason);
    }
    open({ request, stream, head }, (socket) => chat.accept(socket, { address, ...decision }));
  }

  const listener = await listen({ ...options, requestMs, strangers: settings.newcomers ?? NEWCOMERS, upgrade });

  async function goAway(timeoutMs: number): Promise<void> {
    const closeAfter = timeoutMs - Math.min(closingMs, timeoutMs / 4);
    const stopAfter = closeAfter - Math.min(LAST_WORDS_MS, timeoutMs / 4);
    const gone = listener.close();
    const done = Promise.all([engine.drain(stopAfter), chat.drain(closeAfter).then(() => gone)]);
    await within<unknown>(timeoutMs, done, () => {}).finally(() => listener.cut());
  }

  let draining: Promise<void> | null = null;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${listener.port}`,
    port: listener.port,
    get connections() {
      return chat.connections;
    },
    get isDraining() {
      return chat.isDraining;
    },
    drain: (timeoutMs) => (draining ??= goAway(timeoutMs)),
    async [Symbol.asyncDispose]() {
      const gone = listener.close();
      await chat[Symbol.asyncDispose]();
      await within(closingMs, gone, () => {});
      listener.cut();
      await gone;
    },
  };
}
