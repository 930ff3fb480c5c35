import { type Finding, type Maintenance, fail, ok, warn } from "../maintenance.ts";
import type { RedisStore } from "./redis.ts";

/** They may take the locks of running turns, which have the shortest time to live, before anything else. */
const EVICTS_LOCKS = /^(?:volatile-ttl|(?:volatile|allkeys)-random)$/;
const BETTER = "Set maxmemory-policy to volatile-lru or allkeys-lru.";

/** Looks at the portal's Redis, which is the portal's to set up. */
export function redisMaintenance(redis: RedisStore): Maintenance {
  return { id: "redis", inspect: async () => findingOf(fieldsOf(await redis.attempt((client) => client.info()))) };
}

function findingOf(info: ReadonlyMap<string, string>): Finding {
  const policy = info.get("maxmemory_policy") ?? "unknown";
  const limit = Number(info.get("maxmemory") ?? 0);
  const about = `Redis ${info.get("redis_version") ?? "of an unknown version"}`;
  if (info.get("redis_mode") === "cluster")
    return fail(`${about} is a cluster, and the keys of a session have to be together.`, "Let REDIS_URL name a single Redis, or a proxy in front of one.");
  if (info.get("role") === "slave") return fail(`${about} is a replica and takes no writes.`, "Let REDIS_URL name the primary.");
  if (limit === 0) return ok(`${about}, without a memory limit`);
  const used = `${about}, ${Math.round((100 * Number(info.get("used_memory") ?? 0)) / limit)} % of its memory used`;
  if (policy === "noeviction") return warn(`${used}; once it is full, it refuses the cache, the turn log and locks (${policy}).`, BETTER);
  if (EVICTS_LOCKS.test(policy)) return warn(`${used}; once it is full, it drops locks of running turns (${policy}).`, BETTER);
  return ok(`${used}, ${policy}`);
}

/** INFO is lines of name:value under headings. */
function fieldsOf(info: string): Map<string, string> {
  return new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name!, value!]));
}
