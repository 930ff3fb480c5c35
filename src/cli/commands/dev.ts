import { type Checkout, findCheckout, programOf } from "../checkout.ts";
import { follow } from "../dev/follow.ts";
import { type Harness, TOKEN_HOURS, buildPlayground, prepare } from "../dev/harness.ts";
import { type KeptServer, keepServer } from "../dev/kept-server.ts";
import { readyBlock } from "../dev/ready-block.ts";
import { interruptible } from "../interruption.ts";
import { type CliSession, type GlobalOptions, type Handler, printDocument } from "../session.ts";
import { stopping } from "../stopping.ts";

export interface DevOptions {
  port?: number;
  services?: boolean;
  watch?: boolean;
}

/** Running answers have this long to end when the server is restarted. */
const DRAIN_S = 5;

export const dev: Handler<DevOptions> = async (session, options) => {
  const checkout = findCheckout();
  await using opened = new AsyncDisposableStack();
  const { harness, server } = await begin(session, options, checkout, opened);
  using stop = stopping(session);
  stop.urged.addEventListener("abort", () => server.hurry());
  const say = (text: string) => void (options.quiet || session.stderr.write(`${text}\n`));
  const followed = checkout !== null && options.watch !== false ? follow({ checkout, server, say }, stop.asked) : null;
  tell(session, options, harness, server, followed !== null);
  await (followed ?? untilEnded(server, stop.asked));
  if (stop.asked.aborted) return stop.urged.aborted ? 130 : 0;
  session.stderr.write("rolecall: The server ended by itself.\n");
  return 1;
};

/** By itself, or because it is told to. */
function untilEnded(server: KeptServer, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    server.onLost(resolve);
    stopped.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** All that comes before the server is ready: a signal ends it. */
async function begin(session: CliSession, options: GlobalOptions & DevOptions, checkout: Checkout | null, opened: AsyncDisposableStack) {
  using interruption = interruptible(session, "Stopped before the server was ready.", "Run the same command again.");
  const { signal } = interruption;
  const harness = await prepare(session, options, { checkout, services: options.services ?? false, opened, signal });
  await buildPlayground(checkout);
  const args = ["--host", "127.0.0.1", "--drain-timeout", String(DRAIN_S), ...passedOn(options)];
  const { variables } = harness;
  const server = opened.use(await keepServer({ program: programOf(checkout), args, cwd: session.cwd, variables, stderr: session.stderr }, signal));
  return { harness, server };
}

function passedOn({ config, envFile, store, dataDir, port }: GlobalOptions & DevOptions): string[] {
  const flags = { "--config": config, "--env-file": envFile, "--store": store, "--data-dir": dataDir, "--port": port };
  return Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
}

function tell(session: CliSession, { json }: GlobalOptions, { users, ...harness }: Harness, { url, wsUrl }: KeptServer, follows: boolean): void {
  if (!json) return void session.stdout.write(readyBlock({ ...harness, url, wsUrl, users, hours: TOKEN_HOURS, follows }));
  printDocument(session, { url, ws_url: wsUrl, users: users.map(({ role, userId, label, token }) => ({ role, user_id: userId, label, token })) });
}
