import { Redis } from "ioredis";

/** A connection that only listens: Redis wants one of its own for that. Made with the first channel, and made again when it breaks. */
export interface RedisSubscriber extends AsyncDisposable {
  /**
   * `listener` gets every message of the channel, and null whenever listening has begun or begun again, after which nothing is missed.
   * Returns how to stop.
   */
  subscribe(channel: string, listener: (message: string | null) => void): () => void;
}

const LONGEST_PAUSE_MS = 1_000;
const RETRY_MS = 250;
/** A connection whose other end is gone without a word is noticed by this. */
const PING_EVERY_MS = 3_000;

export function openRedisSubscriber(url: string): RedisSubscriber {
  const listeners = new Map<string, (message: string | null) => void>();
  let closed = false;
  const client = new Redis(url, {
    connectionName: "rolecall-live",
    lazyConnect: true,
    // Told again below, so that each channel learns when it is heard again.
    autoResubscribe: false,
    maxRetriesPerRequest: null,
    commandTimeout: PING_EVERY_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2),
  });
  // The store's own connection tells what is wrong with Redis.
  client.on("error", () => {});
  client.on("message", (channel: string, message: string) => listeners.get(channel)?.(message));
  client.on("ready", () => {
    for (const channel of listeners.keys()) listen(channel);
  });

  function listen(channel: string): void {
    client.subscribe(channel).then(
      () => listeners.get(channel)?.(null),
      () => {
        if (!closed && client.status === "ready") setTimeout(() => listeners.has(channel) && listen(channel), RETRY_MS).unref();
      },
    );
  }

  const pinging = setInterval(() => {
    if (client.status === "ready") client.ping().catch(() => client.status === "ready" && client.disconnect(true));
  }, PING_EVERY_MS).unref();

  return {
    subscribe(channel, listener) {
      listeners.set(channel, listener);
      if (client.status === "wait") void client.connect().catch(() => {});
      else if (client.status === "ready") listen(channel);
      return () => {
        if (listeners.get(channel) !== listener) return;
        listeners.delete(channel);
        if (client.status === "ready") void client.unsubscribe(channel).catch(() => {});
      };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(pinging);
      client.disconnect();
    },
  };
}
