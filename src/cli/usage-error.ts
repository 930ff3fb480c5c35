import type { Command, CommanderError } from "commander";

/** A usage failure in the shape of `RolecallError`, so that a mistyped flag does not load the engine. */
export class UsageError extends Error {
  override readonly name = "RolecallError";
  readonly code = "usage";
  readonly exitCode = 2;
  readonly retryable = false;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Puts what commander found wrong into a sentence and a remedy. `command` is the one that was addressed. */
export function usageError({ code, message }: CommanderError, command: Command): UsageError {
  const [found = "", suggestion = ""] = message.replace(/^error: /, "").split("\n");
  const suggested = /Did you mean (.+)\?/.exec(suggestion)?.[1];
  const name = fullName(command);
  const help = `See "${name} --help".`;
  const quoted = (pattern: RegExp): string => pattern.exec(found)?.[1] ?? found;
  switch (code) {
    case "commander.unknownOption":
      return new UsageError(`There is no option ${quoted(/'(.*)'/s)}.`, suggested === undefined ? `${help}${dashes(command)}` : `Did you mean ${suggested}?`);
    case "commander.unknownCommand":
      return new UsageError(`There is no command "${quoted(/'(.*)'/s)}".`, suggested === undefined ? help : `Did you mean "${suggested}"?`);
    case "commander.help":
      return new UsageError(`"${name}" needs a command.`, `Use one of ${command.commands.map((child) => child.name()).join(", ")}.`);
    case "commander.optionMissingArgument":
      return new UsageError(`The option ${longName(found)} needs a value.`, help);
    case "commander.missingArgument":
      return new UsageError(`The <${quoted(/'(.*)'/s)}> is missing.`, `Write "${name} ${command.usage().replace("[options] ", "")}".`);
    case "commander.excessArguments":
      return new UsageError(`"${name}" does not take "${quoted(/but got \d+: (.*)\.$/s)}".`, help);
    case "commander.invalidArgument": {
      const [, value = "", expected = help] = /argument '(.*)' is invalid\. (.*)$/s.exec(found) ?? [];
      return new UsageError(`The option ${longName(found)} does not take "${value}".`, expected);
    }
    default:
      return new UsageError(`${found}.`, help);
  }
}

function dashes(command: Command): string {
  return command.registeredArguments.length > 0 ? ' Words that begin with a dash go after "--".' : "";
}

function longName(found: string): string {
  return /--[\w-]+/.exec(found)?.[0] ?? found;
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
