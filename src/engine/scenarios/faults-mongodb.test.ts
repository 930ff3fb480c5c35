import { expect } from "vitest";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import type { MongoStore } from "../store/mongo.ts";
import { faultSuite } from "../testing/fault-suite.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { fixtures } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const STORE_MS = 1_800;
const SEEDING_MS = 60_000;

faultSuite({
  service: "MongoDB",
  part: "history",
  missing: SERVICES.mongodb === undefined ? "MongoDB" : null,
  async open() {
    const folder = temporaryFolder();
    const target = new URL(SERVICES.mongodb!);
    const common = { ROLECALL_DATA_DIR: folder.path, ROLECALL_LOG_LEVEL: "silent", ROLECALL_PAGE_SIZE: "1" };
    const stores: MongoStore[] = [];
    return {
      target,
      during: "intent-understood",
      // A database for each engine: the stand-in for MongoDB reads a whole collection to find a message in it.
      async settings(through) {
        const store = temporaryMongo();
        stores.push(store);
        const on = (url: URL, timeoutMs: number) => ({
          ...common,
          MONGODB_URI: `${url.href}?directConnection=true`,
          MONGODB_DB: store.db.databaseName,
          ROLECALL_STORE_TIMEOUT_MS: String(timeoutMs),
        });
        await using engine = await openEngine(readConfig(on(target, SEEDING_MS)));
        await engine.seed(fixtures(12), {});
        return on(through, STORE_MS);
      },
      async [Symbol.asyncDispose]() {
        for (const store of stores) await store[Symbol.asyncDispose]();
        folder[Symbol.dispose]();
      },
    };
  },
  faults: {
    refused: { kind: "refused" },
    "black hole": { kind: "blackhole" },
    "reset mid-reply": { kind: "reset", afterBytes: 20 },
    "closed mid-reply": { kind: "limit", bytes: 20 },
    "slow by 2 s": { kind: "slow", ms: 2_000 },
    "corrupted frame": { kind: "corrupt" },
    // The lengths stay: a negative one is read for ever by driver 7.9, and nothing in its process runs any more.
    "corrupted reply": { kind: "corrupt", sparing: 25 },
  },
  bearable: { "64 bytes at a time": { kind: "slice", bytes: 64 }, "64 kB a second": { kind: "bandwidth", bytesPerSecond: 64_000 } },
  expected: (_, moment) => (moment === "after" ? { gets: "the answer", withinMs: 0 } : { gets: "a retryable error", withinMs: 2 * STORE_MS }),
  recoversWithinMs: 4_000,
  atOnce: 4,
  async afterwards(struck, drill, moment) {
    if (moment === "after") return;
    // The client sends its message again as it is. It was not taken and is answered now, or it was taken and ends once, for good.
    const { end, error } = await drill.again(struck);
    const outcome = end?.message.status ?? error?.code;
    expect(moment === "before" ? ["complete"] : ["interrupted", "internal"]).toContain(outcome);
  },
});
