import type { Engine } from "../../engine/index.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { spinner } from "../progress.ts";
import type { CliSession, GlobalOptions } from "../session.ts";

/** Brings the fixtures into services that hold nothing. */
export async function fillServices(engine: Engine, session: CliSession, options: GlobalOptions, signal: AbortSignal): Promise<void> {
  const { employers, jobs, resumes } = await engine.counts();
  if (employers + jobs + resumes > 0) return;
  const { fixtureSource } = await import("../../../fixtures/source.ts");
  const anchor = new Date(new Date().toISOString().slice(0, 10));
  await using progress = await spinner(session, options, "Seeding the services");
  const report = await engine.seed(fixtureSource({ directory: FIXTURES, anchor }), {
    anchor,
    signal,
    onProgress: ({ collection, done }) => progress.say(`Seeding the services (${done} ${collection})`),
  });
  progress.done(`Seeded the services with ${report.collections.reduce((sum, { inserted }) => sum + inserted, 0)} documents made up for trying Rolecall out.`);
}
