import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { ChatOptions } from "./commands/chat.ts";
import type { SearchOptions } from "./commands/search.ts";
import type { SeedCommandOptions } from "./commands/seed.ts";
import type { SessionsOptions } from "./commands/sessions.ts";
import type { TokenOptions } from "./commands/token.ts";
import { reportFailure } from "./failure.ts";
import type { CliSession, GlobalOptions } from "./session.ts";

const USAGE_EXIT = 2;
const ROLES = ["job_seeker", "employer"];

export interface Program {
  /** Parses and runs; resolves with the exit code, whatever happens. */
  execute(args: string[]): Promise<number>;
}

/** The commands and their flags. Handlers are loaded when they run, so that `--help` stays instant. */
export function buildProgram({ version, session }: { version: string; session: CliSession }): Program {
  let exitCode = 0;
  const root = new Command("rolecall");
  const globals = () => root.opts<GlobalOptions>();
  const runs = (work: () => Promise<number>) => async () => {
    exitCode = await work();
  };

  root
    .description("Talk to the job portal: seekers get jobs that fit, employers get candidates that fit, with scores that explain themselves.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .option("--config <file>", "settings as JSON, named like the environment variables")
    .option("--env-file <file>", "environment variables from a file")
    .addOption(new Option("--store <store>", "where data lives").choices(["auto", "embedded", "services"]))
    .option("--data-dir <dir>", "folder of the embedded store")
    .option("--json", "print one JSON document")
    .option("--no-color", "no colours")
    .option("--ascii", "no characters beyond ASCII in drawings")
    .option("--screen-reader", "append-only output without drawings")
    .option("-q, --quiet", "no progress on stderr")
    .option("-v, --verbose", "log what happens on stderr")
    .option("--debug", "log in detail, and stack traces of errors")
    .option("--no-input", "never ask")
    .option("-y, --yes", "take questions as answered with yes")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => session.stdout.write(text), writeErr: () => {}, getOutHelpWidth: () => session.stdout.columns ?? 100 })
    .addHelpText("after", EXAMPLES);

  const chat = (message: string[], options: ChatOptions) => runs(async () => (await import("./commands/chat.ts")).chat(session, { ...globals(), ...options }, message))();

  root
    .command("chat", { isDefault: true })
    .description("open the chat, or answer one message and exit")
    .argument("[message...]", "answer this and exit")
    .option("-p, --prompt <text>", 'answer this and exit; "-" reads it from stdin')
    .addOption(new Option("--output-format <format>", "of an answer without the chat").choices(["text", "json", "stream-json"]))
    .option("-r, --resume [session]", 'go on with a session: its id, or "latest"')
    .addOption(new Option("--role <role>", "who asks").choices(ROLES))
    .option("--user <id>", "who asks; default: the demo user of the role")
    .option("--model <name>", 'chat model; "offline" for the offline one')
    .option("--timeout <seconds>", "stop the answer after this long", seconds)
    .option("--max-cost <usd>", "stop before a turn costs more", dollars)
    .addHelpText(
      "after",
      `
Examples:
  $ rolecall chat
  $ rolecall chat -p "remote TypeScript jobs in Germany, at least 70k" --json
  $ rolecall chat --role employer -p "senior ICU nurses near Manchester"
  $ rolecall chat -r latest -p "tell me about the second one"
  $ echo "warehouse jobs in Rotterdam" | rolecall chat`,
    )
    .action((message: string[], options: ChatOptions) => chat(message, options));

  root
    .command("search")
    .description("retrieval and scores without a chat model")
    .argument("<query...>", "what to look for")
    .addOption(new Option("--role <role>", "who asks").choices(ROLES))
    .option("--user <id>", "who asks; default: the demo user of the role")
    .option("--k <n>", "how many matches", positive, 10)
    .option("--filter <k=v...>", "hard filters, e.g. country=Germany remote=remote salary=70000EUR")
    .option("--explain", "show the parts of every score")
    .addHelpText("after", `\nExamples:\n  $ rolecall search "react developer" --filter country=Germany remote=remote\n  $ rolecall search "night nurse" --role employer --k 5 --explain`)
    .action((query: string[], options: SearchOptions) => runs(async () => (await import("./commands/search.ts")).searchCommand(session, { ...globals(), ...options }, query.join(" ")))());

  root
    .command("seed")
    .description("bring jobs, resumes and employers into the store")
    .option("--from <dir>", "your own employers.jsonl, jobs.jsonl and resumes.jsonl instead of the fixtures")
    .option("--size <n>", "this many jobs and resumes, generated beyond the fixtures", positive)
    .option("--seed-value <n>", "another variation of the generated ones", wholeNumber)
    .option("--only <collections>", "of employers,jobs,resumes", collections)
    .option("--reset", "remove seeded documents first")
    .option("--dry-run", "check everything, write nothing")
    .option("--batch <n>", "documents written at a time", positive)
    .option("--max-cost <usd>", "stop before embeddings cost more", dollars)
    .addHelpText("after", `\nExamples:\n  $ rolecall seed\n  $ rolecall seed --size 100000 --data-dir /tmp/large\n  $ rolecall seed --from ./data --dry-run`)
    .action((options: SeedCommandOptions) => runs(async () => (await import("./commands/seed.ts")).seedCommand(session, { ...globals(), ...options }))());

  const sessions = root.command("sessions").description("kept conversations").addHelpText("after", `\nExamples:\n  $ rolecall sessions list\n  $ rolecall sessions export <id> > chat.json\n  $ rolecall sessions forget --user <id> -y`);
  const session_ = (name: string, description: string, argument?: string) => {
    const command = sessions.command(name).description(description).addOption(new Option("--role <role>", "whose").choices(ROLES)).option("--user <id>", "whose; default: the demo user of the role");
    if (argument !== undefined) command.argument(argument, "the session");
    return command.action((...args: unknown[]) => {
      const [id, options] = argument === undefined ? [undefined, args[0]] : [args[0] as string, args[1]];
      return runs(async () => (await import("./commands/sessions.ts")).sessionsCommand(session, { ...globals(), ...(options as SessionsOptions) }, name as "list", id))();
    });
  };
  session_("list", "the newest first");
  session_("show", "one conversation, to read", "<id>");
  session_("export", "one conversation, as JSON", "<id>");
  session_("delete", "one conversation, for good", "<id>");
  session_("forget", "everything kept of a user, for good");

  root
    .command("doctor")
    .description("check that everything works")
    .option("--only <check>", "one check")
    .option("--fix", "create what is missing")
    .addHelpText("after", `\nExamples:\n  $ rolecall doctor\n  $ rolecall doctor --only vectors --json`)
    .action((options: { only?: string; fix?: boolean }) => runs(async () => (await import("./commands/doctor.ts")).doctor(session, { ...globals(), ...options }))());

  root
    .command("token")
    .description("a development token for the server, signed with SUPABASE_JWT_SECRET")
    .addOption(new Option("--role <role>", "the token's role").choices(ROLES))
    .option("--user <id>", "the token's subject; default: the demo user of the role")
    .option("--ttl <seconds>", "how long it is valid", positive, 3600)
    .addHelpText("after", `\nExamples:\n  $ SUPABASE_JWT_SECRET=… rolecall token --role employer --ttl 600`)
    .action((options: TokenOptions) => runs(async () => (await import("./commands/token.ts")).token(session, { ...globals(), ...options }))());

  inherit(root);
  return {
    async execute(args) {
      try {
        await root.parseAsync(args, { from: "user" });
        return exitCode;
      } catch (error) {
        if (error instanceof CommanderError) {
          if (error.exitCode === 0) return 0;
          return reportFailure(session, { ...globals(), json: globals().json ?? args.includes("--json") }, usageError(error));
        }
        return reportFailure(session, globals(), error);
      }
    },
  };
}

