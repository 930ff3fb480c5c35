import type { Command } from "commander";
import { type Run, examples } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { DevOptions } from "./dev.ts";
import { port } from "./serve-flags.ts";

export function devFlags(root: Command, run: Run<Handlers["dev"]>): void {
  root
    .command("dev")
    .summary("Serve on this machine, with data, a playground and tokens.")
    .description("Serve on this machine for development: fills an empty store, opens the playground, signs tokens, and in a checkout follows changes of src/.")
    .option("--port <port>", "port to listen on; default: 8787, or the next free one", port)
    .option("--services", "start MongoDB, Redis and Chroma here, for as long as it runs (from a checkout)")
    .option("--no-watch", "do not follow changes of src/")
    .action((options: DevOptions) => run(options))
    .addHelpText("after", examples("rolecall dev", "rolecall dev --services", "rolecall dev --port 9000 --json"));
}
