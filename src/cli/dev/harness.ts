import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
import { readDemo } from "../../../fixtures/demo.ts";
import type * as Bundler from "../../../bundle.ts";
import { type Config, type Engine, RolecallError } from "../../engine/index.ts";
import { signDevelopmentToken } from "../../server/index.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { open } from "../open.ts";
import type { CliSession, GlobalOptions } from "../session.ts";
import { settingsFor } from "../settings.ts";
import { type Checkout, PLAYGROUND } from "../checkout.ts";
import { fillServices } from "./fill.ts";
import { type LocalServices, startLocalServices } from "./local-services.ts";
import type { SignedIn } from "./ready-block.ts";

export const TOKEN_HOURS = 12;

/** What the server of `dev` runs with. */
export interface Harness {
  variables: Record<string, string | undefined>;
  description: Engine["description"];
  /** Where data is, in words. */
  store: string;
  users: readonly SignedIn[];
}

interface Preparing {
  checkout: Checkout | null;
  services: boolean;
  /** What has to be ended when `dev` ends. */
  opened: AsyncDisposableStack;
  signal: AbortSignal;
}

/** Starts what is needed and fills it, and signs tokens for the demo users. */
export async function prepare(session: CliSession, options: GlobalOptions, { checkout, services, opened, signal }: Preparing): Promise<Harness> {
  if (services && (options.store ?? "services") !== "services")
    throw new RolecallError("usage", `--services starts services, and --store ${options.store} does not use them.`, { hint: "Use one or the other." });
  const local = services ? opened.use(await startLocalServices(checkout)) : null;
  signal.throwIfAborted();
  const asked = { ...session.variables, ...local?.variables };
  const config = settingsFor({ ...session, variables: asked }, options, { ROLECALL_LOG_LEVEL: "warn" });
  const variables = {
    ...asked,
    NODE_ENV: "development",
    // Good for as long as this runs, and for nothing else.
    SUPABASE_JWT_SECRET: config.SUPABASE_JWT_SECRET ?? randomBytes(32).toString("hex"),
    // What a developer should see is not every connection.
    ROLECALL_LOG_LEVEL: config.ROLECALL_LOG_LEVEL,
  };
  const keys = { ...config, SUPABASE_JWT_SECRET: variables.SUPABASE_JWT_SECRET };
  const users = await signedIn(keys);
  await using filled = await open({ ...session, variables: asked }, options, { seeds: true, signal });
  if (local !== null) await fillServices(filled.engine, session, options, signal);
  signal.throwIfAborted();
  return { variables, users, description: filled.engine.description, store: storeOf(filled.engine, config, local) };
}

function signedIn(keys: Parameters<typeof signDevelopmentToken>[2]): Promise<SignedIn[]> {
  const demo = readDemo(FIXTURES);
  return Promise.all(
    (["job_seeker", "employer"] as const).map(async (role) => {
      const { user_id: userId, label } = demo[role];
      return { role, userId, label, ...(await signDevelopmentToken({ userId, role }, TOKEN_HOURS * 3600, keys)) };
    }),
  );
}

function storeOf({ description: { store } }: Engine, { dataDir }: Config, local: LocalServices | null): string {
  if (local !== null) return `${local.servers}, started for this; their data goes when it stops`;
  if (store === "embedded") return `embedded, in ${dataDir}`;
  return store === "services" ? "the services that the environment names" : `partly embedded, in ${dataDir}, partly services that the environment names`;
}

/** Builds the playground anew from the sources, where there are any. */
export async function buildPlayground(checkout: Checkout | null): Promise<void> {
  if (checkout === null) return;
  const { bundlePlayground } = (await import(pathToFileURL(checkout.bundler).href)) as typeof Bundler;
  await bundlePlayground(PLAYGROUND);
}
