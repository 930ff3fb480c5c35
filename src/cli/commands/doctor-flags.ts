import type { Command } from "commander";
import { type Run, dollars, examples } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { DoctorOptions } from "./doctor.ts";

export function doctorFlags(root: Command, run: Run<Handlers["doctor"]>): void {
  root
    .command("doctor")
    .summary("Check that everything works.")
    .description("Check Node, the stores, the services and the models, and say what to do.")
    .option("--only <check>", "one check, such as vectors, chat-model, or on services mongodb, chroma, redis, shared-records")
    .option("--fix", "put right what can be: seed an empty embedded store; on services, create what is missing and index the portal's documents")
    .option("--max-cost <usd>", "with --fix: stop before embeddings cost more", dollars)
    .action((options: DoctorOptions) => run(options))
    .addHelpText("after", examples("rolecall doctor", "rolecall doctor --only vectors --json", "rolecall doctor --fix --max-cost 0.50"));
}
