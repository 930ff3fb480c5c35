import { faultSuite } from "../testing/fault-suite.ts";
import { redisDatabase } from "../testing/redis-adapters.ts";
import { fixtures, seededStore } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";

const CACHE_MS = 500;

faultSuite({
  service: "Redis",
  part: "cache",
  missing: SERVICES.redis === undefined ? "Redis" : null,
  async open() {
    const store = await seededStore(fixtures(12));
    const target = new URL(await redisDatabase());
    return {
      target,
      during: "turn-start",
      settings: (through) => ({
        ROLECALL_DATA_DIR: store.copy(),
        ROLECALL_LOG_LEVEL: "silent",
        REDIS_URL: through.href,
        ROLECALL_CACHE_TIMEOUT_MS: String(CACHE_MS),
      }),
      [Symbol.asyncDispose]: async () => store[Symbol.dispose](),
    };
  },
  faults: {
    refused: { kind: "refused" },
    "black hole": { kind: "blackhole" },
    "reset mid-reply": { kind: "reset", afterBytes: 3 },
    "closed mid-reply": { kind: "limit", bytes: 3 },
    "slow by 2 s": { kind: "slow", ms: 2_000 },
    "corrupted reply": { kind: "corrupt", sparing: 1 },
  },
  bearable: { "64 bytes at a time": { kind: "slice", bytes: 64 }, "64 kB a second": { kind: "bandwidth", bytesPerSecond: 64_000 } },
  expected: (_, moment) => (moment === "after" ? { gets: "the answer", withinMs: 0 } : { gets: "the answer", degraded: ["cache"], withinMs: 2 * CACHE_MS }),
  // A connection is made again within a second, and a lock that was left behind is believed for two.
  recoversWithinMs: 4_000,
});
