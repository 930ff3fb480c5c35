import { expect } from "vitest";
import { openEngine } from "../connect.ts";
import { readConfig } from "../config.ts";
import { chromaDatabase } from "../testing/chroma-adapters.ts";
import { faultSuite } from "../testing/fault-suite.ts";
import { fixtures } from "../testing/seeded-store.ts";
import { SERVICES } from "../testing/services.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const VECTOR_MS = 1_000;

faultSuite({
  service: "ChromaDB",
  part: "vector-index",
  missing: SERVICES.chroma === undefined ? "ChromaDB" : null,
  async open() {
    const folder = temporaryFolder();
    const database = await chromaDatabase();
    const settings = (url: URL) => ({
      ROLECALL_DATA_DIR: folder.path,
      ROLECALL_LOG_LEVEL: "silent",
      CHROMA_URL: url.href,
      CHROMA_DATABASE: database,
      ROLECALL_VECTOR_TIMEOUT_MS: String(VECTOR_MS),
    });
    const target = new URL(SERVICES.chroma!);
    {
      await using engine = await openEngine(readConfig(settings(target)));
      await engine.seed(fixtures(12), {});
    }
    return { target, during: "intent-understood", settings, [Symbol.asyncDispose]: async () => folder[Symbol.dispose]() };
  },
  faults: {
    refused: { kind: "refused" },
    "black hole": { kind: "blackhole" },
    "reset mid-reply": { kind: "reset", afterBytes: 100 },
    "closed mid-reply": { kind: "limit", bytes: 100 },
    "slow by 2 s": { kind: "slow", ms: 2_000 },
    "corrupted reply": { kind: "corrupt" },
  },
  bearable: { "64 bytes at a time": { kind: "slice", bytes: 64 }, "64 kB a second": { kind: "bandwidth", bytesPerSecond: 64_000 } },
  expected: (_, moment) =>
    moment === "after"
      ? { gets: "the answer", withinMs: 0 }
      : { gets: "the answer, found by words alone", degraded: ["vector-index"], withinMs: 2 * VECTOR_MS },
  recoversWithinMs: 3_000,
  async afterwards({ matches }) {
    expect(matches.length).toBeGreaterThan(0);
  },
});
