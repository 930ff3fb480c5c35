import { setTimeout as sleep } from "node:timers/promises";
import type { KeptRun } from "../../../fixtures/langsmith/handlers.ts";
import type { LangSmithServer } from "../../../fixtures/langsmith/server.ts";
import { readConfig } from "../config.ts";
import { openPorts, settingsOf } from "../connect.ts";
import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { buildTurnGraph } from "../graph.ts";
import { createMatcher } from "../matching/matcher.ts";
import { readAnchors } from "../retrieval/anchors.ts";
import { createRetriever } from "../retrieval/retriever.ts";
import { langsmithTracing } from "../telemetry/langsmith-tracing.ts";
import type { LeveledLog } from "../telemetry/log.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import { spending } from "../turns/spending.ts";
import { type Turn, turnOf } from "./conversation.ts";
import { recordedLog } from "./recorded-log.ts";

export const LANGSMITH_KEY = "lsv2_pt_0123456789";

interface TracedTurn extends Turn {
  turnId: string;
  sessionId: string;
  clientMessageId: string;
}

interface Saying {
  /** Those of a turn that was taken before. */
  ids?: { turnId: string; clientMessageId: string };
  signal?: AbortSignal;
  told?: (event: TurnEvent) => void;
}

export interface TracedChat extends AsyncDisposable {
  say(text: string, saying?: Saying): Promise<TracedTurn>;
}

interface Options {
  environment?: Record<string, string>;
  adapt?: (ports: Ports) => Ports;
}

/** A chat of one session on the store in a folder, whose turns are watched. */
export async function tracedChat(
  directory: string,
  actor: Actor,
  tracing: Tracing,
  { environment = {}, adapt = (ports) => ports }: Options = {},
): Promise<TracedChat> {
  const config = readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: directory, ROLECALL_LOG_LEVEL: "silent", ...environment });
  const ports = adapt(await openPorts(config));
  const retriever = createRetriever({ ...ports, anchors: () => readAnchors(ports.catalog, ports.embedder) });
  const deps = { ...ports, retriever, matcher: createMatcher({ catalog: ports.catalog, retriever }), settings: settingsOf(config) };
  const graph = buildTurnGraph(deps);
  const sessionId = crypto.randomUUID();
  let opens = true;
  return {
    async say(text, { ids = newTurn(), signal = new AbortController().signal, told } = {}) {
      const request = { ...actor, turnId: ids.turnId, clientMessageId: ids.clientMessageId, sessionId, text, opens, acceptedAt: new Date() };
      opens = false;
      const latency = () => ({ first_event: 0, first_token: 0, total: 0 });
      const runtime = { signal, spending: spending(deps.chatModel), flush: async () => 0, isLogged: () => true, latency };
      const events: TurnEvent[] = [];
      const running = await graph.stream({ request }, { ...tracing.turn(request), streamMode: "custom", configurable: { runtime }, recursionLimit: 20 });
      for await (const event of running as AsyncIterable<TurnEvent>) {
        events.push(event);
        told?.(event);
      }
      return { ...turnOf(text, events), turnId: request.turnId, clientMessageId: request.clientMessageId, sessionId };
    },
    [Symbol.asyncDispose]: () => ports[Symbol.asyncDispose](),
  };
}

export function newTurn(): { turnId: string; clientMessageId: string } {
  return { turnId: crypto.randomUUID(), clientMessageId: crypto.randomUUID() };
}

export function logAt(level: "info" | "warn"): LeveledLog & ReturnType<typeof recordedLog> {
  return { ...recordedLog(), isLevelEnabled: (asked) => asked !== "debug" && (level === "info" || asked !== "info") };
}

export interface TracedTo {
  tracing: Tracing;
  /** Every run that LangSmith has, in the order of their beginnings. */
  runs(): KeptRun[];
  named(name: string): KeptRun[];
  childrenOf(run: KeptRun): KeptRun[];
  /** The root runs, once there are so many: a busy machine may need longer than leaving would wait. */
  traces(count: number): Promise<KeptRun[]>;
  /** All that was sent. */
  sent(): string;
}

/** Tracing to this LangSmith, and what has become of it there. */
export function tracedTo(langsmith: LangSmithServer, { samplingRate = 1, log = logAt("warn") }: { samplingRate?: number; log?: LeveledLog } = {}): TracedTo {
  const tracing = langsmithTracing({ apiKey: LANGSMITH_KEY, endpoint: langsmith.url, project: "portal", samplingRate }, log);
  const runs = () => [...langsmith.runs.values()].toSorted((a, b) => (a.dotted_order < b.dotted_order ? -1 : 1));
  const roots = () => runs().filter(({ parent_run_id }) => parent_run_id === undefined);
  return {
    tracing,
    runs,
    named: (name) => runs().filter((run) => run.name === name),
    childrenOf: ({ id }) => runs().filter(({ parent_run_id }) => parent_run_id === id),
    async traces(count) {
      const deadline = performance.now() + 10_000;
      await tracing.flush();
      while (roots().length < count && performance.now() < deadline) await sleep(20);
      if (roots().length !== count) throw new Error(`${count} traces were awaited, and ${roots().length} came.`);
      return roots();
    },
    sent: () => langsmith.requests.map(({ body }) => body).join("\n"),
  };
}
