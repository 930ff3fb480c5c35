import type { Limiter, UserLimits } from "../limits/limiter.ts";
import { memoryLimiter } from "../limits/memory.ts";
import { type ServerMetrics, noMetrics } from "../metrics.ts";
import { type RunningServer, type ServeOptions, serve } from "../serve.ts";
import type { ChatServerSettings } from "../server.ts";
import type { Timings } from "../timings.ts";
import { plainTokens } from "./plain-tokens.ts";
import { type ScriptedEngine, scriptedEngine } from "./scripted-engine.ts";
import { type ConnectOptions, type TestClient, connectTo } from "./test-client.ts";

const PLENTY: UserLimits = { messagesPerMinute: 10_000, connectionsPerMinute: 10_000, concurrentRuns: 1_000, sockets: 1_000 };

export interface TestServer extends RunningServer {
  engine: ScriptedEngine;
  tokens: ReturnType<typeof plainTokens>;
  /** What the metrics were told, by name. */
  told: { name: keyof ServerMetrics; facts: unknown[] }[];
  /** Connects, and says nothing yet. */
  open(options?: ConnectOptions): Promise<TestClient>;
  /** Connects as this user. */
  connect(token: string, options?: ConnectOptions): Promise<TestClient>;
}

interface Options extends Partial<Pick<ServeOptions, "allowedOrigins" | "handler" | "port">> {
  timings?: Partial<Timings>;
  limits?: Partial<UserLimits>;
  limiter?: Limiter;
  settings?: Partial<ChatServerSettings>;
}

/** A server on a free port, with an engine that says what the test has it say. */
export async function testServer({ limits: some = {}, settings, ...options }: Options = {}): Promise<TestServer> {
  const limits = { ...PLENTY, ...some };
  const engine = scriptedEngine();
  const tokens = plainTokens();
  const told: TestServer["told"] = [];
  const clients: TestClient[] = [];
  const server = await serve({
    engine,
    authenticator: tokens,
    limiter: memoryLimiter(limits),
    settings: { limits, maxMessageChars: 32_000, ...settings },
    metrics: recorded(told),
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: [],
    handler: (_, response) => void response.writeHead(404).end(),
    ...options,
  });

  async function open(options?: ConnectOptions): Promise<TestClient> {
    const client = await connectTo(server.port, options);
    clients.push(client);
    return client;
  }

  return {
    ...server,
    get connections() {
      return server.connections;
    },
    get isDraining() {
      return server.isDraining;
    },
    engine,
    tokens,
    told,
    open,
    async connect(token, options) {
      const client = await open(options);
      client.send({ type: "connection_init", payload: { token } });
      await client.next("connection_ack");
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.terminate();
      await server[Symbol.asyncDispose]();
    },
  };
}

function recorded(told: TestServer["told"]): ServerMetrics {
  const names = Object.keys(noMetrics) as (keyof ServerMetrics)[];
  return Object.fromEntries(names.map((name) => [name, (...facts: unknown[]) => void told.push({ name, facts })])) as unknown as ServerMetrics;
}