const EXAMPLES = `
Examples:
  $ rolecall                                   open the chat
  $ rolecall chat -p "night shifts as a nurse in Leeds"
  $ rolecall search "forklift driver" --filter country=Germany
  $ rolecall seed --size 5000
  $ rolecall doctor

Settings come from flags, then ROLECALL_* variables, then --config, then defaults. Exit codes: 0 ok, 1 unexpected, 2 usage or input,
3 store or service, 4 configuration, 5 model, 6 a limit, 130 interrupted.`;

/** Subcommands throw like the root, and write where it writes. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().helpOption("-h, --help", "show this help").copyInheritedSettings(command);
    inherit(child);
  }
}

function usageError(error: CommanderError): Error {
  return Object.assign(new Error(error.message.replace(/^error: /, "").replaceAll("\n", " ")), { usage: true, exitCode: USAGE_EXIT });
}

function number(text: string, accept: (value: number) => boolean, expected: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || !accept(value)) throw new InvalidArgumentError(`It must be ${expected}.`);
  return value;
}

const positive = (text: string) => number(text, (value) => Number.isInteger(value) && value > 0, "a whole number above 0");
const wholeNumber = (text: string) => number(text, Number.isInteger, "a whole number");
const seconds = (text: string) => number(text, (value) => value > 0, "a number of seconds above 0");
const dollars = (text: string) => number(text, (value) => value >= 0, "an amount in USD");

function collections(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  const known = ["employers", "jobs", "resumes"];
  if (!names.every((name) => known.includes(name))) throw new InvalidArgumentError(`It must be a list of ${known.join(", ")}.`);
  return names;
}
