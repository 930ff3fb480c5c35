import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Cache } from "./cache/cache.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { SharedRecords } from "./catalog/shared-records.ts";
import type { Maintenance } from "./maintenance.ts";
import type { Matcher } from "./matching/matcher.ts";
import type { Readiness } from "./resilience/dependencies.ts";
import type { Embedder } from "./retrieval/embedder.ts";
import type { Retriever } from "./retrieval/retriever.ts";
import type { VectorIndex } from "./retrieval/vector-index.ts";
import type { ChatHistory } from "./sessions/chat-history.ts";
import type { Log } from "./telemetry/log.ts";
import type { Tracing } from "./telemetry/tracing.ts";
import type { SessionBus } from "./turns/session-bus.ts";
import type { SessionLock } from "./turns/session-lock.ts";
import type { TurnLog } from "./turns/turn-log.ts";

/** The adapters an engine runs on; the composition root opens them. */
export interface Ports extends AsyncDisposable {
  catalog: Catalog;
  vectors: VectorIndex;
  history: ChatHistory;
  cache: Cache;
  turnLog: TurnLog;
  bus: SessionBus;
  lock: SessionLock;
  embedder: Embedder;
  chatModel: { model: BaseChatModel; name: string; offline: boolean };
  log: Log;
  tracing: Tracing;
  /** Documents of others in the catalogue; null where nobody else writes there. */
  shared: SharedRecords | null;
  maintenance: readonly Maintenance[];
  readiness(): Promise<Readiness>;
  store: "embedded" | "services" | "mixed";
}

export interface Settings {
  pageSize: number;
  recentMessages: number;
  summaryEvery: number;
  answerTtlMs: number;
  /** How long the cache keeps the last messages of a session; 0 where it is part of the history's own store. */
  recentTtlMs: number;
  maxMessageChars: number;
  turnLimitMs: number;
  now: () => Date;
}

/** What the nodes of a turn work with. */
export interface TurnDeps extends Ports {
  retriever: Retriever;
  matcher: Matcher;
  settings: Settings;
}
