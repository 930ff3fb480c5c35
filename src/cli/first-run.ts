import { readDemo } from "../../fixtures/demo.ts";
import type { Engine } from "../engine/index.ts";
import { FIXTURES } from "./fixtures-folder.ts";
import { spinner } from "./progress.ts";
import type { CliSession, GlobalOptions } from "./session.ts";

/** Fixtures older than this have begun to expire: they are dated anew. */
const STALE_DAYS = 14;

/** Fills an empty embedded store with the fixtures, and keeps their dates near today. Returns what was done, in words. */
export async function ensureSeeded(engine: Engine, session: CliSession, options: GlobalOptions, signal?: AbortSignal): Promise<string | null> {
  if (engine.description.store !== "embedded") return null;
  const today = new Date(new Date().toISOString().slice(0, 10));
  const anchor = await engine.seedAnchor();
  const isFirst = anchor === null && (await isUnseeded(engine));
  const isStale = anchor !== null && today.getTime() - anchor.getTime() > STALE_DAYS * 86_400_000;
  if (!isFirst && !isStale) return null;
  const { fixtureSource } = await import("../../fixtures/source.ts");
  const doing = isFirst ? "First run: seeding the embedded store" : "Dating the fixtures anew";
  await using progress = await spinner(session, options, doing);
  const report = await engine.seed(fixtureSource({ directory: FIXTURES, anchor: today }), {
    anchor: today,
    signal,
    onProgress: ({ collection, done }) => progress.say(`${doing} (${done} ${collection})`),
  });
  const documents = report.collections.reduce((sum, { inserted, updated, unchanged }) => sum + inserted + updated + unchanged, 0);
  return isFirst
    ? `Seeded the embedded store with ${documents} documents made up for trying Rolecall out.`
    : `The fixtures are dated anew (${documents} documents).`;
}

/** Nothing is there, or the fixtures are there in part: their first seeding was stopped, or is going on in another process. */
async function isUnseeded(engine: Engine): Promise<boolean> {
  const { employers, jobs, resumes } = await engine.counts();
  return employers + jobs + resumes === 0 || (await engine.rolesOf(readDemo(FIXTURES).employer.user_id)).includes("employer");
}
