import { type Config, RolecallError } from "../../engine/index.ts";
import type { ServeOptions } from "../commands/serve.ts";
import type { CliSession, GlobalOptions } from "../session.ts";
import { settingsFor } from "../settings.ts";

const TALKATIVE = { ROLECALL_LOG_LEVEL: "info" };
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/**
 * The settings of a server: flags over everything else. A server logs what it does, unless another level is asked for.
 * @throws {RolecallError} `configuration`, `usage`
 */
export function serverConfig(session: CliSession, options: GlobalOptions & ServeOptions): Config {
  const flags = { ROLECALL_HOST: options.host, ROLECALL_PORT: options.port?.toString(), ROLECALL_DRAIN_TIMEOUT_S: options.drainTimeout?.toString() };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const config = settingsFor({ ...session, variables: { ...session.variables, ...given } }, options, TALKATIVE);
  if (options.development && (isProduction(session) || !LOOPBACK.includes(config.ROLECALL_HOST)))
    throw new RolecallError("usage", "Tokens are given out on a developer's own machine alone.", { hint: 'Use "rolecall dev".' });
  return config;
}

export const isProduction = ({ variables }: CliSession): boolean => variables.NODE_ENV === "production";
