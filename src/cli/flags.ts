import { type Command, InvalidArgumentError, Option } from "commander";
import type { Handler } from "./session.ts";

/** A handler with the session and the global options given. */
export type Run<H> = H extends Handler<infer Options, infer Args> ? (options: Options, ...args: Args) => Promise<void> : never;

const ROLES = ["job_seeker", "employer"];
const COLLECTIONS = ["employers", "jobs", "resumes"];
const DAY_S = 86_400;
const YEAR_S = 366 * DAY_S;

/** `--role` and `--user`: who asks. */
export function actorFlags(command: Command, who = "who asks"): Command {
  return command
    .addOption(new Option("--role <role>", `${who}; default: job_seeker`).choices(ROLES))
    .option("--user <id>", `${who}; default: the demo user of the role`);
}

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

function number(accept: (value: number) => boolean, expected: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !accept(value)) throw new InvalidArgumentError(`It must be ${expected}.`);
    return value;
  };
}

export const positive = number((value) => Number.isSafeInteger(value) && value > 0, "a whole number above 0");
export const wholeNumber = number(Number.isSafeInteger, "a whole number");
export const dollars = number((value) => Number.isFinite(value) && value >= 0, "an amount in USD, such as 0.05");
/** Timers hold no more than some weeks. */
export const seconds = number((value) => value > 0 && value <= DAY_S, `a number of seconds above 0, at most ${DAY_S} (a day)`);
export const lifetime = number(
  (value) => Number.isSafeInteger(value) && value > 0 && value <= YEAR_S,
  `a whole number of seconds above 0, at most ${YEAR_S} (a year)`,
);

export function collections(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.every((name) => COLLECTIONS.includes(name))) throw new InvalidArgumentError(`It must be one or more of ${COLLECTIONS.join(",")}.`);
  return names;
}
