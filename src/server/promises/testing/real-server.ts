import { readConfig } from "../../../engine/config.ts";
import { openPorts, settingsOf } from "../../../engine/connect.ts";
import type { Ports } from "../../../engine/deps.ts";
import { createEngine } from "../../../engine/engine.ts";
import { type Actor, type Engine, Environment } from "../../../engine/index.ts";
import { recordedLog } from "../../../engine/testing/recorded-log.ts";
import { type SupabaseOptions, supabaseAuthenticator } from "../../auth/supabase.ts";
import type { ChatClient, ConnectOptions } from "../../client/chat-client.ts";
import { connectWith } from "../../client/connect.ts";
import { TIMING, type Timing } from "../../client/timing.ts";
import { httpHandler } from "../../http/handler.ts";
import { prometheusMetrics } from "../../http/metrics.ts";
import type { UserLimits } from "../../limits/limiter.ts";
import { memoryLimiter } from "../../limits/memory.ts";
import { type RunningServer, type ServeOptions, serve } from "../../serve.ts";
import type { ChatServerSettings } from "../../server.ts";
import { SECRET, tokenFor } from "../../testing/replica.ts";
import { type ConnectOptions as RawOptions, type TestClient, connectTo } from "../../testing/test-client.ts";

/** What no test reaches by accident. */
const PLENTY: UserLimits = { messagesPerMinute: 100_000, connectionsPerMinute: 100_000, concurrentRuns: 1_000, sockets: 2_000 };
/** Pauses of a client that a test need not wait for. */
const SHORT: Timing = { ...TIMING, leastPauseMs: 20, atOncePauseMs: 10, leastResendMs: 20, mostResendMs: 500, sends: 20 };

export const AUDIENCE = Environment.shape.SUPABASE_JWT_AUDIENCE.parse(undefined);

export interface RealServerOptions extends Partial<Pick<ServeOptions, "allowedOrigins" | "port" | "timings">> {
  /** Of the engine, beside its data folder. */
  environment?: Record<string, string>;
  /** Puts other ports in place of the store's own. */
  adapt?: (ports: Ports) => Ports;
  /** How tokens are checked; by the secret of `tokenFor` where it is absent. */
  supabase?: Partial<SupabaseOptions>;
  limits?: Partial<UserLimits>;
  settings?: Partial<ChatServerSettings>;
}

/** The server as it is run, in this process: nothing of it is a stand-in but its log, which is kept. */
export interface RealServer extends RunningServer {
  readonly engine: Engine;
  readonly log: ReturnType<typeof recordedLog>;
  /** Connects, and says nothing yet. */
  open(options?: RawOptions): Promise<TestClient>;
  /** Connects as this user, frame by frame. */
  connect(who: Actor | string, options?: RawOptions): Promise<TestClient>;
  /** The client that frontends use. `port`: of a proxy in front of the server. */
  client(actor: Actor, options?: Partial<ConnectOptions> & { port?: number }, timing?: Partial<Timing>): ChatClient;
  /** The sum of a metric's values over the labels that are given as they are written. */
  metric(name: string, labels?: string): Promise<number>;
}

export async function realServer(directory: string, options: RealServerOptions = {}): Promise<RealServer> {
  const { environment, adapt = (ports) => ports, supabase = { secret: SECRET }, limits: some, settings, ...rest } = options;
  const log = recordedLog();
  const config = readConfig({ ROLECALL_STORE: "auto", ROLECALL_DATA_DIR: directory, ROLECALL_LOG_LEVEL: "silent", ...environment });
  const ports = await openPorts(config);
  const engine = createEngine(adapt({ ...ports, log }), settingsOf(config));
  const tending = engine.tend();
  const limits = { ...PLENTY, ...some };
  const authenticator = supabaseAuthenticator({ audience: AUDIENCE, log, ...supabase });
  const metrics = prometheusMetrics(() => engine.readiness());
  const server: RunningServer = await serve({
    engine,
    authenticator,
    limiter: memoryLimiter(limits),
    settings: { limits, maxMessageChars: config.ROLECALL_MAX_MESSAGE_CHARS, ...settings },
    metrics,
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: [],
    handler: httpHandler({ engine, metrics, isDraining: () => server.isDraining }),
    ...rest,
  });
  const opened = new Set<{ close(): void }>();

  async function open(options?: RawOptions): Promise<TestClient> {
    const client = await connectTo(server.port, options);
    const it = { close: () => client.terminate() };
    opened.add(it);
    void client.closed.then(() => opened.delete(it));
    return client;
  }

  return {
    url: server.url,
    port: server.port,
    drain: server.drain,
    get connections() {
      return server.connections;
    },
    get isDraining() {
      return server.isDraining;
    },
    engine,
    log,
    open,
    async connect(who, options) {
      const token = typeof who === "string" ? who : await tokenFor(who);
      const client = await open(options);
      client.send({ type: "connection_init", payload: { token } });
      await client.next("connection_ack");
      return client;
    },
    client(actor, { port = server.port, ...options } = {}, timing = {}) {
      const client = connectWith({ url: `ws://127.0.0.1:${port}`, token: () => tokenFor(actor), maxPauseMs: 200, ...options }, { ...SHORT, ...timing });
      opened.add(client);
      return client;
    },
    async metric(name, labels = "") {
      const lines = (await metrics.text()).split("\n").filter((line) => line.startsWith(`rolecall_${name}`) && line.includes(labels));
      return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    },
    async [Symbol.asyncDispose]() {
      for (const client of opened) client.close();
      tending[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await authenticator[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
