import type { Command } from "commander";
import { type Run, actorFlags, examples, lifetime } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { TokenOptions } from "./token.ts";

export function tokenFlags(root: Command, run: Run<Handlers["token"]>): void {
  actorFlags(root.command("token"), "for whom")
    .description("A development token for the server, signed with SUPABASE_JWT_SECRET.")
    .option("--ttl <seconds>", "how long it is valid", lifetime, 3600)
    .action((options: TokenOptions) => run(options))
    .addHelpText("after", examples("SUPABASE_JWT_SECRET=… rolecall token --role employer --ttl 600"));
}
