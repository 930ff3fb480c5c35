import { VERSION } from "./version.ts";
import { buildProgram } from "./program.ts";

const OLDEST_NODE = 24;

/** Runs the command line of this process. The only place that reads its arguments and sets its exit code. */
export async function run(): Promise<void> {
  const { stdout, stderr, versions, argv, env } = process;
  if (Number(versions.node.split(".")[0]) < OLDEST_NODE) {
    stderr.write(`rolecall needs Node ${OLDEST_NODE} or newer, and this is ${versions.node}. From a checkout, "npm run -s rolecall -- …" brings its own.\n`);
    process.exitCode = 4;
    return;
  }
  for (const stream of [stdout, stderr]) stream.on("error", leaveQuietlyOnBrokenPipe);
  const session = { stdin: process.stdin, stdout, stderr, variables: env, cwd: process.cwd(), onSignal: listen };
  const program = buildProgram({ version: VERSION, session });
  process.exitCode = await program.execute(argv.slice(2));
}

function leaveQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

/** Calls back on the first SIGINT or SIGTERM; a second one ends the process at once. */
function listen(stop: (signal: "SIGINT" | "SIGTERM") => void): () => void {
  let asked = false;
  const handle = (signal: "SIGINT" | "SIGTERM") => {
    if (asked) process.exit(signal === "SIGINT" ? 130 : 143);
    asked = true;
    stop(signal);
  };
  process.on("SIGINT", handle).on("SIGTERM", handle);
  return () => process.off("SIGINT", handle).off("SIGTERM", handle);
}
