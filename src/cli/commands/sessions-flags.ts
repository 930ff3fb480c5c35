import type { Command } from "commander";
import { type Run, actorFlags, examples } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { SessionsAction, SessionsOptions } from "./sessions.ts";

export function sessionsFlags(root: Command, run: Run<Handlers["sessions"]>): void {
  const sessions = root.command("sessions").description("Kept conversations.");
  const add = (action: SessionsAction, description: string, example: string) =>
    actorFlags(sessions.command(action), "whose").description(description).addHelpText("after", examples(example));
  const addForOne = (action: SessionsAction, description: string, example: string) =>
    add(action, description, example)
      .argument("<id>", "the session")
      .action((id: string, options: SessionsOptions) => run(options, action, id));

  add("list", "List them, the newest first.", "rolecall sessions list --role employer").action((options: SessionsOptions) => run(options, "list"));
  addForOne("show", "Print one, to read.", "rolecall sessions show <id>");
  addForOne("export", "Print one, as JSON.", "rolecall sessions export <id> > chat.json");
  addForOne("delete", "Delete one, for good.", "rolecall sessions delete <id>");
  sessions
    .command("forget")
    .description("Delete everything kept of a user in both roles, for good.")
    .option("--user <id>", "whose")
    .action((options: SessionsOptions) => run(options, "forget"))
    .addHelpText("after", examples("rolecall sessions forget --user <id> -y"));
  sessions.addHelpText("after", examples("rolecall sessions list", "rolecall sessions export <id> > chat.json", "rolecall sessions forget --user <id> -y"));
}
