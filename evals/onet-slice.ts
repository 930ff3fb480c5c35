// The development measure of retrieval: alternate titles against occupations, beside plain BM25 in the same run.
// Usage: npm run eval:onet -- <folder with occupations.jsonl, title_queries.jsonl and title_qrels.tsv>
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Job, openEngine, readConfig } from "../src/engine/index.ts";
import { plainBm25 } from "./plain-bm25.ts";
import { bootstrapInterval, mean, ndcgAt, recallAt } from "./retrieval-metrics.ts";

const K = 10;
const Occupation = z.object({ id: z.string(), title: z.string(), description: z.string(), tasks: z.array(z.string()), skills: z.array(z.string()) });
const Query = z.object({ id: z.string(), text: z.string() });

const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder of the data set.");
const lines = (name: string) => readFileSync(join(folder, name), "utf8").trim().split("\n");
const idOf = (code: string) => createHash("sha256").update(code).digest("hex").slice(0, 24);

const occupations = lines("occupations.jsonl").map((line) => Occupation.parse(JSON.parse(line)));
const queries = lines("title_queries.jsonl").map((line) => Query.parse(JSON.parse(line)));
const relevant = new Map<string, Set<string>>();
for (const line of lines("title_qrels.tsv")) {
  const [query, occupation] = line.split("\t");
  relevant.set(query!, (relevant.get(query!) ?? new Set()).add(idOf(occupation!)));
}

const directory = mkdtempSync(join(tmpdir(), "rolecall-onet-"));
try {
  await using engine = await openEngine(readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: directory }));
  await engine.seed({ employers: none, jobs: asJobs, resumes: none }, {});
  const baseline = plainBm25(
    occupations.map(({ id, title, description, tasks, skills }) => ({ id: idOf(id), text: [title, description, ...tasks, ...skills].join(" ") })),
  );
  const rolecall: string[][] = [];
  for (const { text } of queries) {
    const { matches } = await engine.search({ userId: "evaluation", role: "job_seeker", query: text, verbatim: true, k: K });
    rolecall.push(matches.map(({ id }) => id));
  }
  report(
    "plain BM25",
    queries.map(({ text }) => baseline(text, K)),
  );
  report("Rolecall, offline", rolecall);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function report(name: string, rankings: string[][]): void {
  const judged = rankings.map((ids, index) => ({ ids, wanted: relevant.get(queries[index]!.id) ?? new Set<string>() }));
  const figures = {
    [`nDCG@${K}`]: judged.map(({ ids, wanted }) => ndcgAt(K, ids, wanted)),
    [`recall@${K}`]: judged.map(({ ids, wanted }) => recallAt(K, ids, wanted)),
  };
  for (const [metric, values] of Object.entries(figures)) {
    const [low, high] = bootstrapInterval(values);
    console.log(`${name.padEnd(18)} ${metric.padEnd(10)} ${mean(values).toFixed(3)}  95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`);
  }
}

async function* none(): AsyncGenerator<never> {}

async function* asJobs(): AsyncGenerator<Job> {
  for (const { id, title, description, tasks, skills } of occupations) {
    yield Job.parse({
      _id: idOf(id),
      employer_id: idOf("employer"),
      title,
      company: "",
      description: [description, ...tasks].join("\n"),
      skills: skills.map((name) => ({ name })),
      status: "open",
    });
  }
}
