import { expect } from "vitest";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import { faultSuite } from "../testing/fault-suite.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { fixtures } from "../testing/seeded-store.ts";
import { SERVICES, uniqueName } from "../testing/services.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const STORE_MS = 1_500;
const SEEDING_MS = 60_000;

faultSuite({
  service: "MongoDB",
  missing: SERVICES.mongodb === undefined ? "MongoDB" : null,
  async open() {
    const folder = temporaryFolder();
    const store = temporaryMongo({ database: uniqueName("rolecall_test") });
    const settings = (url: URL, timeoutMs = STORE_MS) => ({
      ROLECALL_DATA_DIR: folder.path,
      ROLECALL_LOG_LEVEL: "silent",
      MONGODB_URI: `${url.href}?directConnection=true`,
      MONGODB_DB: store.db.databaseName,
      ROLECALL_STORE_TIMEOUT_MS: String(timeoutMs),
    });
    const target = new URL(SERVICES.mongodb!);
    {
      await using engine = await openEngine(readConfig(settings(target, SEEDING_MS)));
      await engine.seed(fixtures(12), {});
    }
    return {
      target,
      during: "intent-understood",
      settings,
      async [Symbol.asyncDispose]() {
        await store[Symbol.asyncDispose]();
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
  bearable: { "7 bytes at a time": { kind: "slice", bytes: 7 }, "64 kB a second": { kind: "bandwidth", bytesPerSecond: 64_000 } },
  expected: (_, moment) => (moment === "after" ? { gets: "the answer", withinMs: 0 } : { gets: "a retryable error", withinMs: 2 * STORE_MS }),
  recoversWithinMs: 4_000,
  async afterwards(struck, drill, moment) {
    if (moment === "after") return;
    // The client sends its message again as it is: it is answered now, or it was taken and ends as interrupted, once.
    const { end, error } = await drill.again(struck);
    expect(error).toBeUndefined();
    expect(end!.message.status).toBe(moment === "before" ? "complete" : "interrupted");
  },
});
