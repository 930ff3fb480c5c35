import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { directorySource, fixtureSource } from "../../../fixtures/source.ts";
import { type Engine, RolecallError, type SeedProgress, type SeedReport, type SeedSource } from "../../engine/index.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { interruptible } from "../interruption.ts";
import { open } from "../open.ts";
import { spinner } from "../progress.ts";
import { type CliSession, type Handler, printDocument } from "../session.ts";

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

export const seed: Handler<SeedCommandOptions> = async (session, options) => {
  const { cwd } = session;
  const { from, size, seedValue, reset, dryRun, yes } = options;
  if (from !== undefined && (size !== undefined || seedValue !== undefined)) {
    throw new RolecallError("usage", "--from takes your own data, --size and --seed-value make data up.", { hint: "Use one or the other." });
  }
  const own = from === undefined ? null : await ownData(cwd, from);
  using interruption = interruptible(session, "Stopped; what was written stays.", "Run the same command again to go on.");
  await using opened = await open(session, options, { seeds: false });
  const { engine } = opened;
  if (reset && engine.description.store !== "embedded" && !yes) {
    throw new RolecallError("usage", "--reset removes seeded documents from shared services.", { hint: "Pass -y to confirm." });
  }
  const { source, anchor } = own === null ? await fixtures(engine, options) : { source: own };
  const doing = dryRun ? "Checking" : "Seeding";
  await using progress = await spinner(session, options, doing);
  interruption.signal.addEventListener("abort", () => progress.say("Stopping when this batch is written; once more stops at once"));
  const startedAt = performance.now();
  const report = await engine.seed(source, {
    ...options,
    maxCostUsd: options.maxCost,
    anchor,
    signal: interruption.signal,
    onProgress: speedometer(size, (text) => progress.say(`${doing} ${text}`)),
  });
  interruption.signal.throwIfAborted();
  progress.done(`${summary(report, startedAt, dryRun)}${dryRun ? "" : paid(report, engine)}`);
  const { store, collections, fingerprint, embedded, costUsd } = report;
  if (options.json) printDocument(session, { store, collections, fingerprint, embedded, cost_usd: costUsd });
  else print(session, report, dryRun);
  return 0;
};

async function ownData(cwd: string, from: string): Promise<SeedSource> {
  const folder = resolve(cwd, from);
  const found = await stat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) {
    throw new RolecallError("invalid_input", `${from}, given with --from, ${found === null ? "does not exist" : "is not a folder"}.`, {
      hint: "Name a folder that holds employers.jsonl, jobs.jsonl or resumes.jsonl.",
    });
  }
  return directorySource(folder);
}

async function fixtures(engine: Engine, { size, seedValue }: SeedCommandOptions): Promise<{ source: SeedSource; anchor: Date }> {
  const today = new Date(new Date().toISOString().slice(0, 10));
  const earlier = await engine.seedAnchor();
  const anchor = earlier !== null && today.getTime() - earlier.getTime() <= ANCHOR_DAYS * 86_400_000 ? earlier : today;
  return { source: fixtureSource({ directory: FIXTURES, size, seedValue, anchor }), anchor };
}

/** Says how far a collection is and how fast it goes, counted from its own beginning, what that has cost, and what keeps it. */
function speedometer(size: number | undefined, say: (text: string) => void): (progress: SeedProgress) => void {
  let current = "";
  let beganAt = 0;
  return ({ collection, done, spentUsd, finishing, waiting }) => {
    if (collection !== current) {
      current = collection;
      beganAt = performance.now();
    }
    const of = size === undefined || collection === "employers" ? "" : ` of ${count(size)}`;
    const cost = spentUsd === undefined ? "" : `, ${usd(spentUsd)}`;
    const soFar = done === 0 ? collection : `${collection}: ${count(done)}${of} (${rate(done, beganAt)}${cost})`;
    say(`${finishing ? "is done, now counting words" : soFar}${waiting === undefined ? "" : `. ${waiting} Trying again`}`);
  };
}

const count = (documents: number): string => documents.toLocaleString("en");

function rate(done: number, startedAt: number): string {
  return `${count(Math.round(done / Math.max(0.001, (performance.now() - startedAt) / 1000)))} a second`;
}

const usd = (amount: number): string => `${amount.toFixed(4)} USD`;

function summary({ collections }: SeedReport, startedAt: number, dryRun = false): string {
  const documents = collections.reduce((sum, { inserted, updated, unchanged }) => sum + inserted + updated + unchanged, 0);
  const what = dryRun ? "Checked, and wrote nothing of," : "Seeded";
  return `${what} ${count(documents)} documents in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${rate(documents, startedAt)}.`;
}

/** What the embeddings came to, where their model is one that is paid for. */
function paid({ embedded, reused, costUsd }: SeedReport, { description: { embeddings } }: Engine): string {
  if (embeddings.startsWith("offline-")) return "";
  const cost = costUsd === null ? "at an unknown price" : `for ${usd(costUsd)} by estimate`;
  const rest = reused === 0 ? "" : `; ${count(reused)} were there`;
  return `\nEmbedded ${count(embedded)} texts with ${embeddings} ${cost}${rest}.`;
}

function print({ stdout }: CliSession, { collections }: SeedReport, dryRun = false): void {
  const shown = (["inserted", "updated", "unchanged", "removed"] as const).filter(
    (name) => name !== "removed" || collections.some(({ removed }) => removed > 0),
  );
  const column = (name: (typeof shown)[number]) => Math.max(...collections.map((collection) => count(collection[name]).length));
  const label = { inserted: dryRun ? "to insert" : "inserted", updated: dryRun ? "to update" : "updated", unchanged: "unchanged", removed: "removed first" };
  for (const collection of collections) {
    const cells = shown.map((name) => `${count(collection[name]).padStart(column(name))} ${label[name]}`);
    stdout.write(`${collection.name.padEnd("employers".length)}  ${cells.join("  ")}\n`);
  }
}
