import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Engine, RolecallError, type SeedReport, type SeedSource } from "../../engine/index.ts";
import { directorySource, fixtureSource } from "../../../fixtures/source.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { open } from "../open.ts";
import { spinner } from "../progress.ts";
import type { CliSession, GlobalOptions, Handler } from "../session.ts";

export interface SeedCommandOptions {
  from?: string;
  size?: number;
  seedValue?: number;
  only?: ("employers" | "jobs" | "resumes")[];
  reset?: boolean;
  dryRun?: boolean;
  batch?: number;
  maxCost?: number;
}

/** Dates of the fixtures are left alone on a second seed within this time, so that it changes nothing. */
const ANCHOR_DAYS = 7;

export const seedCommand: Handler<SeedCommandOptions, []> = async (session, options) => {
  if (options.from !== undefined && (options.size !== undefined || options.seedValue !== undefined)) {
    throw new RolecallError("usage", "--from takes your own data, --size and --seed-value make data up.", { hint: "Use one or the other." });
  }
  await using opened = await open(session, options, { seeds: false });
  const { engine } = opened;
  if (options.reset && engine.description.store !== "embedded" && !options.yes) {
    throw new RolecallError("usage", "--reset removes seeded documents from shared services.", { hint: "Pass -y to confirm." });
  }
  const { source, anchor } = await sourceOf(engine, session, options);
  const stop = new AbortController();
  const unlisten = session.onSignal(() => stop.abort(new RolecallError("interrupted", "Stopped; what was written stays.", { hint: "Run the same command again to go on." })));
  await using progress = await spinner(session, options, "Seeding");
  const startedAt = performance.now();
  try {
    const report = await engine.seed(source, {
      ...options,
      maxCostUsd: options.maxCost,
      anchor,
      signal: stop.signal,
      onProgress: ({ collection, done }) => progress.say(`Seeding ${collection}: ${done.toLocaleString("en")} (${rate(done, startedAt)})`),
    });
    progress.done(summary(report, startedAt, options));
    print(session, options, report);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    throw error;
  } finally {
    unlisten();
  }
};

async function sourceOf(engine: Engine, { cwd }: CliSession, { from, size, seedValue }: SeedCommandOptions): Promise<{ source: SeedSource; anchor?: Date }> {
  if (from !== undefined) {
    const folder = resolve(cwd, from);
    const found = await stat(folder).catch(() => null);
    if (found === null || !found.isDirectory()) throw new RolecallError("invalid_input", `The folder ${from} given with --from does not exist.`, { hint: "It must hold employers.jsonl, jobs.jsonl or resumes.jsonl." });
    return { source: directorySource(folder) };
  }
  const today = new Date(new Date().toISOString().slice(0, 10));
  const earlier = await engine.seedAnchor();
  const anchor = earlier !== null && today.getTime() - earlier.getTime() <= ANCHOR_DAYS * 86_400_000 ? earlier : today;
  return { source: fixtureSource({ directory: FIXTURES, size, seedValue, anchor }), anchor };
}

function rate(done: number, startedAt: number): string {
  return `${Math.round(done / Math.max(0.001, (performance.now() - startedAt) / 1000)).toLocaleString("en")} a second`;
}

function summary({ collections }: SeedReport, startedAt: number, { dryRun }: SeedCommandOptions): string {
  const documents = collections.reduce((sum, { inserted, updated, unchanged }) => sum + inserted + updated + unchanged, 0);
  return `${dryRun ? "Checked" : "Seeded"} ${documents.toLocaleString("en")} documents in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${rate(documents, startedAt)}.`;
}

function print({ stdout }: CliSession, options: GlobalOptions, { store, collections, fingerprint, costUsd }: SeedReport): void {
  if (options.json) {
    stdout.write(`${JSON.stringify({ schema_version: 1, store, collections, fingerprint, cost_usd: costUsd })}\n`);
    return;
  }
  for (const { name, inserted, updated, unchanged, removed } of collections) {
    stdout.write(`${name.padEnd(10)} ${inserted} inserted, ${updated} updated, ${unchanged} unchanged${removed > 0 ? `, ${removed} removed first` : ""}\n`);
  }
}
