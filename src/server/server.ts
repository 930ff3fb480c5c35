import { setTimeout as sleep } from "node:timers/promises";
import type { Authenticator } from "./auth/authenticator.ts";
import type { ChatEngine } from "./chat-engine.ts";
import { type Connection, openConnection } from "./connection.ts";
import { type CrowdLimits, crowd } from "./crowd.ts";
import type { Limiter, UserLimits } from "./limits/limiter.ts";
import { type ServerMetrics, noMetrics } from "./metrics.ts";
import type { Socket, SocketFacts, SocketListener } from "./socket.ts";
import { TIMINGS, type Timings } from "./timings.ts";

/** Connections that have not shown yet who they are. */
export const NEWCOMERS: CrowdLimits = { total: 1_000, perAddress: 200, exceptNear: true };
/** How often a server that goes away looks which connections have nothing to wait for. */
const LOOK_EVERY_MS = 25;

export interface ChatServerSettings {
  limits: UserLimits;
  maxMessageChars: number;
  newcomers?: CrowdLimits;
}

export interface ChatServerOptions {
  engine: ChatEngine;
  authenticator: Pick<Authenticator, "verify">;
  limiter: Limiter;
  settings: ChatServerSettings;
  metrics?: ServerMetrics;
  timings?: Partial<Timings>;
}

/** The chat over sockets of any kind. */
export interface ChatServer extends AsyncDisposable {
  /** Serves a socket until its end. Returns who is to be told what it says. */
  accept(socket: Socket, facts: SocketFacts): SocketListener;
  /** Whether one more from this address may come before it has shown who it is. */
  hasRoomFor(address: string): boolean;
  readonly connections: number;
  readonly isDraining: boolean;
  /**
   * Takes no more messages, and closes each connection with 1001 once its user waits for nothing; after `timeoutMs` all that are left.
   * Asked again, it is the same drain.
   */
  drain(timeoutMs: number): Promise<void>;
}

export function chatServer({ settings, metrics = noMetrics, ...options }: ChatServerOptions): ChatServer {
  const timings = { ...TIMINGS, ...options.timings };
  const connections = new Set<Connection>();
  const newcomers = crowd(settings.newcomers ?? NEWCOMERS);
  let draining: Promise<void> | null = null;
  const isDraining = () => draining !== null;
  const terms = { limits: settings.limits, maxMessageChars: settings.maxMessageChars, heartbeatMs: timings.heartbeatMs };
  const deps = { ...options, metrics, terms, timings, isDraining };

  async function letGo(timeoutMs: number): Promise<void> {
    const startedAt = performance.now();
    const spreadMs = Math.min(timings.drainSpreadMs, timeoutMs / 2);
    const staying = new Map([...connections].map((connection) => [connection, Math.random() * spreadMs]));
    for (let passed = 0; connections.size > 0 && passed < timeoutMs; passed = performance.now() - startedAt) {
      for (const connection of connections) if (!connection.isBusy && passed >= (staying.get(connection) ?? 0)) connection.close("draining");
      if (connections.size > 0) await sleep(Math.min(LOOK_EVERY_MS, timeoutMs - passed));
    }
    closeAll();
  }

  function closeAll(): void {
    for (const connection of connections) connection.close("draining");
  }

  return {
    accept(socket, facts) {
      const leave = newcomers.enter(facts.address);
      const connection = openConnection(deps, socket, facts, {
        authenticated: leave,
        closed() {
          leave();
          connections.delete(connection);
        },
      });
      connections.add(connection);
      if (!facts.subprotocol) connection.close("subprotocol");
      else if (isDraining()) connection.close("draining");
      return connection.listener;
    },
    hasRoomFor: (address) => newcomers.hasRoom(address),
    get connections() {
      return connections.size;
    },
    get isDraining() {
      return isDraining();
    },
    drain: (timeoutMs) => (draining ??= letGo(timeoutMs)),
    async [Symbol.asyncDispose]() {
      draining ??= Promise.resolve();
      closeAll();
      await draining;
    },
  };
}
