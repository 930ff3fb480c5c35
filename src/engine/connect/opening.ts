import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Maintenance } from "../maintenance.ts";
import type { Dependencies } from "../resilience/dependencies.ts";
import type { LeveledLog } from "../telemetry/log.ts";

export const SERVICES = ["MONGODB_URI", "CHROMA_URL", "REDIS_URL"] as const;

/** What the opening of one part shares with the opening of the others. */
export interface Opening {
  config: Config;
  log: LeveledLog;
  /** Closes what was opened, last first. */
  opened: AsyncDisposableStack;
  dependencies: Dependencies;
  maintenance: Maintenance[];
  /** The embedded store, opened with the first part that lives in it. */
  embedded(): Promise<Awaited<ReturnType<typeof openEmbedded>>>;
}

/** A service that is used; undefined where the embedded store takes its place. */
export function urlOf(config: Config, name: (typeof SERVICES)[number]): string | undefined {
  return config.ROLECALL_STORE === "embedded" ? undefined : config[name];
}

export async function openEmbedded(config: Config, opened: AsyncDisposableStack) {
  const { openSqlite } = await import("../store/sqlite.ts");
  const path = join(config.dataDir, "rolecall.db");
  return { database: opened.adopt(openSqlite(path), (database) => database.close()), path };
}
