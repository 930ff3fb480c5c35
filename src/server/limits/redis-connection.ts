import { Redis, type RedisOptions } from "ioredis";

export interface LimiterLog {
  info(facts: Record<string, unknown>, text: string): void;
  warn(facts: Record<string, unknown>, text: string): void;
}

export interface RedisConnectionSettings {
  url: string;
  /** Longest wait for a connection or an answer. */
  timeoutMs: number;
  log: LimiterLog;
  refreshMs: number;
  /** Tells Redis what it should know: every `refreshMs`, at each new connection, and before it is asked again after an outage. */
  refresh(client: Redis): Promise<void>;
}

export interface RedisConnection extends AsyncDisposable {
  readonly client: Redis;
  /** What Redis answers. Where it does not, or is known to be away, `otherwise` decides: an outage costs one wait and not many. */
  ask<T>(work: (client: Redis) => Promise<T>, otherwise: () => T): Promise<T>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** A socket that is given up is destroyed when its peer has not let go by then. */
const LETTING_GO_MS = 50;
/** Written to see whether Redis takes writes again. */
const PROBE = "chat:limit:probe";

/** A connection to Redis that says once when it is lost and once when it is back, and comes back by itself. */
export function connectRedis({ url, timeoutMs, log, refreshMs, refresh }: RedisConnectionSettings): RedisConnection {
  const client = new Redis(url, optionsOf(timeoutMs));
  let away = false;
  let refreshing = false;
  let leaving = false;
  let closed = false;

  function lost(error: unknown): void {
    if (!away && !closed) log.warn({ reason: reasonOf(error) }, "Limits are counted in this process alone: Redis is away.");
    away = true;
    // What is too slow is given up, as its late answers would keep the next ones waiting.
    if (!isTimeout(error) || client.status !== "ready" || leaving) return;
    leaving = true;
    client.disconnect(true);
  }

  async function refreshed(): Promise<void> {
    if (refreshing || closed || client.status !== "ready") return;
    refreshing = true;
    try {
      if (away) await client.set(PROBE, "1", "PX", refreshMs);
      await refresh(client);
      if (away) log.info({}, "Limits are shared by Redis again.");
      away = false;
    } catch (error) {
      lost(error);
    } finally {
      refreshing = false;
    }
  }

  client.on("error", (error: Error & { command?: { name: string } }) => {
    // A connection that breaks is made again first; only when that fails Redis is away.
    if (client.status === "ready") return;
    lost(error);
    // Without its database the driver would go on with database 0, which is somebody else's.
    if (error.command?.name === "select") client.disconnect();
  });
  client.on("close", () => (leaving = false));
  client.on("ready", () => void refreshed());
  const timer = setInterval(() => void refreshed(), refreshMs).unref();

  return {
    client,
    async ask(work, otherwise) {
      if (away || closed) return otherwise();
      try {
        return await work(client);
      } catch (error) {
        lost(error);
        return otherwise();
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      client.disconnect();
    },
  };
}

function optionsOf(timeoutMs: number): RedisOptions {
  return {
    connectionName: "rolecall-limits",
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    disconnectTimeout: LETTING_GO_MS,
    maxLoadingRetryTime: timeoutMs,
    // What waits for a connection fails with the first attempt that fails, and what was sent is never sent again.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2),
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === "Command timed out";
}

/** `ECONNREFUSED`, `OOM`, `READONLY`, else the name of the error: its words can quote keys. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (isTimeout(error)) return "ETIMEDOUT";
  if (error.name === "ReplyError") return /^[A-Z]+\b/.exec(error.message)?.[0] ?? error.name;
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
