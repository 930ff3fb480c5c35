import { MongoClient } from "mongodb";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import type { SeedSource } from "../seed/seed.ts";
import { SERVICES, uniqueName } from "./services.ts";
import { chromaDatabase } from "./chroma-adapters.ts";
import { redisDatabase } from "./redis-adapters.ts";

export interface SeededServices extends AsyncDisposable {
  /** Settings of an engine on these services. */
  environment: Record<string, string>;
}

/** The services that a whole engine needs and this machine lacks; empty where it can run. */
export const missingServices = Object.entries(SERVICES).flatMap(([name, url]) => (url === undefined ? [name] : []));

/** A database of its own in each of the services, filled from a source. */
export async function seededServices(source: SeedSource, anchor = new Date()): Promise<SeededServices> {
  const database = uniqueName("rolecall_test");
  const environment = {
    ROLECALL_STORE: "services",
    ROLECALL_LOG_LEVEL: "silent",
    MONGODB_URI: SERVICES.mongodb!,
    MONGODB_DB: database,
    CHROMA_URL: SERVICES.chroma!,
    CHROMA_DATABASE: await chromaDatabase(),
    REDIS_URL: await redisDatabase(),
    ROLECALL_DATA_DIR: "/nonexistent",
    ROLECALL_STORE_TIMEOUT_MS: "60000",
  };
  {
    await using engine = await openEngine(readConfig(environment));
    await engine.seed(source, { anchor });
  }
  return {
    environment,
    async [Symbol.asyncDispose]() {
      const client = new MongoClient(SERVICES.mongodb!);
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
}
