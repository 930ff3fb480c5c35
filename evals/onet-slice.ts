// Development measure of retrieval: alternate titles against occupations, with plain BM25 beside it.
// Usage: node evals/onet-slice.ts <folder with occupations.jsonl, title_queries.jsonl, title_qrels.tsv>
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Job } from "../src/engine/index.ts";
import { indexedJob, jobText } from "../src/engine/catalog/derive.ts";
import { sqliteCatalog } from "../src/engine/catalog/sqlite.ts";
import { offlineEmbedder } from "../src/engine/retrieval/embedder.ts";
import { createRetriever } from "../src/engine/retrieval/retriever.ts";
import { sqliteVectorIndex } from "../src/engine/retrieval/sqlite-vec.ts";
import { openSqlite } from "../src/engine/store/sqlite.ts";

const folder = process.argv[2]!;
const lines = (name: string) => readFileSync(join(folder, name), "utf8").trim().split("\n");
const id = (code: string) => createHash("sha256").update(code).digest("hex").slice(0, 24);
const occupations = lines("occupations.jsonl").map((line) => JSON.parse(line));
const jobs = occupations.map((o: { id: string; title: string; description: string; tasks: string[]; skills: string[] }) =>
  Job.parse({
    _id: id(o.id), employer_id: id("e"), title: o.title, company: "-", description: [o.description, ...o.tasks].join("\n"),
    skills: o.skills.map((name) => ({ name, required: true })), status: "open",
  }));
const qrels = new Map<string, Set<string>>();
for (const line of lines("title_qrels.tsv")) {
  const [query, doc] = line.split("\t");
  qrels.set(query!, (qrels.get(query!) ?? new Set()).add(id(doc!)));
}
const database = openSqlite(":memory:");
const catalog = sqliteCatalog(database, ":memory:");
const embedder = offlineEmbedder();
const vectors = sqliteVectorIndex(database, ":memory:", embedder.dimensions);
const indexed = jobs.map((job) => indexedJob(job, undefined, embedder.model));
await catalog.upsertJobs(indexed);
const embedded = await embedder.embedDocuments(jobs.map(jobText));
await vectors.upsert("jobs", indexed.map(({ facets }, i) => ({ id: facets.id, vector: embedded[i]!, facets })));
const retriever = createRetriever({ catalog, vectors, embedder, anchors: async () => ({ low: Number(process.env.LOW ?? 0.05), high: Number(process.env.HIGH ?? 0.5) }) });

const scores: { ndcg: number; recall: number; cos: number; bm: number }[] = [];
const start = performance.now();
const ndcg = (ids: string[], rel: Set<string>) => {
  const dcg = ids.slice(0, 10).reduce((sum, d, i) => sum + (rel.has(d) ? 1 / Math.log2(i + 2) : 0), 0);
  let ideal = 0;
  for (let i = 0; i < Math.min(10, rel.size); i++) ideal += 1 / Math.log2(i + 2);
  return dcg / ideal;
};
for (const line of lines("title_queries.jsonl")) {
  const { id: qid, text } = JSON.parse(line);
  const rel = qrels.get(qid)!;
  const { hits } = await retriever.retrieve({ collection: "jobs", text, filters: {}, profile: { role: "job_seeker", resume: null }, now: new Date() });
  const order = hits.map((h) => h.id);
  scores.push({
    ndcg: ndcg(order, rel), recall: order.slice(0, 10).filter((d) => rel.has(d)).length / rel.size,
    cos: ndcg(hits.toSorted((a, b) => (b.cosine ?? -1) - (a.cosine ?? -1)).map((h) => h.id), rel),
    bm: ndcg(hits.filter((h) => h.bm25 !== null).toSorted((a, b) => b.bm25! - a.bm25!).map((h) => h.id), rel),
  });
}
const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
console.log("ms/query", (performance.now() - start) / scores.length);
for (const k of ["ndcg", "recall", "cos", "bm"] as const) console.log(k, mean(scores.map((s) => s[k])).toFixed(4));
