import type { Config } from "./config.ts";
import { openChatModel } from "./connect/chat-model.ts";
import { openHotStores } from "./connect/hot-stores.ts";
import { type Opening, SERVICES, openEmbedded, urlOf } from "./connect/opening.ts";
import { openRecords } from "./connect/records.ts";
import { openTracing } from "./connect/tracing.ts";
import { openVectors } from "./connect/vectors.ts";
import type { Ports, Settings } from "./deps.ts";
import { type Engine, createEngine } from "./engine.ts";
import { RolecallError } from "./errors.ts";
import { createDependencies } from "./resilience/dependencies.ts";
import { openLog } from "./telemetry/log.ts";
import { switchOffForeignTracing } from "./telemetry/untraced.ts";

/**
 * Opens an engine on the stores and models that the configuration names. With the files of `connect/` the only place that knows adapters.
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
    recentTtlMs: urlOf(config, "REDIS_URL") === undefined ? 0 : config.ROLECALL_SESSION_TTL_S * 1000,
    maxMessageChars: config.ROLECALL_MAX_MESSAGE_CHARS,
    turnLimitMs: config.ROLECALL_TURN_TIMEOUT_S * 1000,
    now: () => new Date(),
  };
}

export async function openPorts(config: Config): Promise<Ports> {
  switchOffForeignTracing();
  refuseIncomplete(config);
  const log = openLog(config.ROLECALL_LOG_LEVEL);
  const opened = new AsyncDisposableStack();
  let embedded: ReturnType<typeof openEmbedded> | undefined;
  const dependencies = createDependencies(log);
  const opening: Opening = { config, log, opened, dependencies, maintenance: [], embedded: () => (embedded ??= openEmbedded(config, opened)) };
  try {
    const records = await openRecords(opening);
    const hot = await openHotStores(opening);
    const { embedder, vectors } = await openVectors(opening, records.catalog, hot.cache);
    const chatModel = await openChatModel(opening);
    const tracing = opened.use(await openTracing(config, log));
    const store = storeOf(config);
    if (records.shared !== null) {
      const { sharedRecordsMaintenance } = await import("./seed/shared-records-maintenance.ts");
      opening.maintenance.push(sharedRecordsMaintenance({ catalog: records.catalog, vectors, embedder, store }, records.shared));
    }
    return {
      ...records,
      ...hot,
      vectors,
      embedder,
      chatModel,
      tracing,
      log,
      maintenance: opening.maintenance,
      readiness: () => dependencies.readiness(),
      store,
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

function storeOf(config: Config): Ports["store"] {
  const used = SERVICES.filter((name) => urlOf(config, name) !== undefined).length;
  return used === 0 ? "embedded" : used === SERVICES.length ? "services" : "mixed";
}

/** Whoever asks for the services does not want half of the data in a file on this machine. */
function refuseIncomplete(config: Config): void {
  if (config.ROLECALL_STORE !== "services") return;
  const absent = SERVICES.filter((name) => config[name] === undefined);
  if (absent.length === 0) return;
  throw new RolecallError("configuration", `The store is to be the services, but ${absent.join(", ")} ${absent.length === 1 ? "is" : "are"} not set.`, {
    hint: "Set it, or use --store auto, which keeps in the embedded store what has no service.",
  });
}
