import type { Command } from "commander";
import { type Run, actorFlags, examples, positive } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { SearchOptions } from "./search.ts";

export function searchFlags(root: Command, run: Run<Handlers["search"]>): void {
  actorFlags(root.command("search"))
    .usage("<query...> [options]")
    .description("Retrieval and scores without a chat model.")
    .argument("<query...>", "what to look for; before --filter, which takes all that follows")
    .option("--k <n>", "how many matches", positive, 10)
    .option("--filter <k=v...>", "hard filters, over those that the query states")
    .option("--explain", "show the parts of every score")
    .action((words: string[], options: SearchOptions) => run(options, words.join(" ")))
    .addHelpText(
      "after",
      examples(
        'rolecall search "react developer" --filter country=Germany remote=remote',
        'rolecall search "accountant" --filter "salary=50000 GBP year" near=Leeds',
        'rolecall search "night nurse" --role employer --k 5 --explain',
      ),
    );
}
