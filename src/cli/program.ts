import { Command, CommanderError, Option } from "commander";
import { chatFlags } from "./commands/chat-flags.ts";
import { devFlags } from "./commands/dev-flags.ts";
import { doctorFlags } from "./commands/doctor-flags.ts";
import { searchFlags } from "./commands/search-flags.ts";
import { seedFlags } from "./commands/seed-flags.ts";
import { serveFlags } from "./commands/serve-flags.ts";
import { sessionsFlags } from "./commands/sessions-flags.ts";
import { tokenFlags } from "./commands/token-flags.ts";
import { reportFailure } from "./failure.ts";
import { examples } from "./flags.ts";
import { type Handlers, lazyHandlers } from "./handlers.ts";
import { formatOf } from "./output-format.ts";
import type { CliSession, GlobalOptions, Handler } from "./session.ts";
import { usageError } from "./usage-error.ts";

/** Longer lines of help are broken. */
const HELP_WIDTH = 100;

export interface Program {
  /** Parses and runs; resolves with the exit code, whatever happens. */
  execute(args: readonly string[]): Promise<number>;
  /** Tells what went wrong outside of `execute`, as these arguments want it told. Returns the exit code. */
  fail(args: readonly string[], error: unknown): number;
}

interface Options {
  version: string;
  session: CliSession;
  handlers?: Handlers;
}

/** The commands and their flags. */
export function buildProgram({ version, session, handlers = lazyHandlers }: Options): Program {
  let exitCode = 0;
  const root = new Command("rolecall");
  const run =
    <O, A extends unknown[]>(handler: Handler<O, A>) =>
    async (options: O, ...args: A): Promise<void> => {
      exitCode = await handler(session, { ...root.opts<GlobalOptions>(), ...options }, ...args);
    };

  globalFlags(root, version, session);
  chatFlags(root, run(handlers.chat));
  searchFlags(root, run(handlers.search));
  seedFlags(root, run(handlers.seed));
  serveFlags(root, run(handlers.serve));
  devFlags(root, run(handlers.dev));
  sessionsFlags(root, run(handlers.sessions));
  doctorFlags(root, run(handlers.doctor));
  tokenFlags(root, run(handlers.token));
  inherit(root);

  const fail = (args: readonly string[], error: unknown) => reportFailure(session, { format: formatOf(args), debug: args.includes("--debug") }, error);
  return {
    fail,
    async execute(args) {
      try {
        await root.parseAsync(args, { from: "user" });
        return exitCode;
      } catch (error) {
        if (!(error instanceof CommanderError)) return fail(args, error);
        return error.exitCode === 0 ? 0 : fail(args, usageError(error, addressed(root, args)));
      }
    },
  };
}

function globalFlags(root: Command, version: string, session: CliSession): void {
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
    .option("-q, --quiet", "no progress and no remarks on stderr")
    .option("-v, --verbose", "log what happens on stderr")
    .option("--debug", "log in detail, and stack traces of errors")
    .option("--no-input", "never ask, never open the chat")
    .option("-y, --yes", "take questions as answered with yes")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.stdout.write(text),
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(HELP_WIDTH, session.stdout.columns ?? HELP_WIDTH),
    })
    .addHelpText(
      "after",
      `${examples(
        "rolecall                                    # opens the chat",
        'rolecall chat -p "night shifts as a nurse in Leeds"',
        'rolecall search "forklift driver" --filter country=Germany',
        "rolecall seed --size 5000",
        "rolecall dev                                # serves on this machine, with a playground",
        "rolecall doctor",
      )}

Settings come from flags, then environment variables, --env-file, --config, defaults.
Exit codes: 0 ok, 1 unexpected, 2 usage or input, 3 store or service, 4 configuration, 5 model,
6 a limit, 130 interrupted, 143 terminated.`,
    );
}

/** Subcommands throw like the root, and write where it writes. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.helpOption("-h, --help", "show this help").helpCommand(false).copyInheritedSettings(command);
    if (child.commands.length === 0) child.addHelpText("after", '\nFlags of every command: see "rolecall --help".');
    inherit(child);
  }
}

/** The command that the words name, as far as they name one. */
function addressed(root: Command, args: readonly string[]): Command {
  let command = root;
  for (const word of args) command = command.commands.find((child) => child.name() === word) ?? command;
  return command;
}
