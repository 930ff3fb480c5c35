import { Redis, type RedisOptions } from "ioredis";
import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";

export interface RedisSettings {
  url: string;
  /** Longest wait for a connection or an answer. */
  timeoutMs: number;
  log: Log;
}

/** A connection to the portal's Redis, made when it is first used and made again for as long as the store is open. */
export interface RedisStore extends AsyncDisposable {
  /**
   * Runs `work`. While Redis is known to be away this fails at once, so that an outage costs a turn one wait and not many.
   * @throws {RolecallError} `storage_unavailable`, `credentials`, `configuration`
   */
  attempt<T>(work: (client: Redis) => Promise<T>): Promise<T>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** A socket that is given up is destroyed when its peer has not let go by then. */
const LETTING_GO_MS = 50;

/** Never fails for want of a server: the first operation meets that. @throws {RolecallError} `configuration` */
export function openRedis({ url, timeoutMs, log }: RedisSettings): RedisStore {
  const client = new Redis(checked(url), optionsOf(timeoutMs));
  let outage: Error | null = null;
  let refused: RolecallError | null = null;
  let closed = false;
  /** A connection that was given up is closing: many commands may have waited on it. */
  let isGivenUp = false;

  const away = (error: Error) => {
    if (outage === null && !closed) log.warn({ reason: reasonOf(error) }, "Redis cannot be used; turns go on without it.");
    outage = error;
  };
  client.on("error", (error: Error & { command?: { name: string } }) => {
    // A connection that breaks is made again first; only when that fails Redis is away.
    if (client.status === "ready") return;
    away(error);
    if (error.command?.name === "select") {
      // The driver would go on with database 0, which is somebody else's.
      refused = new RolecallError("configuration", "Redis does not have the database that REDIS_URL names.", { hint: "Correct REDIS_URL.", cause: error });
      client.disconnect();
    }
  });
  client.on("close", () => (isGivenUp = false));
  client.on("ready", () => {
    if (outage !== null) log.info({}, "Redis answers again.");
    outage = null;
  });

  return {
    async attempt(work) {
      if (refused !== null) throw refused;
      if (outage !== null) throw redisFailure(outage);
      try {
        return await work(client);
      } catch (error) {
        if (isTimeout(error) && client.status === "ready" && !isGivenUp) {
          isGivenUp = true;
          away(error as Error);
          client.disconnect(true);
        }
        throw refused ?? redisFailure(outage ?? error);
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      client.disconnect();
    },
  };
}

function optionsOf(timeoutMs: number): RedisOptions {
  return {
    connectionName: "rolecall",
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    disconnectTimeout: LETTING_GO_MS,
    maxLoadingRetryTime: timeoutMs,
    // What waits for a connection fails with the first attempt that fails, and what was sent is never sent again.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // A server that became a replica is left for the one that took its place.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
    retryStrategy: (attempt) => Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2),
  };
}

function checked(url: string): string {
  if (URL.canParse(url) && /^(?:\/\d*)?$/.test(new URL(url).pathname)) return url;
  throw new RolecallError("configuration", "REDIS_URL cannot be used.", { hint: "It looks like redis://user:password@host:6379/0." });
}

const UNAUTHORISED = /^(?:NOAUTH|WRONGPASS|NOPERM)\b|invalid password/;

/** Names the failure behind an error of the driver or an unreadable reply. Their words can quote keys and values, so they stay in the cause. */
export function redisFailure(error: unknown): RolecallError {
  if (error instanceof RolecallError) return error;
  if (error instanceof Error && UNAUTHORISED.test(error.message)) {
    return new RolecallError("credentials", "Redis does not accept the user or does not let it do that.", {
      hint: "Check the user and the password in REDIS_URL.",
      cause: error,
    });
  }
  return new RolecallError("storage_unavailable", "Redis cannot be reached, or did not answer as it should.", {
    hint: "Check REDIS_URL and the server, then try again.",
    cause: error,
    facts: { reason: reasonOf(error) },
  });
}

/** `ECONNREFUSED`, `OOM`, `READONLY`, else the name of the error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "ReplyError") return /^[A-Z]+\b/.exec(error.message)?.[0] ?? error.name;
  if (isTimeout(error)) return "ETIMEDOUT";
  return (error as NodeJS.ErrnoException).code ?? error.name;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === "Command timed out";
}
