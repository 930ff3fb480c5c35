import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { Readiness } from "../../engine/index.ts";
import type { ServerMetrics } from "../metrics.ts";
import { CLOSE } from "../protocol/close-codes.ts";

/** What `GET /metrics` answers. */
export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
}

const FIRST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Our own, and those of a peer that gives none or is lost. */
const CLOSE_CODES: number[] = [...Object.values(CLOSE).map(({ code }) => code), 1005, 1006];

/** Counts for Prometheus, in a registry of its own. Every label has few values, whatever clients send. */
export function prometheusMetrics(readiness: () => Promise<Readiness>): ServerMetrics & Exposition {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "rolecall_" });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) => new Counter({ name: `rolecall_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) => new Gauge({ name: `rolecall_${name}`, help, labelNames, registers });
  const seconds = (name: string, help: string) => new Histogram({ name: `rolecall_${name}`, help, buckets: FIRST_SECONDS, registers });

  const connections = gauge("connections", "Connections that are open");
  const opened = counter("connections_opened_total", "Connections that were opened");
  const closed = counter("connections_closed_total", "Connections that were closed, by close code", "code");
  const authentications = counter("authentications_total", "Tokens that were shown, by what came of it", "outcome");
  const commands = counter("commands_total", "Commands that were answered, by type and by ok or the code of the error", "type", "outcome");
  const limited = counter("limited_total", "What was refused because of a limit", "by");
  const events = counter("events_sent_total", "Events of turns that were sent, by type", "type");
  const bytes = counter("sent_bytes_total", "Bytes of frames that were sent");
  const running = gauge("runs_running", "Answers that are being written for this server");
  const runs = counter("runs_ended_total", "Answers that have ended");
  const firstEvent = seconds("first_event_seconds", "From the arrival of a message to the first event its sender was given");
  const firstWord = seconds("first_word_seconds", "From the arrival of a message to the first word its sender was given");
  const isReady = gauge("ready", "1 while turns can be taken");
  const dependencies = gauge("dependency_up", "1 while a dependency can be used", "name");

  return {
    contentType: registry.contentType,
    async text() {
      const told = await readiness();
      isReady.set(Number(told.ready));
      for (const { name, state } of told.dependencies) dependencies.set({ name }, Number(state === "up"));
      return registry.metrics();
    },
    connectionOpened() {
      connections.inc();
      opened.inc();
    },
    connectionClosed(code) {
      connections.dec();
      closed.inc({ code: CLOSE_CODES.includes(code) ? code : "other" });
    },
    authenticated: () => authentications.inc({ outcome: "ok" }),
    authenticationFailed: (outcome) => authentications.inc({ outcome }),
    command: (type, outcome) => commands.inc({ type, outcome }),
    limited: (by) => limited.inc({ by }),
    eventSent: (type) => events.inc({ type }),
    bytesSent: (count) => bytes.inc(count),
    runStarted: () => running.inc(),
    runEnded() {
      running.dec();
      runs.inc();
    },
    firstEvent: (ms) => firstEvent.observe(ms / 1000),
    firstWord: (ms) => firstWord.observe(ms / 1000),
  };
}
