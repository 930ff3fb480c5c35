import type { Authenticator } from "./auth/authenticator.ts";
import type { ChatEngine } from "./chat-engine.ts";
import { type Terms, connectionAck } from "./connection-ack.ts";
import { failureFacts } from "./failure-facts.ts";
import { admit } from "./handshake.ts";
import { heartbeat } from "./heartbeat.ts";
import { floodGuard } from "./limits/flood.ts";
import type { Limiter } from "./limits/limiter.ts";
import type { ServerMetrics } from "./metrics.ts";
import { openOutbox } from "./outbox.ts";
import { CLOSE, type CloseName } from "./protocol/close-codes.ts";
import type { ClientFrame, CommandType } from "./protocol/commands.ts";
import { MAX_BUFFERED_BYTES } from "./protocol/connection.ts";
import { frame } from "./protocol/frames.ts";
import { type ParsedFrame, parseFrame } from "./protocol/parse-frame.ts";
import type { CommandError } from "./protocol/replies.ts";
import { Refusal, errorReply } from "./refusal.ts";
import { MAX_COMMANDS, type SignedIn, signIn } from "./signed-in.ts";
import type { Socket, SocketFacts, SocketListener } from "./socket.ts";
import type { Timings } from "./timings.ts";

/** Frames a second of one connection, pings included: more than a person and a reconnect need. */
const FLOOD = { perSecond: 20, burst: 100 };

export interface ConnectionDeps {
  engine: ChatEngine;
  authenticator: Pick<Authenticator, "verify">;
  limiter: Limiter;
  metrics: ServerMetrics;
  terms: Terms;
  timings: Timings;
  isDraining(): boolean;
}

export interface ConnectionEvents {
  /** It is known who this is. */
  authenticated(): void;
  /** Nothing is left of it. */
  closed(): void;
}

export interface Connection {
  readonly listener: SocketListener;
  /** Whether its user waits for something. */
  readonly isBusy: boolean;
  close(name: CloseName, reason?: string): void;
}

/** One connection: it waits for `connection_init`, finds out who that is, serves them, and lets everything go at its end. */
export function openConnection(deps: ConnectionDeps, socket: Socket, facts: SocketFacts, events: ConnectionEvents): Connection {
  const { metrics, timings, terms } = deps;
  const { log } = deps.engine;
  const id = crypto.randomUUID();
  let state: "waiting" | "authenticating" | "ready" | "closed" = "waiting";
  let user: SignedIn | null = null;
  let isPaused = false;

  const flood = floodGuard(FLOOD);
  // Of the whole handshake, whatever comes meanwhile.
  const deadline = setTimeout(() => close(state === "waiting" ? "noInit" : "dependenciesLost"), timings.initTimeoutMs);
  const pulse = heartbeat({ everyMs: timings.heartbeatMs, isDeaf: () => isPaused, ping: () => socket.ping(), dead: cut });
  const outbox = openOutbox({
    socket,
    stallMs: timings.stallMs,
    sent: (bytes) => metrics.bytesSent(bytes),
    progressed(waited) {
      if (waited) pulse.alive();
      regulate();
    },
    stalled: () => close("slowConsumer"),
  });

  function close(name: CloseName, reason: string = CLOSE[name].reason): void {
    if (state === "closed") return;
    end(CLOSE[name].code);
    socket.close(CLOSE[name].code, reason);
  }

  function cut(): void {
    end(1006);
    socket.terminate();
  }

  function end(code: number): void {
    if (state === "closed") return;
    state = "closed";
    clearTimeout(deadline);
    pulse.stop();
    outbox.close();
    user?.close();
    events.closed();
    metrics.connectionClosed(code);
  }

  /** Reads on only while answers are taken and commands are carried out. */
  function regulate(): void {
    const isLoaded = outbox.bytes > 2 * MAX_BUFFERED_BYTES || (user?.commands ?? 0) >= MAX_COMMANDS;
    if (state === "closed" || isLoaded === isPaused) return;
    isPaused = isLoaded;
    if (isPaused) socket.pause();
    else socket.resume();
  }

  async function authenticate(token: string | null): Promise<void> {
    state = "authenticating";
    const admission = await admit({ ...deps, log }, id, token);
    if ("close" in admission) return close(admission.close, admission.reason);
    const { identity, slot } = admission;
    if (isOver()) return slot[Symbol.asyncDispose]();
    state = "ready";
    clearTimeout(deadline);
    user = signIn({ ...deps, connectionId: id, identity, slot, outbox, answered: regulate, end: close });
    events.authenticated();
    metrics.authenticated();
    outbox.push(connectionAck(id, identity, terms));
  }

  const isOver = () => state === "closed";

  function receive(text: string): void {
    const admitted = flood.admit();
    if (admitted === "close") return drown();
    const parsed = parseFrame(text);
    if (parsed.kind === "bad") return close("badFrame", parsed.reason);
    if (user === null) return greet(parsed);
    if (parsed.kind === "refused") refuse("unknown", parsed.error);
    else serve(user, parsed.frame, admitted === "refuse");
    regulate();
  }

  /** Before it is known who this is, one `connection_init` is taken and nothing that costs anything. */
  function greet(parsed: ParsedFrame): void {
    const received = parsed.kind === "frame" ? parsed.frame : null;
    if (received?.type === "connection_init") {
      if (state === "waiting") void authenticate(received.payload.token ?? facts.token);
      else close("repeatedInit");
    } else if (state === "waiting" || (received?.type !== "ping" && received?.type !== "pong")) {
      close("unauthenticated", "connection_init has to come first, and its answer has to be waited for");
    } else if (received.type === "ping") outbox.push(PONG);
  }

  function serve(user: SignedIn, received: ClientFrame, isTooMuch: boolean): void {
    switch (received.type) {
      case "connection_init":
        return close("repeatedInit");
      case "pong":
        return;
      case "ping":
        return isTooMuch ? undefined : outbox.push(PONG);
      default:
        if (!isTooMuch) return user.take(received);
        metrics.limited("flood");
        refuse(received.type, errorReply(received.id, tooManyFrames(flood.retryAfterMs)));
    }
  }

  function refuse(type: CommandType | "unknown", error: CommandError): void {
    metrics.command(type, error.code);
    outbox.push(frame(error));
  }

  function drown(): void {
    metrics.limited("flood");
    close("flooding");
  }

  /** Nothing that a peer sends may end the process. */
  function heard(take: () => void): void {
    if (isOver()) return;
    pulse.alive();
    try {
      take();
    } catch (error) {
      log.error({ connection: id, ...failureFacts(error) }, "A frame could not be handled.");
      close("internal");
    }
  }

  metrics.connectionOpened();
  return {
    listener: {
      text: (text) => heard(() => receive(text)),
      binary: () => heard(() => close("badFrame", "Frames are text")),
      ping: () => heard(() => (flood.admit() === "close" ? drown() : undefined)),
      pong: () => heard(() => {}),
      closed: end,
    },
    get isBusy() {
      return user?.isBusy ?? false;
    },
    close,
  };
}

const PONG = frame({ type: "pong" });

function tooManyFrames(retryAfterMs: number): Refusal {
  return new Refusal("rate_limited", "This connection sends more commands than it may.", { hint: "Wait a moment between commands.", retryAfterMs });
}
