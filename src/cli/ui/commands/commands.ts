import type { ConversationState } from "../conversation/state.ts";
import { clear } from "./clear.ts";
import type { Action, Command, CommandContext } from "./command.ts";
import { exportSession } from "./export.ts";
import { filters } from "./filters.ts";
import { helpFor } from "./help.ts";
import { match } from "./match.ts";
import { nearest } from "./nearest.ts";
import { newSession } from "./new.ts";
import { quit } from "./quit.ts";
import { resume } from "./resume.ts";
import { retry } from "./retry.ts";
import { role } from "./role.ts";
import { sessions } from "./sessions.ts";
import { stats } from "./stats.ts";
import { why } from "./why.ts";

const others: readonly Command[] = [role, sessions, resume, newSession, clear, match, why, filters, stats, exportSession, retry, quit];

export const commands: readonly Command[] = [helpFor(others), ...others];

const names = commands.map(({ name }) => name);

/** Runs what was typed after a slash. */
export async function runCommand(input: string, context: CommandContext): Promise<Action> {
  const command = commandOf(input);
  if (command) return command.run(input.trim().split(/\s+/).slice(1), context);
  const name = nameOf(input);
  const meant = nearest(name.toLowerCase(), names);
  const hint = meant ? `Did you mean /${meant}? /help lists all commands.` : "/help lists all commands.";
  return { type: "refuse", message: `There is no command /${name}.`, hint };
}

/** The command that was typed, if there is one of that name. */
export function commandOf(input: string): Command | undefined {
  const name = nameOf(input).toLowerCase();
  return commands.find((command) => command.name === name);
}

function nameOf(input: string): string {
  return /^\/(\S*)/.exec(input)?.[1] ?? "";
}

export interface Completion {
  /** What the input would become. */
  text: string;
  label: string;
  summary: string;
}

/** What the input could be completed to; empty when it is no command. */
export function completions(input: string, state: ConversationState): Completion[] {
  const parts = /^\/(\S*)(?:(\s+)(\S*))?$/.exec(input);
  if (!parts) return [];
  const [, name = "", space, word = ""] = parts;
  if (space === undefined) {
    const fitting = commands.filter((command) => command.name.startsWith(name.toLowerCase()));
    return fitting.map((command) => ({
      text: `/${command.name}${command.parameters === "" ? "" : " "}`,
      label: `/${command.name} ${command.parameters}`.trim(),
      summary: command.summary,
    }));
  }
  const words = commandOf(input)?.complete?.(state) ?? [];
  return words.filter((candidate) => candidate.startsWith(word)).map((candidate) => ({ text: `/${name} ${candidate}`, label: candidate, summary: "" }));
}

/** The longest start that all completions share. */
export function commonStart(found: readonly Completion[]): string {
  const [first, ...rest] = found.map(({ text }) => text);
  return rest.reduce((start, text) => {
    let length = 0;
    while (length < start.length && start[length] === text[length]) length++;
    return start.slice(0, length);
  }, first ?? "");
}
