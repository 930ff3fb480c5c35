import { defineConfig } from "vitest/config";

/** They hold an answer, a takeover or a recovery to a time, so nothing else runs beside them. */
const TIMED = [
  "src/engine/scenarios/{faults-*,outages,durability,replicas,services}.test.ts",
  "src/engine/turns/redis-*.test.ts",
  "src/engine/store/*-failure.test.ts",
  "src/engine/sessions/mongo-processes.test.ts",
  "src/cli/seed-services.test.ts",
  "src/cli/commands/dev.test.ts",
  "src/server/limits/redis-outage.test.ts",
  "src/server/scenarios/**/*.test.ts",
  "src/server/promises/**/*.test.ts",
  "src/server/playground/*.browser.test.ts",
];

export default defineConfig({
  test: {
    // The services that tests find in `src/engine/testing/services.ts`.
    globalSetup: ["fixtures/services/test-run.ts"],
    testTimeout: 30_000,
    // Real processes, sockets and browsers on a machine that others use, too: what fails there once is tried again, and told of.
    retry: process.env.CI === undefined ? 0 : 1,
    hookTimeout: 60_000,
    // One native SQLite extension in one process at a time, and nothing shared between files.
    pool: "forks",
    projects: [
      {
        extends: true,
        test: {
          name: "all at once",
          include: ["src/**/*.test.{ts,tsx}", "fixtures/**/*.test.ts", "evals/**/*.test.ts", "*.test.ts"],
          exclude: ["**/node_modules/**", ...TIMED],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "one by one", include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
