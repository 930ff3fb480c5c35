import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { type Config, Environment, RolecallError, readConfig } from "../engine/index.ts";
import type { CliSession, GlobalOptions } from "./session.ts";

/** What a user should know is told in words; the log is for those who ask for it. */
const QUIET = { ROLECALL_LOG_LEVEL: "silent" };

/** Flag over environment over env file over config file over default; `defaults` are the command's own. */
export function settingsFor({ variables, cwd }: CliSession, options: GlobalOptions & { model?: string }, defaults: Record<string, string> = QUIET): Config {
  const flags = {
    ROLECALL_STORE: options.store,
    ROLECALL_DATA_DIR: options.dataDir,
    ROLECALL_MODEL: options.model,
    ROLECALL_LOG_LEVEL: options.debug ? "debug" : options.verbose ? "info" : undefined,
  };
  const config = readConfig({
    ...defaults,
    ...fileSettings(cwd, options.config),
    ...envSettings(cwd, options.envFile),
    ...present(variables),
    ...present(flags),
  });
  return { ...config, dataDir: resolve(cwd, config.dataDir) };
}

function fileSettings(cwd: string, file: string | undefined): Record<string, string> {
  if (file === undefined) return {};
  let settings: unknown;
  try {
    settings = JSON.parse(read(cwd, file, "--config"));
  } catch (error) {
    if (error instanceof RolecallError) throw error;
    throw new RolecallError("invalid_input", `The file ${file} given with --config is not JSON.`, { hint: "It must be one JSON object.", cause: error });
  }
  if (settings === null || typeof settings !== "object" || Array.isArray(settings)) {
    throw new RolecallError("invalid_input", `The file ${file} given with --config is not a JSON object.`, {
      hint: 'Write for instance {"ROLECALL_MODEL": "gpt-4o-mini"}.',
    });
  }
  for (const [name, value] of Object.entries(settings)) {
    if (!(name in Environment.shape))
      throw new RolecallError("configuration", `The file ${file} has an unknown setting "${name}".`, { hint: "The README lists the settings." });
    if (value === null || typeof value === "object")
      throw new RolecallError("configuration", `The setting ${name} in ${file} is neither text nor a number.`, { hint: "Correct it, or leave it out." });
  }
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

function envSettings(cwd: string, file: string | undefined): Record<string, string> {
  return file === undefined ? {} : present(parseEnv(read(cwd, file, "--env-file")));
}

function read(cwd: string, file: string, flag: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new RolecallError("invalid_input", `The file ${file} given with ${flag} cannot be read.`, { hint: "Check its name and permissions.", cause: error });
  }
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""));
}
