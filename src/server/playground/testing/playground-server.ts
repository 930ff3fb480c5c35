import { mkdtemp, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Actor } from "../../../engine/index.ts";
import { afterAll, beforeAll } from "vitest";
import { recordedLog } from "../../../engine/testing/recorded-log.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../../engine/testing/seeded-store.ts";
import { testEngine } from "../../../engine/testing/test-engine.ts";
import { signDevelopmentToken } from "../../auth/development-token.ts";
import { supabaseAuthenticator } from "../../auth/supabase.ts";
import type { Development } from "../../http/development.ts";
import { httpHandler } from "../../http/handler.ts";
import { type StaticFiles, readStaticFiles } from "../../http/static-files.ts";
import { memoryLimiter } from "../../limits/memory.ts";
import { serve } from "../../serve.ts";
import { tokenOf } from "../../testing/plain-tokens.ts";
import { type TestServer, testServer } from "../../testing/test-server.ts";
import { bundlePlayground } from "../bundle.ts";
import { type Gate, gated } from "./gated-model.ts";

const SECRET = "a secret of the project that is long enough";
const AUDIENCE = "authenticated";
const LIMITS = { messagesPerMinute: 1_000, connectionsPerMinute: 1_000, concurrentRuns: 10, sockets: 100 };

const USERS = [
  { ...SEEKER, label: "TypeScript developer in Berlin" },
  { ...EMPLOYER, label: "Irwell Valley Hospitals, Manchester" },
];

const development: Development = {
  users: USERS,
  sign: (actor) => signDevelopmentToken(actor, 3_600, { SUPABASE_JWT_SECRET: SECRET, SUPABASE_URL: undefined, SUPABASE_JWT_AUDIENCE: AUDIENCE }),
};

/** The page's files, as they are built. */
export async function builtPlayground(): Promise<StaticFiles> {
  const folder = await mkdtemp(join(tmpdir(), "rolecall-playground-"));
  try {
    await bundlePlayground(folder);
    return readStaticFiles(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Options {
  /** False: as on a server that is not for development. */
  givesTokens?: boolean;
}

/** What answers the page's requests. */
function handler(playground: StaticFiles, development: Development | undefined): RequestListener {
  return httpHandler({
    engine: { readiness: async () => ({ ready: true, degraded: [], dependencies: [] }), log: recordedLog() },
    isDraining: () => false,
    metrics: { contentType: "text/plain", text: async () => "" },
    playground,
    development,
  });
}

export interface PlaygroundServer extends AsyncDisposable {
  readonly url: string;
  /** Answers that are being written. */
  readonly running: number;
  /** How far answers may go. */
  gate: Gate;
  tokenOf(actor: Actor): Promise<string>;
}

/** The playground on the real server and the real engine, whose answers go as far as the gate lets them. */
export async function playgroundServer(playground: StaticFiles, dataDirectory: string, { givesTokens = true }: Options = {}): Promise<PlaygroundServer> {
  let gate!: Gate;
  const tested = await testEngine(dataDirectory, {
    adapt(ports) {
      const { chatModel, gate: its } = gated(ports.chatModel);
      gate = its;
      return { ...ports, chatModel };
    },
  });
  const allowedOrigins: string[] = [];
  const server = await serve({
    engine: tested.engine,
    authenticator: supabaseAuthenticator({ secret: SECRET, audience: AUDIENCE }),
    limiter: memoryLimiter(LIMITS),
    settings: { limits: LIMITS, maxMessageChars: 8_000 },
    host: "127.0.0.1",
    port: 0,
    allowedOrigins,
    handler: handler(playground, givesTokens ? development : undefined),
  });
  allowedOrigins.push(server.url);
  return {
    url: server.url,
    gate,
    tokenOf: async (actor) => (await development.sign(actor)).token,
    get running() {
      return tested.engine.running;
    },
    async [Symbol.asyncDispose]() {
      gate.open();
      await server[Symbol.asyncDispose]();
      await tested[Symbol.asyncDispose]();
    },
  };
}

/** For `visits`: each test has a copy of the same seeded store. */
export function seededPlayground(options: Options = {}): (files: StaticFiles) => Promise<PlaygroundServer> {
  let store: SeededStore;
  beforeAll(async () => void (store = await seededStore()));
  afterAll(() => store?.[Symbol.dispose]());
  return (files) => playgroundServer(files, store.copy(), options);
}

/** The playground on the real server, with an engine that says what the test has it say. */
export async function scriptedPlayground(playground: StaticFiles): Promise<TestServer> {
  const allowedOrigins: string[] = [];
  const sign: Development["sign"] = async (actor) => ({ token: tokenOf(actor), expiresAt: new Date(Date.now() + 3_600_000) });
  const server = await testServer({ handler: handler(playground, { users: USERS, sign }), allowedOrigins });
  allowedOrigins.push(server.url);
  return server;
}
