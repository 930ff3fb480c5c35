import type { Command } from "commander";
import { type Run, examples } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { DoctorOptions } from "./doctor.ts";

export function doctorFlags(root: Command, run: Run<Handlers["doctor"]>): void {
  root
    .command("doctor")
    .summary("Check that everything works.")
    .description("Check Node, the store, the vectors, the cache and the models, and say what to do.")
    .option("--only <check>", "one check: node, history, catalogue, vectors, cache, embeddings or chat-model")
    .option("--fix", "seed the embedded store where it is empty")
    .action((options: DoctorOptions) => run(options))
    .addHelpText("after", examples("rolecall doctor", "rolecall doctor --only vectors --json"));
}
