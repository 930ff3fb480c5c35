// Search latency on a seeded store, beside an exact scan in plain JavaScript of as many vectors in the same run.
// Usage: npm run bench:search -- <data dir>   (seed it first: rolecall seed --size 100000 --data-dir <data dir>)
import { availableParallelism, totalmem } from "node:os";
import { type Role, openEngine, readConfig } from "../src/engine/index.ts";

const QUERIES = 200;
const DIMENSIONS = 512;
const K = 20;

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error("Name the folder of a seeded store.");
await using engine = await openEngine(readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: dataDir }));
const { jobs } = await engine.counts();

const WORDS = "nurse developer driver teacher accountant chef electrician analyst manager welder pharmacist designer recruiter paralegal mechanic".split(" ");
const PLACES = ["", " in Germany", " near Manchester", " remote", " in India", " in the United States"];
const LEVELS = ["", "senior ", "junior "];
const queries = Array.from({ length: QUERIES }, (_, index) => ({
  role: (index % 2 === 0 ? "job_seeker" : "employer") as Role,
  query: `${LEVELS[index % LEVELS.length]}${WORDS[index % WORDS.length]}${PLACES[index % PLACES.length]}`,
}));

const vectors = Float32Array.from({ length: jobs * DIMENSIONS }, (_, index) => Math.sin(index));
const probe = Float32Array.from({ length: DIMENSIONS }, (_, index) => Math.cos(index));

for (const { role, query } of queries.slice(0, 20)) await engine.search({ userId: "bench", role, query });
const search: number[] = [];
const scan: number[] = [];
for (const [index, { role, query }] of queries.entries()) {
  search.push(await timed(() => engine.search({ userId: "bench", role, query })));
  if (index % 5 === 0) scan.push(await timed(async () => exactScan()));
}
console.log(`${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; ${jobs} jobs, ${QUERIES} queries`);
console.log(`search      p50 ${at(search, 0.5)} ms   p95 ${at(search, 0.95)} ms   (retrieval, filters, scores, explanations)`);
console.log(`exact scan  p50 ${at(scan, 0.5)} ms   p95 ${at(scan, 0.95)} ms   (${DIMENSIONS} dimensions, k = ${K}, plain JavaScript)`);
console.log(
  `ratio       p50 ${(quantile(search, 0.5) / quantile(scan, 0.5)).toFixed(2)}      p95 ${(quantile(search, 0.95) / quantile(scan, 0.95)).toFixed(2)}`,
);

function exactScan(): number[] {
  const best: { row: number; score: number }[] = [];
  for (let row = 0; row < jobs; row += 1) {
    let score = 0;
    for (let column = 0, at = row * DIMENSIONS; column < DIMENSIONS; column += 1, at += 1) score += vectors[at]! * probe[column]!;
    if (best.length < K || score > best.at(-1)!.score) {
      best.push({ row, score });
      best.sort((a, b) => b.score - a.score);
      best.length = Math.min(best.length, K);
    }
  }
  return best.map(({ row }) => row);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

function at(values: readonly number[], share: number): string {
  return quantile(values, share).toFixed(1);
}
