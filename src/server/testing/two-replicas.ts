import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { type Actor } from "../../engine/index.ts";
import type { WireMessage } from "../protocol/events.ts";
import { wireMessage } from "../protocol/wire-event.ts";
import { type LocalReplica, localReplica } from "./local-replica.ts";
import { tokenOf } from "./plain-tokens.ts";

/** Two servers on the same stores. */
export interface TwoReplicas extends AsyncDisposable {
  readonly ports: readonly [number, number];
  token(actor: Actor): Promise<string>;
  /** The messages of a session, as the history has them. */
  stored(actor: Actor, sessionId: string): Promise<WireMessage[]>;
}

export interface LocalPair extends TwoReplicas {
  readonly replicas: readonly [LocalReplica, LocalReplica];
}

/** How two replicas share what they have to. */
export interface Sharing {
  name: string;
  /** The service that would be needed and is not running. */
  missing?: string;
  environment(): Promise<Record<string, string>>;
}

export const SHARING: Sharing[] = [
  { name: "one SQLite file", environment: async () => ({}) },
  { name: "one SQLite file and Redis", missing: SERVICES.redis === undefined ? "Redis" : undefined, environment: async () => onRedis(await redisDatabase()) },
];

export const onRedis = (url: string) => ({ ROLECALL_STORE: "auto", REDIS_URL: url });

/** Both in this process, on the store in a folder. */
export async function localPair(directory: string, environment: Record<string, string>): Promise<LocalPair> {
  const stack = new AsyncDisposableStack();
  const replicas = [stack.use(await localReplica(directory, { environment })), stack.use(await localReplica(directory, { environment }))] as const;
  return {
    replicas,
    ports: [replicas[0].port, replicas[1].port],
    token: async (actor) => tokenOf(actor),
    stored: async (actor, sessionId) => (await replicas[0].engine.sessions.show(actor, sessionId)).messages.map(wireMessage),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
