import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "fixtures/**/*.test.ts", "evals/**/*.test.ts", "*.test.ts"],
    // The services that tests find in `src/engine/testing/services.ts`.
    globalSetup: ["fixtures/services/test-run.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One native SQLite extension in one process at a time, and nothing shared between files.
    pool: "forks",
  },
});
