import { expect } from "vitest";
import { openEngine } from "../connect.ts";
import { readConfig } from "../config.ts";
import { type Expected, faultSuite } from "../testing/fault-suite.ts";
import { modelProvider } from "../testing/model-provider.ts";
import { fixtures } from "../testing/seeded-store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const MODEL_MS = 2_500;
const SLOW_MS = 2_000;

faultSuite({
  service: "OpenAI",
  part: "chat-model",
  missing: null,
  async open() {
    const folder = temporaryFolder();
    const provider = await modelProvider();
    const settings = (url: URL) => ({
      ROLECALL_STORE: "embedded",
      ROLECALL_DATA_DIR: folder.path,
      ROLECALL_LOG_LEVEL: "silent",
      ROLECALL_MODEL_TIMEOUT_MS: String(MODEL_MS),
      ROLECALL_MODEL_RETRIES: "1",
      ...provider.settings(url),
    });
    {
      await using engine = await openEngine(readConfig(settings(provider.url)));
      await engine.seed(fixtures(12), {});
    }
    return {
      target: provider.url,
      during: "text-delta",
      settings,
      async [Symbol.asyncDispose]() {
        await provider[Symbol.asyncDispose]();
        folder[Symbol.dispose]();
      },
    };
  },
  faults: {
    refused: { kind: "refused" },
    "black hole": { kind: "blackhole" },
    "reset mid-reply": { kind: "reset", afterBytes: 100 },
    "closed mid-reply": { kind: "limit", bytes: 100 },
    "slow by 2 s": { kind: "slow", ms: SLOW_MS },
    "corrupted reply": { kind: "corrupt" },
  },
  bearable: { "64 bytes at a time": { kind: "slice", bytes: 64 }, "64 kB a second": { kind: "bandwidth", bytesPerSecond: 64_000 } },
  expected(fault, moment): Expected {
    if (moment === "after") return { gets: "the answer", withinMs: 0 };
    if (fault === "slow by 2 s") return { gets: "the answer", withinMs: 3 * SLOW_MS };
    // A vector and an answer are asked for, each twice.
    if (moment === "before") return { gets: "the matches and a composed answer", degraded: ["embeddings", "chat-model"], withinMs: 4 * MODEL_MS + 1_000 };
    return { gets: "the matches and a composed answer", degraded: ["chat-model"], withinMs: MODEL_MS };
  },
  recoversWithinMs: 1_000,
  async afterwards({ streamed, matches, end }, _, moment) {
    expect(matches.length).toBeGreaterThan(0);
    if (end!.degraded.includes("chat-model")) expect(streamed).toMatch(moment === "during" ? /^I .*\n\nFound \d+ jobs?/s : /^Found \d+ jobs?/);
  },
});
