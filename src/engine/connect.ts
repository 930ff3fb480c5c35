import { join } from "node:path";
import type { Config } from "./config.ts";
import type { Ports, Settings } from "./deps.ts";
import { type Engine, createEngine } from "./engine.ts";
import { RolecallError } from "./errors.ts";
import type { Embedder } from "./retrieval/embedder.ts";
import { openLog } from "./telemetry/log.ts";

const OFFLINE = "offline";
const DEFAULT_EMBEDDING_MODEL = "text-embedding-3-large";
const EMBEDDING_BATCH = 128;

/**
 * Opens an engine on the stores and models that the configuration names. The only place that knows adapters.
 * @throws {RolecallError} `configuration`, `credentials`, `storage_*`
 */
export async function openEngine(config: Config): Promise<Engine> {
  return createEngine(await openPorts(config), settingsOf(config));
}

export function settingsOf(config: Config): Settings {
  return {
    pageSize: config.ROLECALL_PAGE_SIZE,
    recentMessages: config.ROLECALL_RECENT_MESSAGES,
    summaryEvery: config.ROLECALL_SUMMARY_EVERY,
    answerTtlMs: config.ROLECALL_ANSWER_TTL_S * 1000,
    maxMessageChars: config.ROLECALL_MAX_MESSAGE_CHARS,
    now: () => new Date(),
  };
}

export async function openPorts(config: Config): Promise<Ports> {
  refuseServices(config);
  const log = openLog(config.ROLECALL_LOG_LEVEL);
  const path = join(config.dataDir, "rolecall.db");
  const [{ openSqlite }, { sqliteCatalog }, { sqliteVectorIndex }, { sqliteChatHistory }, { sqliteCache }, { sqliteTurnLog }, { sqliteSessionLock }] =
    await Promise.all([
      import("./store/sqlite.ts"),
      import("./catalog/sqlite.ts"),
      import("./retrieval/sqlite-vec.ts"),
      import("./sessions/sqlite.ts"),
      import("./cache/sqlite.ts"),
      import("./turns/sqlite-turn-log.ts"),
      import("./turns/sqlite-session-lock.ts"),
    ]);
  const database = openSqlite(path);
  try {
    const catalog = sqliteCatalog(database, path);
    const embedder = await openEmbedder(config, await catalog.note("embedding-model"));
    return {
      catalog,
      embedder,
      vectors: sqliteVectorIndex(database, path, embedder.dimensions),
      history: sqliteChatHistory(database, path),
      cache: sqliteCache(database, path),
      turnLog: sqliteTurnLog(database, path),
      lock: sqliteSessionLock(database, path),
      chatModel: await openChatModel(config),
      log,
      store: "embedded",
      async [Symbol.asyncDispose]() {
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The portal's own stores are named by their URLs; silently using another store would lose data. */
function refuseServices(config: Config): void {
  if (config.ROLECALL_STORE === "embedded") return;
  const named = (["MONGODB_URI", "CHROMA_URL", "REDIS_URL"] as const).filter((name) => config[name] !== undefined);
  if (config.ROLECALL_STORE === "services" || named.length > 0) {
    throw new RolecallError(
      "configuration",
      `This version keeps its data in the embedded store only${named.length > 0 ? `, and ${named.join(", ")} is set` : ""}.`,
      {
        hint: "Pass --store embedded, or unset the variables.",
      },
    );
  }
}

function hasModelAccess(config: Config): boolean {
  return config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined;
}

async function openChatModel(config: Config): Promise<Ports["chatModel"]> {
  if (config.ROLECALL_MODEL === OFFLINE || !hasModelAccess(config)) {
    const { OFFLINE_CHAT_MODEL, OfflineChatModel } = await import("./models/offline-chat.ts");
    return { model: new OfflineChatModel(), name: OFFLINE_CHAT_MODEL, offline: true };
  }
  const { openaiChatModel } = await import("./models/openai-chat.ts");
  return { model: openaiChatModel({ ...access(config), model: config.ROLECALL_MODEL }), name: config.ROLECALL_MODEL, offline: false };
}

/**
 * An index is searched by the model that filled it, and one that was never filled by the configured model. An index of an earlier
 * offline model is searched by the present one until it is seeded again.
 */
async function openEmbedder(config: Config, seededBy: string | null): Promise<Embedder> {
  const { modelEmbedder, offlineEmbedder } = await import("./retrieval/embedder.ts");
  const offline = offlineEmbedder();
  const stored = seededBy?.startsWith(`${OFFLINE}-`) ? offline.model : seededBy;
  const wanted = config.ROLECALL_EMBEDDING_MODEL === OFFLINE ? offline.model : config.ROLECALL_EMBEDDING_MODEL;
  if (stored !== null && wanted !== undefined && wanted !== stored) {
    throw new RolecallError("configuration", `The store was seeded with the embedding model ${stored}, not with ${wanted}.`, {
      hint: "Unset ROLECALL_EMBEDDING_MODEL, or seed another --data-dir.",
    });
  }
  const model = stored ?? wanted ?? (hasModelAccess(config) ? DEFAULT_EMBEDDING_MODEL : offline.model);
  if (model === offline.model) return offline;
  const { openaiEmbeddings } = await import("./models/openai-embeddings.ts");
  const dimensions = config.ROLECALL_EMBEDDING_DIMENSIONS;
  return modelEmbedder(openaiEmbeddings({ ...access(config), model, dimensions, batchSize: EMBEDDING_BATCH }), model, dimensions);
}

function access(config: Config) {
  return {
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    timeoutMs: config.ROLECALL_MODEL_TIMEOUT_MS,
    maxRetries: config.ROLECALL_MODEL_RETRIES,
  };
}
