import { Command, Option } from "commander";
import { type Run, actorFlags, dollars, examples, seconds } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import { OUTPUT_FORMATS } from "../output-format.ts";
import { nearest } from "../ui/commands/nearest.ts";
import { UsageError } from "../usage-error.ts";
import type { ChatOptions } from "./chat.ts";

/** Adds `chat`, which is also what `rolecall` does when no command is named. */
export function chatFlags(root: Command, run: Run<Handlers["chat"]>): void {
  options(root.command("chat"))
    .description("Open the chat, or answer one message and exit.")
    .argument("[message...]", "answer this and exit")
    .action((words: string[], options: ChatOptions) => run(options, words))
    .addHelpText(
      "after",
      examples(
        "rolecall chat",
        'rolecall chat -p "remote TypeScript jobs in Germany, at least 70k" --json',
        'rolecall chat --role employer -p "senior ICU nurses near Manchester"',
        'rolecall chat -r latest -p "tell me about the second one"',
        'rolecall chat --connect wss://jobs.example.com -p "night shifts as a nurse in Leeds"',
        'echo "warehouse jobs in Rotterdam" | rolecall chat',
      ),
    );
  const withoutName = options(new Command("(none)"))
    .argument("[command...]")
    .action(async (words: string[], options: ChatOptions) => {
      if (words.length > 0) throw unknownCommand(words, root);
      await run(options, words);
    });
  root.addCommand(withoutName, { isDefault: true, hidden: true });
}

function options(command: Command): Command {
  return actorFlags(
    command
      .option("-p, --prompt <text>", 'answer this and exit; "-" reads it from stdin')
      .addOption(new Option("--output-format <format>", "of an answer without the chat").choices(OUTPUT_FORMATS))
      .option("-r, --resume [session]", 'go on with a session: its id, or "latest"'),
  )
    .option("--model <name>", 'chat model; "offline" for the offline one')
    .option("--connect <url>", "chat with a server, such as ws://127.0.0.1:8787")
    .option("--token <jwt>", "who you are to the server; default: ROLECALL_TOKEN")
    .option("--timeout <seconds>", "stop the answer after this long", seconds)
    .option("--max-cost <usd>", "stop before a turn costs more", dollars);
}

function unknownCommand(words: readonly string[], root: Command): UsageError {
  const typed = words[0]!;
  const names = root.commands.map((command) => command.name()).filter((name) => !name.startsWith("("));
  const meant = words.length === 1 ? nearest(typed, names) : null;
  return new UsageError(
    `There is no command "${typed}".`,
    meant === null ? `A message is asked with: rolecall chat "${words.join(" ")}".` : `Did you mean "${meant}"?`,
  );
}
