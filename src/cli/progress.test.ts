import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { spinner } from "./progress.ts";
import { fakeSession } from "./testing/fake-session.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a log hears every ten seconds how far it is, whether anything has happened or not, and nothing after the end", async () => {
  const session = fakeSession();
  await using progress = await spinner(session, {}, "Seeding");
  vi.advanceTimersByTime(10_000);
  progress.say("Seeding jobs: 500");
  progress.say("Seeding jobs: 1,000");
  vi.advanceTimersByTime(20_000);
  progress.done("Seeded.");
  vi.advanceTimersByTime(60_000);
  expect(session.err()).toBe("Seeding …\nSeeding …\nSeeding jobs: 1,000\nSeeding jobs: 1,000\nSeeded.\n");
});

test("a log hears nothing more of what has failed", async () => {
  const session = fakeSession();
  {
    await using progress = await spinner(session, {}, "Seeding");
    progress.say("Seeding jobs: 500");
  }
  vi.advanceTimersByTime(60_000);
  expect(session.err()).toBe("Seeding …\n");
});

test.each([
  ["that does not tell its width", { columns: 0 }, {}],
  ["read by a screen reader", {}, { screenReader: true }],
  ["of a CI job", { variables: { CI: "true" } }, {}],
  ["that cannot move its cursor", { variables: { TERM: "dumb" } }, {}],
])("a terminal %s gets lines, and nothing that moves", async (_, surroundings, options) => {
  const session = fakeSession({ terminal: true, ...surroundings });
  await using progress = await spinner(session, options, "Seeding");
  vi.advanceTimersByTime(1_000);
  progress.done("Seeded.");
  expect(session.err()).toBe("Seeding …\nSeeded.\n");
});

test("an interactive terminal gets a spinner, in whatever environment this process runs", async () => {
  vi.stubEnv("CI", "true");
  const session = fakeSession({ terminal: true });
  await using progress = await spinner(session, {}, "Seeding");
  progress.say("Seeding jobs: 500");
  vi.advanceTimersByTime(500);
  expect(session.err()).toContain("Seeding jobs: 500");
  vi.unstubAllEnvs();
});
