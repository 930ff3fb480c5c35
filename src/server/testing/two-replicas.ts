import { type Actor, type Engine, type StoredMessage, openEngine, readConfig } from "../../engine/index.ts";
import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { type SeededStore, fixtures } from "../../engine/testing/seeded-store.ts";
import { missingServices, seededServices } from "../../engine/testing/seeded-services.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import type { WireMessage } from "../protocol/events.ts";
import { wireMessage } from "../protocol/wire-event.ts";
import { localReplica } from "./local-replica.ts";
import { tokenOf } from "./plain-tokens.ts";
import { replica, tokenFor } from "./replica.ts";

/** Two servers on the same stores. */
export interface TwoReplicas extends AsyncDisposable {
  readonly ports: readonly [number, number];
  token(actor: Actor): Promise<string>;
  /** A new session. */
  session(actor: Actor): Promise<string>;
  /** The messages of a session, as the history has them. */
  stored(actor: Actor, sessionId: string): Promise<WireMessage[]>;
  /** What its answers have cost. */
  bill(actor: Actor, sessionId: string): Promise<Pick<StoredMessage, "usage" | "cost_usd">[]>;
  /** Ends both, and starts two others on the same stores. */
  restart(): Promise<void>;
}

export interface ReplicaKind {
  name: string;
  /** What would be needed and is not running. */
  missing?: string;
  open(environment: Record<string, string>, store: SeededStore): Promise<TwoReplicas>;
}

/** How two replicas share what they have to, beside a data folder. */
export interface Sharing {
  name: string;
  missing?: string;
  environment(): Promise<Record<string, string>>;
}

const ONE_FILE: Sharing = { name: "one SQLite file", environment: async () => ({}) };
const WITH_REDIS: Sharing = {
  name: "one SQLite file and Redis",
  missing: SERVICES.redis === undefined ? "Redis" : undefined,
  environment: async () => onRedis(await redisDatabase()),
};
export const SHARING: Sharing[] = [ONE_FILE, WITH_REDIS];

export const IN_ONE_PROCESS: ReplicaKind[] = SHARING.map(({ environment, ...sharing }) => ({
  ...sharing,
  open: async (given, store) => localPair(store.copy(), { ...given, ...(await environment()) }),
}));

export const IN_TWO_PROCESSES: ReplicaKind[] = [
  ...SHARING.map(({ name, environment, ...sharing }) => ({
    ...sharing,
    name: `${name}, a process each`,
    open: async (given: Record<string, string>, store: SeededStore) => processPair({ ...given, ...(await environment()), ROLECALL_DATA_DIR: store.copy() }),
  })),
  {
    name: "MongoDB, Redis and Chroma, a process each",
    missing: missingServices.length > 0 ? missingServices.join(", ") : undefined,
    async open(given) {
      const services = await seededServices(fixtures(20));
      return processPair({ ...given, ...services.environment }, services);
    },
  },
];

export function onRedis(url: string): Record<string, string> {
  return { ROLECALL_STORE: "auto", REDIS_URL: url };
}

/** Both in this process, on the store in a folder. */
export async function localPair(directory: string, environment: Record<string, string>): Promise<TwoReplicas> {
  return pairOf(() => localReplica(directory, { environment }), {
    token: async (actor) => tokenOf(actor),
    history: ({ engine }) => engine,
  });
}

const PLENTY = {
  ROLECALL_MESSAGES_PER_MINUTE: "100000",
  ROLECALL_CONNECTIONS_PER_MINUTE: "100000",
  ROLECALL_CONCURRENT_RUNS: "1000",
  ROLECALL_SOCKETS_PER_USER: "10000",
};

async function processPair(environment: Record<string, string>, below?: AsyncDisposable): Promise<TwoReplicas> {
  const stack = new AsyncDisposableStack();
  if (below !== undefined) stack.use(below);
  const engine = stack.use(await openEngine(readConfig({ ...environment, ROLECALL_LOG_LEVEL: "silent" })));
  const pair = stack.use(await pairOf(() => replica({ ...environment, ...PLENTY }), { token: tokenFor, history: () => engine }));
  return {
    ...pair,
    get ports() {
      return pair.ports;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Opened = AsyncDisposable & { readonly port: number };

interface Access<R extends Opened> {
  token(actor: Actor): Promise<string>;
  history(replica: R): Engine;
}

async function pairOf<R extends Opened>(open: () => Promise<R>, { token, history }: Access<R>): Promise<TwoReplicas> {
  const openBoth = () => Promise.all([open(), open()]);
  let both = await openBoth();
  const end = async () => void (await Promise.all(both.map((replica) => replica[Symbol.asyncDispose]())));
  const messages = async (actor: Actor, sessionId: string) => (await history(both[0]).sessions.show(actor, sessionId)).messages;
  return {
    get ports() {
      return [both[0].port, both[1].port] as const;
    },
    token,
    session: (actor) => history(both[0]).sessions.create(actor),
    stored: async (actor, sessionId) => (await messages(actor, sessionId)).map(wireMessage),
    async bill(actor, sessionId) {
      const answers = (await messages(actor, sessionId)).filter(({ role }) => role === "assistant");
      return answers.map(({ usage, cost_usd }) => ({ usage, cost_usd }));
    },
    async restart() {
      await end();
      both = await openBoth();
    },
    [Symbol.asyncDispose]: end,
  };
}
