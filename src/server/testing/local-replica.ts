import { type TestEngine, testEngine } from "../../engine/testing/test-engine.ts";
import { memoryLimiter } from "../limits/memory.ts";
import { type RunningServer, serve } from "../serve.ts";
import type { Timings } from "../timings.ts";
import { plainTokens } from "./plain-tokens.ts";

const PLENTY = { messagesPerMinute: 100_000, connectionsPerMinute: 100_000, concurrentRuns: 1_000, sockets: 10_000 };
const CROWD = { total: 10_000, perAddress: 10_000 };

export type LocalReplica = TestEngine & Pick<RunningServer, "port" | "url">;

export type LocalReplicaOptions = Parameters<typeof testEngine>[1] & { timings?: Partial<Timings> };

/** A server with a real engine, in this process, on the store in a folder. Several on one folder are replicas of each other. */
export async function localReplica(directory: string, { timings, ...options }: LocalReplicaOptions = {}): Promise<LocalReplica> {
  const stack = new AsyncDisposableStack();
  const open = stack.use(await testEngine(directory, options));
  stack.use(open.engine.tend());
  const server = stack.use(
    await serve({
      engine: open.engine,
      authenticator: plainTokens(),
      limiter: memoryLimiter(PLENTY),
      settings: { limits: PLENTY, maxMessageChars: 32_000, newcomers: CROWD },
      host: "127.0.0.1",
      port: 0,
      allowedOrigins: [],
      handler: (_, response) => void response.writeHead(404).end(),
      timings,
    }),
  );
  return { ...open, port: server.port, url: server.url, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
