import { readDemo } from "../../../fixtures/demo.ts";
import { type Config, type Engine, openEngine } from "../../engine/index.ts";
import {
  type Development,
  type RunningServer,
  type StaticFiles,
  httpHandler,
  openLimiter,
  prometheusMetrics,
  readStaticFiles,
  serve,
  signDevelopmentToken,
  supabaseAuthenticator,
} from "../../server/index.ts";
import { PLAYGROUND } from "../checkout.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { onFreePort } from "./free-port.ts";

export interface OpenedServer extends AsyncDisposable {
  readonly engine: Engine;
  readonly server: RunningServer;
  /** Whether there is a page at `/`: it may not have been built. */
  readonly hasPlayground: boolean;
}

interface Opening {
  strictPort: boolean;
  /** Serves the page at `/`. */
  playground: boolean;
  /** Gives tokens to that page, and keeps nobody waiting when it stops. */
  development: boolean;
}

const TOKEN_S = 12 * 3_600;
const SEEN_AS_LOCAL = ["0.0.0.0", "::", "127.0.0.1", "::1", "localhost"];

/** Opens everything a server is made of. @throws {RolecallError} `configuration`, `credentials`, `storage_*` */
export async function openServer(config: Config, { strictPort, playground, development }: Opening): Promise<OpenedServer> {
  const opened = new AsyncDisposableStack();
  try {
    const engine = opened.use(await openEngine(config));
    const { log } = engine;
    engine.warmUp();
    const authenticator = opened.use(
      supabaseAuthenticator({ url: config.SUPABASE_URL, secret: config.SUPABASE_JWT_SECRET, audience: config.SUPABASE_JWT_AUDIENCE, log }),
    );
    const limits = {
      messagesPerMinute: config.ROLECALL_MESSAGES_PER_MINUTE,
      connectionsPerMinute: config.ROLECALL_CONNECTIONS_PER_MINUTE,
      concurrentRuns: config.ROLECALL_CONCURRENT_RUNS,
      sockets: config.ROLECALL_SOCKETS_PER_USER,
    };
    const redisUrl = config.ROLECALL_STORE === "embedded" ? undefined : config.REDIS_URL;
    const limiter = opened.use(await openLimiter({ redisUrl, limits, timeoutMs: config.ROLECALL_CACHE_TIMEOUT_MS, log }));
    const metrics = prometheusMetrics(() => engine.readiness());
    const allowedOrigins = [...config.ROLECALL_ALLOWED_ORIGINS];
    const pages: StaticFiles = playground ? readStaticFiles(PLAYGROUND) : new Map();
    const handler = httpHandler({
      engine,
      metrics,
      isDraining: () => server.isDraining,
      playground: pages,
      development: development ? developmentFor(config) : undefined,
    });
    const options = {
      engine,
      authenticator,
      limiter,
      metrics,
      handler,
      allowedOrigins,
      settings: { limits, maxMessageChars: config.ROLECALL_MAX_MESSAGE_CHARS },
    };
    const timings = development ? { drainSpreadMs: 0 } : undefined;
    const host = config.ROLECALL_HOST;
    const server: RunningServer = opened.use(
      await onFreePort({ host, port: config.ROLECALL_PORT, strict: strictPort }, (port) => serve({ ...options, host, port, timings })),
    );
    const hasPlayground = pages.size > 0;
    if (hasPlayground) allowedOrigins.push(...pagesOf(server, host));
    opened.use(engine.tend());
    return { engine, server, hasPlayground, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** The origins that the playground has here. */
function pagesOf({ url, port }: RunningServer, host: string): string[] {
  return SEEN_AS_LOCAL.includes(host) ? [url, `http://localhost:${port}`, `http://127.0.0.1:${port}`] : [url];
}

function developmentFor(config: Config): Development {
  const demo = readDemo(FIXTURES);
  return {
    users: (["job_seeker", "employer"] as const).map((role) => ({ role, userId: demo[role].user_id, label: demo[role].label })),
    sign: (actor) => signDevelopmentToken(actor, TOKEN_S, config),
  };
}
