import type { Command } from "commander";
import { type Run, collections, dollars, examples, positive, wholeNumber } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { SeedCommandOptions } from "./seed.ts";

export function seedFlags(root: Command, run: Run<Handlers["seed"]>): void {
  root
    .command("seed")
    .summary("Bring jobs, resumes and employers into the store.")
    .description("Bring jobs, resumes and employers into the store. A second time, only what has changed is written.")
    .option("--from <dir>", "your own employers.jsonl, jobs.jsonl and resumes.jsonl")
    .option("--size <n>", "this many jobs and resumes, generated beyond the fixtures", positive)
    .option("--seed-value <n>", "another variation of the generated ones", wholeNumber)
    .option("--only <collections>", "of employers,jobs,resumes", collections)
    .option("--reset", "remove seeded documents first")
    .option("--dry-run", "check everything, write nothing")
    .option("--batch <n>", "documents written at a time", positive)
    .option("--max-cost <usd>", "stop before embeddings cost more", dollars)
    .action((options: SeedCommandOptions) => run(options))
    .addHelpText("after", examples("rolecall seed", "rolecall seed --size 100000 --data-dir /tmp/large", "rolecall seed --from ./data --dry-run"));
}
