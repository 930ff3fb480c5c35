import { setTimeout as sleep } from "node:timers/promises";
import { SOCKET_PATH } from "../../server/protocol/connection.ts";
import { type OpenedServer, openServer } from "../serve/open-server.ts";
import { isProduction, serverConfig } from "../serve/server-config.ts";
import { type CliSession, type GlobalOptions, type Handler, printDocument } from "../session.ts";
import { type Stopping, stopping } from "../stopping.ts";

export interface ServeOptions {
  host?: string;
  port?: number;
  strictPort?: boolean;
  drainTimeout?: number;
  playground?: boolean;
  /** For `rolecall dev`: gives out tokens, and ends with its standard input. */
  development?: boolean;
}

/** For the ends of answers that were stopped to be told. */
const LAST_WORDS_MS = 1_000;

/** Ends with 0 whenever running answers had their time, whichever signal asked for it; with 130 for someone who did not wait. */
export const serve: Handler<ServeOptions> = async (session, options) => {
  const config = serverConfig(session, options);
  const { strictPort = false, development = false } = options;
  const playground = options.playground !== false && !isProduction(session);
  using stop = stopping(session);
  await using opened = await openServer(config, { strictPort, playground, development });
  if (!stop.asked.aborted) tellReady(session, options, opened, config.ROLECALL_PORT);
  if (development) session.stdin.resume().once("end", stop.urge).unref();
  await once(stop.asked);
  await drain(opened, stop, config.ROLECALL_DRAIN_TIMEOUT_S * 1_000);
  return stop.urged.aborted ? 130 : 0;
};

function tellReady(session: CliSession, { json, quiet }: GlobalOptions, { engine, server, hasPlayground }: OpenedServer, wanted: number): void {
  const { url, port } = server;
  const wsUrl = `${url.replace(/^http/, "ws")}${SOCKET_PATH}`;
  engine.log.info({ url, store: engine.description.store, chatModel: engine.description.chatModel }, "Serving.");
  if (json) return printDocument(session, { url, ws_url: wsUrl, pid: process.pid });
  const other = port === wanted || wanted === 0 ? "" : ` Port ${wanted} was taken.`;
  const page = hasPlayground ? `, with a playground at ${url}/` : "";
  if (!quiet) session.stderr.write(`Serving ${wsUrl}${page}.${other} Ctrl+C lets running answers end, and stops.\n`);
}

async function drain({ engine, server }: OpenedServer, { urged }: Stopping, timeoutMs: number): Promise<void> {
  const startedAt = performance.now();
  engine.log.info({ running: engine.running, connections: server.connections, timeoutMs }, "Draining.");
  const drained = server.drain(timeoutMs);
  await Promise.race([drained, once(urged)]);
  if (urged.aborted) {
    await engine.drain(0);
    await Promise.race([drained, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    await server[Symbol.asyncDispose]();
  }
  engine.log.info({ ms: Math.round(performance.now() - startedAt) }, "Stopped.");
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
}
