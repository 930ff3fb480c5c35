import type { Engine } from "../engine/index.ts";
import { FIXTURES } from "./fixtures-folder.ts";
import { spinner } from "./progress.ts";
import type { CliSession, GlobalOptions } from "./session.ts";

/** Fixtures older than this have begun to expire: they are dated anew. */
const STALE_DAYS = 14;

/** Fills an empty embedded store with the fixtures, and keeps their dates near today. Returns what was done, in words. */
export async function ensureSeeded(engine: Engine, session: CliSession, options: GlobalOptions): Promise<string | null> {
  if (engine.description.store !== "embedded") return null;
  const today = new Date(new Date().toISOString().slice(0, 10));
  const anchor = await engine.seedAnchor();
  const counts = await engine.counts();
  const empty = counts.jobs + counts.resumes + counts.employers === 0;
  const stale = anchor !== null && today.getTime() - anchor.getTime() > STALE_DAYS * 86_400_000;
  if (!empty && !stale) return null;
  const { fixtureSource } = await import("../../fixtures/source.ts");
  await using progress = await spinner(session, options, empty ? "First run: seeding the embedded store" : "Dating the fixtures anew");
  const report = await engine.seed(fixtureSource({ directory: FIXTURES, anchor: today }), {
    anchor: today,
    onProgress: ({ collection, done }) => progress.say(`${empty ? "First run: seeding the embedded store" : "Dating the fixtures anew"} (${done} ${collection})`),
  });
  const written = report.collections.reduce((sum, { inserted, updated }) => sum + inserted + updated, 0);
  const text = empty ? `Seeded the embedded store with ${written} documents made up for trying Rolecall out.` : `The fixtures are dated anew (${written} documents).`;
  progress.done(text);
  return text;
}
