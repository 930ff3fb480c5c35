import { type IncomingMessage, type RequestListener, STATUS_CODES, type Server, createServer } from "node:http";
import type { AddressInfo, Socket as NetSocket } from "node:net";
import type { Duplex } from "node:stream";
import { RolecallError } from "../engine/index.ts";
import { type CrowdLimits, crowd } from "./crowd.ts";

/** The portal's own cookies may come along with a page's handshake. */
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
const KEEP_ALIVE_MS = 5_000;
/** Node looks for late requests this often. */
const CHECK_EVERY_MS = 1_000;

export interface ListenOptions {
  host: string;
  port: number;
  /** For the head of a request, and for all of it. */
  requestMs: number;
  handler: RequestListener;
  /** Connections that have not become sockets. */
  strangers: CrowdLimits;
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

export interface Listener {
  readonly port: number;
  /** Takes no more connections. Settles when the last one has gone. */
  close(): Promise<void>;
  /** Cuts off whoever is still there. */
  cut(): void;
}

/** Opens the port. @throws {RolecallError} `configuration`, when it is taken or not allowed. */
export async function listen({ host, port, requestMs, handler, strangers, upgrade }: ListenOptions): Promise<Listener> {
  const http = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
    },
    handler,
  );
  http.maxHeadersCount = MAX_HEADERS;
  const inside = new Map<Duplex, () => void>();
  const waiting = crowd(strangers);

  http.on("connection", (stream: NetSocket) => {
    const address = stream.remoteAddress ?? "";
    if (!waiting.hasRoom(address)) return stream.destroy();
    const leave = waiting.enter(address);
    inside.set(stream, leave);
    stream.once("close", () => {
      leave();
      inside.delete(stream);
    });
  });
  http.on("upgrade", (request, stream, head) => {
    inside.get(stream)?.();
    upgrade(request, stream, head);
  });

  await opened(http, host, port);
  let closed: Promise<void> | null = null;
  return {
    port: (http.address() as AddressInfo).port,
    close: () => (closed ??= new Promise((resolve) => http.close(() => resolve()))),
    cut() {
      for (const stream of inside.keys()) stream.destroy();
    },
  };
}

/** Answers a request that does not become a socket. */
export function refuseUpgrade(stream: Duplex, status: number, reason: string): void {
  stream.on("error", () => stream.destroy());
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, "Connection: close", "Content-Type: text/plain; charset=utf-8"];
  stream.end([...head, `Content-Length: ${Buffer.byteLength(reason)}`, "", reason].join("\r\n"));
  stream.once("finish", () => stream.destroy());
}

async function opened(http: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  http.once("error", reject);
  http.listen({ host, port }, resolve);
  await promise.catch((cause: NodeJS.ErrnoException) => {
    const why = REASONS[cause.code ?? ""] ?? "cannot be opened";
    const hint = "Set ROLECALL_PORT or ROLECALL_HOST to one that can be used.";
    throw new RolecallError("configuration", `Port ${port} of ${host} ${why}.`, { hint, cause });
  });
  http.off("error", reject);
}

const REASONS: Record<string, string> = {
  EADDRINUSE: "is in use",
  EACCES: "may not be used by this account",
  EADDRNOTAVAIL: "is not an address of this machine",
  ENOTFOUND: "is not known",
};
